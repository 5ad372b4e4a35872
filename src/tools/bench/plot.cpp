// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/plot.hpp"

#include <algorithm>
#include <array>

#include "commands/keys.hpp"
#include "kernel/id.hpp"
#include "kernel/invariant.hpp"

namespace veinline::tools::bench {

using commands::Request;
using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

// Fixed, so that the same seed asks the same again and a half-made log can be gone on with.
constexpr const char* long_ago = "2020-01-01T00:00:00.000Z";
constexpr const char* long_hence = "2099-01-01T00:00:00.000Z";

std::string digits(std::uint64_t number, std::size_t width) {
  const std::string text = std::to_string(number);
  return std::string(width - std::min(width, text.size()), '0') + text;
}

Value quantity(const char* value, const char* unit) {
  return Value(object({{"unit", unit}, {"value", value}}));
}
Value required(const char* test, const char* low) {
  return Value(object({{"test", test}, {"unit", "PERCENT"}, {"low", low}}));
}

/// Numbers the commands of one story, so that their keys rise with time.
class Script {
 public:
  Script(const Plot& plot, char story, std::uint64_t number)
      : plot_(plot), story_(story), first_(number * steps_max) {}
  void add(const std::string& person, std::string_view command, Object data) {
    INVARIANT(steps.size() < steps_max);
    steps.push_back(
        plot_.request(person, key_of(story_, first_ + steps.size()), command, std::move(data)));
  }
  std::vector<Request> steps;

 private:
  static constexpr std::size_t steps_max = 256;
  const Plot& plot_;
  char story_;
  std::uint64_t first_;
};

void add_collecting(Script& script, const Cast& c, const Things& t, std::uint64_t number) {
  script.add(c.coordinator, "enrolment/enrol",
             object({{"subject", t.subject}, {"study", c.study}, {"site", c.hospital}}));
  script.add(c.investigator, "enrolment/sign_consent",
             object({{"subject", t.subject}, {"version", "V1"}, {"signed_at", long_ago}}));
  script.add(c.coordinator, "enrolment/open_course",
             object({{"course", t.course},
                     {"subject", t.subject},
                     {"coi", "CHA999926" + digits(number, 6)}}));
  script.add(c.apheresis_nurse, "collection/start", object({{"course", t.course}}));
  script.add(c.apheresis_nurse, "collection/record",
             object({{"material", t.collection},
                     {"course", t.course},
                     {"donation_number", "A999926" + digits(number, 6)},
                     {"quantity", quantity("50", "mL")}}));
}

void add_making(Script& script, const Cast& c, const Things& t, std::uint64_t number) {
  const Value product("material/" + t.product);
  script.add(c.operator_, "manufacture/start",
             object({{"batch", t.batch},
                     {"course", t.course},
                     {"inputs", Array{Value(object({{"material", t.collection},
                                                    {"quantity", quantity("40", "mL")}}))}}}));
  script.add(c.operator_, "manufacture/record_product",
             object({{"batch", t.batch},
                     {"products", Array{Value(object({{"material", t.product},
                                                      {"division", "01"},
                                                      {"quantity", quantity("20", "mL")},
                                                      {"expires", long_hence}}))}}}));
  for (const char* test : {"VIABILITY", "IDENTITY"}) {
    script.add(
        c.qc_analyst, "testing/record_result",
        object({{"batch", t.batch}, {"test", test}, {"value", "98.5"}, {"unit", "PERCENT"}}));
  }
  if (number % 4 == 1) {
    script.add(c.qc_analyst, "quality/hold", object({{"thing", product}, {"cause", "other"}}));
    script.add(c.quality, "quality/lift", object({{"thing", product}}));
  }
  script.add(c.quality, "release/release", object({{"material", t.product}}));
  script.add(c.operator_, "transport/dispatch",
             object({{"consignment", t.box},
                     {"materials", Array{Value(t.product)}},
                     {"to", c.hospital},
                     {"carrier", "person/" + c.courier},
                     {"seal", "SEAL-2"}}));
}

void add_giving(Script& script, const Cast& c, const Things& t, std::uint64_t number) {
  const Object scan = object({{"material", t.product}, {"wristband", t.subject}});
  script.add(c.infusion_nurse, "reception/receive",
             object({{"material", t.product},
                     {"condition", "intact"},
                     {"seal", "SEAL-2"},
                     {"consignment", t.box}}));
  script.add(c.infusion_nurse, "infusion/check_bedside", scan);
  script.add(c.second_nurse, "infusion/confirm_bedside", scan);
  script.add(
      c.infusion_nurse, "infusion/record_infusion",
      object(
          {{"material", t.product}, {"subject", t.subject}, {"quantity", quantity("20", "mL")}}));
  for (std::uint64_t visit = 0; visit <= number % 8; ++visit) {
    script.add(c.physician, "followup/record_visit",
               object({{"course", t.course},
                       {"contact", "visit"},
                       {"day", static_cast<std::int64_t>(28 * (visit + 1))},
                       {"status", "alive"}}));
  }
}

}  // namespace

