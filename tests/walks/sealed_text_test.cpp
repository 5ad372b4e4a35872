// SPDX-License-Identifier: Apache-2.0
// Names and texts: in the vault, or nowhere. A record holds a reference, whatever was sent.
#include <gtest/gtest.h>

#include "kernel/canonical.hpp"
#include "support/treatment.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using kernel::Object;
using kernel::Value;

std::uint64_t size_of(World& world) {
  return world.node.store().tip()->head.size();
}

Object newcomer(const World& world, Value name) {
  Object out = object({{"site", world.cast.hospital}});
  out.set("roles", Value(kernel::Array{Value("quality")}));
  out.set("name", std::move(name));
  return out;
}

/// The sealed text that stands for the reason of a record.
kernel::Sealed reason_of(World& world, commands::Seq seq) {
  const auto records = world.node.store().read(seq, 1);
  const auto record = ledger::parse_record(records->front().bytes);
  return *journey::codec::Leaf<kernel::Sealed>::get(Value(*record->draft.reason->text));
}

TEST(SealedText, takes_nothing_but_a_text_where_a_name_is_wanted) {
  World world(StoreKind::memory);
  const std::uint64_t before = size_of(world);
  Object forged = object({{"suite", "Anna Smith, born 1970-01-01"},
                          {"key_id", "phone 555 1234"},
                          {"key_commitment", std::string(43, 'A') + "="},
                          {"ciphertext", std::string(43, 'A') + "="}});
  forged.set("padded_length", Value(64));
  Object plausible = forged;
  plausible.set("suite", Value(kernel::sealed_suite));
  plausible.set("key_id", Value(std::string(32, 'a')));
  for (const Value& name : {Value(forged), Value(plausible), Value(7), Value(kernel::Array{})}) {
    const auto reply =
        world.node.ask(world.node.administrator(), "staff/add_person", newcomer(world, name));
    EXPECT_EQ(words_of(reply), "input.bad_fields");
  }
  EXPECT_EQ(size_of(world), before);
}

TEST(SealedText, a_record_of_a_sealed_text_is_read_strictly) {
  const auto read = [](const Object& object) {
    return journey::codec::Leaf<kernel::Sealed>::get(Value(object)).has_value();
  };
  const Object good = *journey::codec::Leaf<kernel::Sealed>::put(
                           {std::string(kernel::sealed_suite), std::string(32, 'a'), {}, {}, 256})
                           .object();
  EXPECT_TRUE(read(good));
  const std::pair<const char*, Value> spoilt[] = {{"suite", Value("Anna Smith")},
                                                  {"key_id", Value("Anna Smith")},
                                                  {"key_id", Value(std::string(32, 'g'))},
                                                  {"padded_length", Value(1970)},
                                                  {"ciphertext", Value("Anna")}};
  for (const auto& [key, value] : spoilt) {
    Object bad = good;
    bad.set(key, value);
    EXPECT_FALSE(read(bad)) << key;
  }
}

TEST(SealedText, a_refused_request_leaves_nothing_in_the_vault) {
  World world(StoreKind::memory);
  world.go_to("record collection");
  const std::size_t before = world.node.vault_store().size();
  const std::string bag = "material/" + world.things.collection;
  const auto hold = [&](const std::string& person, const std::string& thing) {
    auto request =
        world.node.request(person, "quality/hold", object({{"thing", thing}, {"cause", "other"}}));
    request.reason_text = kernel::Sensitive<std::string>("Anna Smith called");
    return words_of(world.node.ask(request));
  };
  EXPECT_EQ(hold(world.cast.courier, bag), "general.role_missing");
  EXPECT_EQ(hold(world.cast.hospital_quality, "material/" + world.node.fresh_id()),
            "general.unknown_thing");
  EXPECT_EQ(hold(world.cast.hospital_quality, "din:A999926999999"), "general.unknown_alias");
  EXPECT_EQ(hold(world.cast.hospital_quality, "Anna Smith 1970-01-01"), "input.bad_fields");
  EXPECT_EQ(world.node.vault_store().size(), before);
  EXPECT_EQ(hold(world.cast.hospital_quality, bag), "quality.hold_placed/1");
  EXPECT_GT(world.node.vault_store().size(), before);
}

