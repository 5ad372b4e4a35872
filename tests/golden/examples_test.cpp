// SPDX-License-Identifier: Apache-2.0
// The examples of the API are steps of the whole journey, as they were answered.
#include <gtest/gtest.h>

#include <algorithm>

#include "exchange/logger_import.hpp"
#include "exchange/pretty.hpp"
#include "exchange/table_import.hpp"
#include "golden/sample.hpp"
#include "ledger/tree.hpp"
#include "ledger/witness.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/treatment.hpp"
#include "views/eye.hpp"
#include "views/follower.hpp"

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

/// Two rows of another system: a site, and who works there.
const std::string import_file =
    R"({"veinline_import": 1, "source": "HIS"}
{"key": "001", "command": "study/register_site", "by": "console", "data": {"site": "$ward", "code": "WARD-7", "kind": "hospital", "zone": "Asia/Shanghai"}}
{"key": "002", "command": "staff/add_person", "by": "console", "data": {"site": "$ward", "roles": ["infusion_nurse"], "name": "Example Nurse"}}
)";

/// The file of a logger that lay in the box from its dispatch to its receipt: a reading at each,
/// and two between them.
std::string logger_file_of(kernel::Instant sent, kernel::Instant received) {
  std::string out = "Serial number,LT200-00418\ntime,temperature (°C)\n";
  int third = 0;
  for (const char* degrees : {"-152.4", "-151.8", "-151.9", "-150.7"}) {
    out += kernel::to_text(sent + (received - sent) * third++ / 3) + "," + degrees + "\n";
  }
  return out;
}

/// The log of another node, of one record, that asks to be witnessed for the first time.
struct OtherLog {
  ledger::SigningKey key =
      ledger::SigningKey::from_seed("log.example/one", ledger::KeyType::ed25519,
                                    kernel::Bytes(ledger::ed25519_key_bytes, 7))
          .value();
  [[nodiscard]] std::string asks() const {
    ledger::AddCheckpoint out;
    const ledger::Checkpoint newest{key.verifier_key().name(), 1, ledger::leaf_hash("one record")};
    out.checkpoint_text = key.sign_note(ledger::to_text(newest));
    return ledger::to_text(out);
  }
};

/// Remembers nothing from before.
class NewMemory : public ledger::WitnessMemory {
 public:
  kernel::Result<std::optional<ledger::Checkpoint>, ledger::Fault> newest(
      std::string_view) override {
    return std::optional<ledger::Checkpoint>{};
  }
  kernel::Result<bool, ledger::Fault> replace(const std::optional<ledger::Checkpoint>&,
                                              const ledger::Checkpoint&) override {
    return true;
  }
};

/// Does every step, and keeps what was asked and answered under the name of its command.
class Telling {
 public:
  Telling() {
    INVARIANT(node_.found().has_value());
    const support::Cast cast = support::make_cast(node_);
    things_ = support::make_things(node_, 1);
    attacher_ = cast.infusion_nurse;  // who received the box
    filer_ = cast.coordinator;
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
    for (const char* of_document : {"document", "document_bytes", "file_document"}) {
      addresses.set(of_document, Value("document/" + things_.document));
    }
    for (const char* of_record : {"record", "receipt"}) addresses.set(of_record, Value("3"));
    addresses.set("command", Value("custody/hand_over"));
    addresses.set("tile", Value("tile/0/000.p/2"));
    addresses.set("entries", Value("tile/entries/000.p/2"));
    Object parameters;
    parameters.set("form", Value("pdf"));
    parameters.set("version", Value("V2"));
    Object scan;
    scan.set("code", Value("din:" + things_.donation_number));
    Object bodies;
    bodies.set("scan", Value(std::move(scan)));
    bodies.set("find", Value(support::object({{"text", "Chen Dali"}})));
    bodies.set("identity", Value(support::object({{"subject", "subject/" + things_.subject},
                                                  {"purpose", "bedside"}})));
    bodies.set("arm", Value(support::object({{"subject", "subject/" + things_.subject}})));
    bodies.set("import", Value(import_file));
    bodies.set("attach_logger", Value(logger_file_of(sent_, received_)));
    bodies.set("file_document", Value("Version 2 of the protocol.\n"));
    bodies.set("cosign", Value(OtherLog().asks()));
    Object by;
    for (const char* route : {"attach_logger", "find", "identity"}) {
      by.set(route, Value("person/" + attacher_));
    }
    for (const char* route : {"arm", "file_document"}) by.set(route, Value("person/" + filer_));
    Object witnesses;
    witnesses.set("cosign", Value(OtherLog().key.verifier_key().text()));
    Object out;
    out.set("addresses", Value(std::move(addresses)));
    out.set("bodies", Value(std::move(bodies)));
    out.set("by", Value(std::move(by)));
    out.set("parameters", Value(std::move(parameters)));
    out.set("commands", Value(commands_));
    out.set("witnesses", Value(std::move(witnesses)));
    return out;
  }

  /// The bodies that are no commands succeed too, after the last step.
  void bodies_are_taken() {
    const Object bodies = *told().find("bodies")->object();
    const exchange::Words& words = exchange::Words::of(exchange::Language::en);
    storage::memory::MemoryRows rows;
    views::Follower follower(node_.catalogue(), node_.store(), rows);
    const views::Sources sources{node_.catalogue(), node_.store(), follower,
                                 views::Eye::of_operator()};
    const exchange::LoggerAnswer attached = exchange::attach_logger(
        {node_.desk(), sources, {attacher_}, words}, "consignment/" + things_.box, {},
        *bodies.find("attach_logger")->string());
    EXPECT_EQ(attached.status, 200) << exchange::pretty(Value(attached.body));
    const exchange::ImportReport report =
        exchange::take_in(node_.desk(), node_.catalogue(), {node_.administrator()}, words,
                          *bodies.find("import")->string());
    EXPECT_EQ(report.recorded, 2U);
    EXPECT_EQ(report.failed, 0U) << exchange::pretty(Value(report.problems));
    const auto key =
        ledger::SigningKey::from_seed("witness.example/one", ledger::KeyType::cosignature_v1,
                                      kernel::Bytes(ledger::ed25519_key_bytes, 9));
    NewMemory memory;
    ledger::Witness witness(*key, {OtherLog().key.verifier_key()}, memory, node_.clock());
    EXPECT_EQ(witness.add_checkpoint(*bodies.find("cosign")->string()).reply,
              ledger::WitnessReply::cosigned);
  }

 private:
  void tell(const Step& step) {
    const commands::Request request =
        node_.request(step.person, step.command, lasting(support::data_of(step, answers_)));
    if (step.name == "dispatch") sent_ = node_.clock().now();
    if (step.name == "receive product") received_ = node_.clock().now();
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
  std::string attacher_;
  std::string filer_;         ///< who files the next version of the document
  kernel::Instant sent_;      ///< the box with the product, and the logger in it
  kernel::Instant received_;  ///< the same
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

TEST(Golden, the_examples_that_are_no_commands_are_taken_after_the_journey) {
  Telling().bodies_are_taken();
}

}  // namespace
}  // namespace veinline::tests::golden