std::string key_of(char story, std::uint64_t number) {
  return commands::uuid_of_time(number, {0, static_cast<std::uint8_t>(story)});
}

Object object(std::initializer_list<std::pair<std::string_view, Value>> members) {
  Object out;
  for (const auto& [key, value] : members) out.set(key, value);
  return out;
}

std::string Plot::id(std::string_view noun, std::uint64_t number) const {
  const kernel::Digest digest = kernel::sha256(std::to_string(seed_) + "/" + std::string(noun) +
                                               "/" + std::to_string(number));
  std::array<std::uint8_t, 10> entropy{};
  std::copy_n(digest.bytes.begin(), entropy.size(), entropy.begin());
  return kernel::id_text(entropy);
}

Cast Plot::cast(std::uint64_t treatment) const {
  const std::uint64_t n = treatment % casts;
  return {id("hospital", n),     id("factory", n),         id("carrier", n),
          id("study", n),        id("coordinator", n),     id("investigator", n),
          id("physician", n),    id("apheresis_nurse", n), id("infusion_nurse", n),
          id("second_nurse", n), id("courier", n),         id("technologist", n),
          id("operator", n),     id("qc_analyst", n),      id("quality", n)};
}

Things Plot::things(std::uint64_t treatment) const {
  return {id("subject", treatment),       id("course", treatment),  id("collection", treatment),
          id("batch", treatment),         id("product", treatment), id("box", treatment),
          id("collection_box", treatment)};
}

Request Plot::request(const std::string& person, std::string key, std::string_view command,
                      Object data) const {
  Request out;
  out.account = person;
  out.key = std::move(key);
  out.command = command;
  out.data = std::move(data);
  if (const journey::CommandType* type = catalogue_.command(command)) {
    out.sign = type->signs;
    if (type->needs_reason) out.reason_code = "BENCH";
  }
  return out;
}

std::vector<Request> Plot::setting(const std::string& console) const {
  Script script(*this, 's', 0);
  for (unsigned n = 0; n < casts; ++n) {
    const Cast c = cast(n);
    const auto site = [&](const std::string& place, const char* kind) {
      std::string code(kind);
      std::transform(code.begin(), code.end(), code.begin(),
                     [](char letter) { return static_cast<char>(letter - 'a' + 'A'); });
      script.add(console, "study/register_site",
                 object({{"site", place},
                         {"code", code + "-" + std::to_string(n)},
                         {"kind", kind},
                         {"zone", "Asia/Shanghai"}}));
    };
    site(c.hospital, "hospital");
    site(c.factory, "factory");
    site(c.carrier, "carrier");
    const auto add = [&](const std::string& who, const std::string& at, const char* role) {
      script.add(
          console, "staff/add_person",
          object({{"person", who}, {"site", at}, {"roles", Array{Value(role)}}, {"name", "A B"}}));
    };
    add(c.coordinator, c.hospital, "coordinator");
    add(c.investigator, c.hospital, "investigator");
    add(c.physician, c.hospital, "physician");
    add(c.apheresis_nurse, c.hospital, "apheresis_nurse");
    add(c.infusion_nurse, c.hospital, "infusion_nurse");
    add(c.second_nurse, c.hospital, "infusion_nurse");
    add(c.courier, c.carrier, "courier");
    add(c.technologist, c.factory, "technologist");
    add(c.operator_, c.factory, "operator");
    add(c.qc_analyst, c.factory, "qc_analyst");
    add(c.quality, c.factory, "quality");
    script.add(
        c.investigator, "study/open",
        object({{"study", c.study},
                {"code", "STUDY-" + std::to_string(n)},
                {"use", "iit"},
                {"donation", "autologous"},
                {"specification", Array{required("VIABILITY", "70"), required("IDENTITY", "90")}},
                {"bedside_window_min", 30},
                {"delegation_log", "elsewhere"}}));
    script.add(c.investigator, "study/open_site",
               object({{"study", c.study},
                       {"site", c.hospital},
                       {"reference", "EC-1"},
                       {"valid_from", long_ago},
                       {"valid_until", long_hence}}));
  }
  return std::move(script.steps);
}

std::vector<Request> Plot::collecting(std::uint64_t number) const {
  Script script(*this, 't', number);
  add_collecting(script, cast(number), things(number), number);
  return std::move(script.steps);
}

std::vector<Request> Plot::treatment(std::uint64_t number) const {
  const Cast c = cast(number);
  const Things t = things(number);
  Script script(*this, 't', number);
  add_collecting(script, c, t, number);
  script.add(c.apheresis_nurse, "transport/dispatch",
             object({{"consignment", t.collection_box},
                     {"materials", Array{Value(t.collection)}},
                     {"to", c.factory},
                     {"carrier", "person/" + c.courier},
                     {"seal", "SEAL-1"}}));
  script.add(c.technologist, "reception/receive",
             object({{"material", t.collection},
                     {"condition", "intact"},
                     {"seal", "SEAL-1"},
                     {"consignment", t.collection_box}}));
  add_making(script, c, t, number);
  add_giving(script, c, t, number);
  return std::move(script.steps);
}

}  // namespace veinline::tools::bench