/// Whether the reason of this record opens as one about `owner`.
bool is_about(World& world, const TestNode::Reply& reply, const std::string& owner,
              const std::string& command) {
  EXPECT_TRUE(reply.has_value()) << words_of(reply);
  if (!reply) return false;
  const auto text =
      world.node.vault().open(reason_of(world, reply->records.front().seq),
                              {world.node.keys().identity.node, owner, command + ".reason"});
  return text.has_value() && text->reveal() == "she called";
}

TestNode::Reply with_reason(World& world, const std::string& person, const std::string& command,
                            Object data) {
  auto request = world.node.request(person, command, std::move(data));
  request.reason_code = "TEST";
  request.reason_text = kernel::Sensitive<std::string>("she called");
  return world.node.ask(request);
}

TEST(SealedText, belongs_to_the_patient_by_whatever_way_it_is_about_them) {
  World world(StoreKind::memory);
  world.go_to("dispatch");
  const Things& t = world.things;
  const std::string patient = "subject/" + t.subject;
  for (const std::string& thing :
       {patient, "course/" + t.course, "material/" + t.product, "batch/" + t.batch,
        "consignment/" + t.box, "din:" + t.donation_number, "coi:" + t.coi}) {
    EXPECT_TRUE(is_about(world,
                         with_reason(world, world.cast.hospital_quality, "quality/hold",
                                     object({{"thing", thing}, {"cause", "other"}})),
                         patient, "quality/hold"))
        << thing;
  }
}

TEST(SealedText, about_a_deviation_or_a_correction_belongs_to_the_patient) {
  World world(StoreKind::memory);
  world.go_to("second result");
  const std::string patient = "subject/" + world.things.subject;
  Object closed = object({{"assessment", "no_impact"}});
  closed.set(
      "deviation",
      *world.answers.at("result out of specification").records.back().data.find("deviation"));
  EXPECT_TRUE(is_about(world,
                       with_reason(world, world.cast.quality, "quality/close_deviation", closed),
                       patient, "quality/close_deviation"));
  const auto seq = static_cast<std::int64_t>(world.answers.at("second result").records.front().seq);
  const Object data = object({{"seq", seq}});
  EXPECT_TRUE(
      is_about(world, with_reason(world, world.cast.physician, "quality/agree_to_correction", data),
               patient, "quality/agree_to_correction"));
  EXPECT_TRUE(is_about(world, with_reason(world, world.cast.quality, "quality/correct", data),
                       patient, "quality/correct"));
}

TEST(SealedText, about_no_patient_belongs_to_the_thing) {
  World world(StoreKind::memory);
  const std::string study = world.node.fresh_id();
  const Object limit = object({{"test", "VIABILITY"}, {"unit", "PERCENT"}, {"low", "70"}});
  EXPECT_TRUE(is_about(world,
                       with_reason(world, world.cast.investigator, "study/open",
                                   object({{"study", study},
                                           {"code", "STUDY-2"},
                                           {"use", "iit"},
                                           {"donation", "autologous"},
                                           {"specification", kernel::Array{Value(limit)}},
                                           {"bedside_window_min", 30}})),
                       "study/" + study, "study/open"));
}

TEST(SealedText, about_two_patients_belongs_to_neither_alone) {
  World world(StoreKind::memory);
  world.go_to("confirm bedside");
  Things other = make_things(world.node, 2);
  other.study = world.things.study;
  Answers theirs;
  perform(world.node, treatment(world.cast, other), theirs, "open course");
  EXPECT_TRUE(is_about(world,
                       with_reason(world, world.cast.infusion_nurse, "infusion/record_infusion",
                                   object({{"material", world.things.product},
                                           {"subject", other.subject},
                                           {"quantity", quantity("20", "mL")}})),
                       "material/" + world.things.product, "infusion/record_infusion"));
}

TEST(SealedText, is_sealed_once_however_often_the_command_is_sent) {
  World world(StoreKind::memory);
  world.go_to("record collection");
  auto request = world.node.request(
      world.cast.hospital_quality, "quality/hold",
      object({{"thing", "material/" + world.things.collection}, {"cause", "other"}}));
  request.reason_text = kernel::Sensitive<std::string>("the bag leaks");
  ASSERT_TRUE(world.node.ask(request).has_value());
  const std::size_t texts = world.node.vault_store().size();
  const auto again = world.node.ask(request);
  ASSERT_TRUE(again.has_value()) << words_of(again);
  EXPECT_TRUE(again->again);
  EXPECT_EQ(world.node.vault_store().size(), texts);
}

}  // namespace
}  // namespace veinline::walks
