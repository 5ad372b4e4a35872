// SPDX-License-Identifier: Apache-2.0
// The examples of the API are steps of the whole journey, as they were answered.
#include <gtest/gtest.h>

#include <algorithm>

#include "exchange/pretty.hpp"
#include "golden/sample.hpp"
#include "support/treatment.hpp"

namespace veinline::tests::golden {
namespace {

using kernel::Array;
using kernel::Object;
using kernel::Value;
using support::Step;

// The examples are done again on a real clock: what must be in force then is in force for long.
const std::string far_off = "2099-12-31T08:00:00.000Z";
const kernel::Instant lapses_after = support::first_morning + std::chrono::hours(24 * 60);

Value lasting(const Value& value);

Object lasting(const Object& object) {
  Object out;
  for (const auto& [key, member] : object.members()) out.set(key, lasting(member));
  return out;
}

Value lasting(const Value& value) {
  if (const Object* object = value.object()) return Value(lasting(*object));
  if (const Array* array = value.array()) {
    Array out;
    for (const Value& item : *array) out.push_back(lasting(item));
    return Value(std::move(out));
  }
  if (const std::string* text = value.string()) {
    const auto instant = kernel::instant_from_text(*text);
    if (instant && *instant > lapses_after) return Value(far_off);
  }
  return value;
}

Object body_of(const commands::Request& request) {
  Object out;
  out.set("data", Value(request.data));
  if (!request.sign.empty()) out.set("sign", Value(request.sign));
  if (!request.reason_code.empty()) out.set("reason", Value(request.reason_code));
  return out;
}

/// Does every step, and keeps what was asked and answered under the name of its command.
class Telling {
 public:
  Telling() {
    INVARIANT(node_.found().has_value());
    const support::Cast cast = support::make_cast(node_);
    things_ = support::make_things(node_, 1);
    for (const Step& step : support::whole_journey(node_, cast, things_)) tell(step);
    // One that is printed and not scanned back can be drawn.
    label_ = node_.fresh_id();
    tell({"print label of product", cast.apheresis_nurse, "labelling/print",
          support::object({{"label", label_}, {"material", things_.product}})});
  }

  [[nodiscard]] Object told() const {
    Object addresses;
    for (const char* of_thing : {"trace", "timeline", "lineage", "export"}) {
      addresses.set(of_thing, Value("material/" + things_.collection));
    }
    addresses.set("label", Value(label_));
    addresses.set("attach_logger", Value("consignment/" + things_.box));
    for (const char* of_record : {"record", "receipt"}) addresses.set(of_record, Value("3"));
    addresses.set("command", Value("custody/hand_over"));
    addresses.set("tile", Value("tile/0/000.p/2"));
    addresses.set("entries", Value("tile/entries/000.p/2"));
    Object parameters;
    parameters.set("form", Value("pdf"));
    Object scan;
    scan.set("code", Value("din:" + things_.donation_number));
    Object bodies;
    bodies.set("scan", Value(std::move(scan)));
    bodies.set("import", Value("{\"veinline_import\": 1, \"source\": \"HIS\"}\n"));
    bodies.set("attach_logger", Value(support::logger_file));
    const std::string zeros_32 = kernel::to_base64(kernel::Bytes(32));
    const std::string zeros_68 = kernel::to_base64(kernel::Bytes(68));
    bodies.set("cosign", Value("old 0\n\nlog.example/one\n1\n" + zeros_32 +
                               "\n\n\u2014 log.example/one " + zeros_68 + "\n"));
    Object out;
    out.set("addresses", Value(std::move(addresses)));
    out.set("bodies", Value(std::move(bodies)));
    out.set("parameters", Value(std::move(parameters)));
    out.set("commands", Value(commands_));
    return out;
  }

 private:
  void tell(const Step& step) {
    const commands::Request request =
        node_.request(step.person, step.command, lasting(support::data_of(step, answers_)));
    auto reply = node_.ask(request);
    ASSERT_TRUE(reply.has_value()) << step.name << ": " << support::words_of(reply);
    Array facts;
    for (const commands::Recorded& recorded : reply->records) {
      Object fact;
      fact.set("seq", Value(static_cast<std::int64_t>(recorded.seq)));
      fact.set("fact", Value(recorded.fact));
      fact.set("data", Value(recorded.data));
      facts.push_back(Value(std::move(fact)));
    }
    const bool is_administrator = step.person == node_.administrator();
    Object example;
    example.set("summary", Value(step.name));
    example.set("value", Value(body_of(request)));
    example.set("x-order", Value(++order_));
    example.set("x-by", Value(is_administrator ? "administrator" : "person/" + step.person));
    example.set("x-recorded", Value(std::move(facts)));
    const Value* there = commands_.find(step.command);
    Object all = there == nullptr ? Object() : *there->object();
    std::string name = step.name;
    std::replace(name.begin(), name.end(), ' ', '-');
    all.set(name, Value(std::move(example)));
    commands_.set(step.command, Value(std::move(all)));
    answers_[step.name] = std::move(*reply);
    node_.clock().advance(std::chrono::seconds(30));
  }

  support::TestNode node_{support::StoreKind::memory};
  support::Things things_;
  std::string label_;
  support::Answers answers_;
  Object commands_;
  std::int64_t order_ = 0;
};

TEST(Golden, the_examples_of_the_api_are_what_the_whole_journey_says) {
  const std::string path = "src/gateway/http/examples.json";
  const std::string told = exchange::pretty(Value(Telling().told()));
  if (is_blessing()) write_file(path, told);
  EXPECT_TRUE(file_text(path) == told)
      << path << " is not what the journey says. Run ./dev bless and look at the diff.";
}

}  // namespace
}  // namespace veinline::tests::golden
