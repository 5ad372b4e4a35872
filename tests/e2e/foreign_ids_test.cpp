// SPDX-License-Identifier: Apache-2.0
// R43: of what is not theirs a reader learns nothing from any address that takes an id. The judge
// is a twin: a node that never had those things. Whatever is asked, both say the same, byte for
// byte.
#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include "e2e/foreign_door.hpp"
#include "support/mutate.hpp"

namespace veinline::e2e {
namespace {

using namespace support;

/// Every address that takes the id of a thing about patients, the bodies that take one, and some
/// commands that do.
constexpr const char* addresses[] = {"GET timeline",
                                     "GET trace",
                                     "GET lineage",
                                     "GET export",
                                     "GET label",
                                     "POST identity",
                                     "POST scan",
                                     "POST typed",
                                     "POST logger",
                                     "POST commands/quality/hold",
                                     "POST commands/quality/lift",
                                     "POST prepare/quality/lift",
                                     "POST commands/release/release",
                                     "POST prepare/release/release",
                                     "POST commands/labelling/destroy",
                                     "POST commands/disclosure/show_identity",
                                     "POST commands/erasure/ask",
                                     "POST commands/enrolment/open_course"};

bool is_command(std::string_view address) {
  return address.starts_with("POST commands/") || address.starts_with("POST prepare/");
}

/// A command that names it, whole but for whether there is such a thing.
HttpRequest command_for(std::string_view address, const std::string& name, TestNode& node) {
  static const std::map<std::string, std::pair<const char*, kernel::Object>> all{
      {"quality/hold", {"thing", object({{"cause", "other"}})}},
      {"quality/lift", {"thing", {}}},
      {"release/release", {"material", {}}},
      {"labelling/destroy", {"label", {}}},
      {"disclosure/show_identity", {"subject", object({{"purpose", "bedside"}})}},
      {"erasure/ask", {"subject", object({{"class", "contact"}})}},
      {"enrolment/open_course", {"subject", object({{"coi", "CHA999926000999"}})}}};
  HttpRequest out;
  out.method = "POST";
  out.path = "/api/v1/" + std::string(address.substr(address.find(' ') + 1));
  out.headers["idempotency-key"] = node.fresh_id();
  const std::string command = out.path.substr(out.path.find('/', std::size("/api/v1/") - 1) + 1);
  const auto& [member, rest] = all.at(command);
  kernel::Object data = rest;
  data.set(member, Value(name));
  const journey::CommandType* type = node.catalogue().command(command);
  kernel::Object body = object({{"data", Value(std::move(data))}});
  if (!type->signs.empty()) body.set("sign", Value(type->signs));
  if (type->needs_reason) body.set("reason", Value("TEST"));
  out.body = kernel::canonical_text(body);
  return out;
}

HttpRequest request_for(std::string_view address, const std::string& name, TestNode& node) {
  if (is_command(address)) return command_for(address, name, node);
  HttpRequest out;
  out.method = std::string(address.substr(0, address.find(' ')));
  const std::string view(address.substr(address.find(' ') + 1));
  out.path = "/api/v1/" + view;
  if (view == "identity") {
    const std::size_t slash = name.find('/');
    const std::string id = slash == std::string::npos ? name : "subject/" + name.substr(slash + 1);
    out.body =
        kernel::canonical_text(object({{"subject", Value(id)}, {"purpose", Value("bedside")}}));
  } else if (view == "scan" || view == "typed") {
    out.path = "/api/v1/scan";
    kernel::Object body = object({{"code", Value(name)}});
    if (view == "typed") body.set("typed", Value(true));
    out.body = kernel::canonical_text(body);
  } else {
    out.path += "/" + name;
  }
  if (view == "logger") out.body = "Date,Temperature\n2026-03-02 10:00,-150\n";
  return out;
}

struct Reader {
  std::string here;     ///< id of the person where the things are
  std::string in_twin;  ///< and where they never were
};

/// Asks both of the same names, right and mutated.
void compare(Door& here, Door& twin, const std::vector<Reader>& readers,
             const std::vector<std::string>& names, std::size_t count) {
  const std::uint64_t seed = seed_of_this_run();
  std::cout << "foreign ids: seed " << seed << ", " << count << "\n";
  Mutator mutator(seed, names);
  std::size_t nothing = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const bool is_right = i < names.size() * std::size(addresses) * readers.size();
    const std::string name = is_right ? names[i % names.size()] : mutator.next();
    if (!kernel::is_utf8(name)) continue;
    const std::size_t place = is_right ? i / names.size() : mutator.number(1 << 20);
    const char* address = addresses[place % std::size(addresses)];
    const Reader& reader = readers[place / std::size(addresses) % readers.size()];
    const HttpResponse one = here.ask(reader.here, request_for(address, name, here.node()));
    const HttpResponse other = twin.ask(reader.in_twin, request_for(address, name, twin.node()));
    ASSERT_LT(one.status, 500) << address << one.body;
    ASSERT_EQ(one.is_of_nothing, other.is_of_nothing) << address << " of case " << i;
    if (is_command(address) && one.status == 200) {  // a code came near one of their own
      ASSERT_EQ(other.status, 200) << address << " of case " << i;
      continue;
    }
    ASSERT_EQ(told(one), told(other)) << address << " of " << name << ", case " << i;
    const bool is_nothing = one.status == 404 ||
                            one.body.find(R"("unknown")") != std::string::npos ||
                            one.body.find("general.unknown_") != std::string::npos;
    nothing += is_nothing ? 1 : 0;
  }
  EXPECT_GT(nothing, count / 10) << "most of what was asked was no id at all";
}

std::vector<std::string> names_of(const Things& of) {
  return {"material/" + of.collection,
          "material/" + of.product,
          "course/" + of.course,
          "subject/" + of.subject,
          "batch/" + of.batch,
          "label/" + of.second_label,
          "label:" + of.second_label,
          "coi:" + of.coi,
          "din:" + of.donation_number,
          "consignment/" + of.box,
          of.product,
          of.subject,
          "alias/din/" + of.donation_number};
}

TEST(ForeignIds, R43_who_is_of_another_site_is_told_what_a_node_without_those_things_tells) {
  TwoHospitals house(StoreKind::memory);
  house.go_to();
  World without(StoreKind::memory);
  without.go_to();
  Door here(house.world.node);
  Door twin(without.node);
  const Cast& a = house.world.cast;
  const Cast& b = without.cast;
  compare(here, twin,
          {{a.infusion_nurse, b.infusion_nurse},
           {a.coordinator, b.coordinator},
           {a.hospital_quality, b.hospital_quality}},
          names_of(house.things), campaign(2'000, 100'000));
}

TEST(ForeignIds, R43_who_was_given_another_study_is_told_what_a_node_without_those_things_tells) {
  World world(StoreKind::memory);
  world.go_to();
  World without(StoreKind::memory);
  const auto given_another_study = [](World& of) {
    const std::string study = of.node.fresh_id();
    const auto opened = of.node.ask(
        of.cast.investigator, "study/open",
        object({{"study", study},
                {"code", "ANOTHER"},
                {"use", "iit"},
                {"donation", "autologous"},
                {"specification",
                 Array{Value(object({{"test", "VIABILITY"}, {"unit", "PERCENT"}, {"low", "70"}}))}},
                {"bedside_window_min", 30}}));
    EXPECT_TRUE(opened.has_value()) << words_of(opened);
    const auto assigned =
        of.node.ask(of.node.administrator(), "staff/assign_studies",
                    object({{"person", of.cast.infusion_nurse}, {"studies", Array{Value(study)}}}));
    EXPECT_TRUE(assigned.has_value()) << words_of(assigned);
  };
  given_another_study(world);
  given_another_study(without);
  Door here(world.node);
  Door twin(without.node);
  compare(here, twin, {{world.cast.infusion_nurse, without.cast.infusion_nurse}},
          names_of(world.things), campaign(1'000, 20'000));
}

}  // namespace
}  // namespace veinline::e2e
