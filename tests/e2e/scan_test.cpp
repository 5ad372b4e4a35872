// SPDX-License-Identifier: Apache-2.0
// Whoever wants an id takes a scan: commands, views and the door for scans itself.
#include "views/scan.hpp"

#include <gtest/gtest.h>

#include "codes/isbt128.hpp"
#include "e2e/small_api.hpp"
#include "exchange/json.hpp"
#include "exchange/label_content.hpp"
#include "journey/custody/custody.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/treatment.hpp"

// Fontconfig keeps what it read of the fonts to the end of the process.
extern "C" const char* __lsan_default_suppressions();   // NOLINT: the sanitizer's name
extern "C" const char* __lsan_default_suppressions() {  // NOLINT
  return "leak:libfontconfig\n";
}

namespace veinline::e2e {
namespace {

using namespace support;
using codes::How;
using kernel::Object;
using kernel::Value;

/// What a scanner gives of the collection's label: its donation number, and a flag.
std::string donation(const Things& things, const std::string& flags = "00") {
  return "=" + things.donation_number + flags;
}

class Scans : public testing::Test {
 protected:
  Scans() { world_.go_to("record collection"); }
  Object scan(const std::string& code, How how = How::scanned) {
    auto answer = views::scan(sources(), {code, how, {}});
    return answer ? std::move(*answer) : object({{"refused", answer.error().code}});
  }
  std::string text(const Object& object, const char* key) {
    const Value* value = object.find(key);
    return value == nullptr || value->string() == nullptr ? "" : *value->string();
  }
  views::Sources sources() {
    return {world_.node.catalogue(), world_.node.store(), follower_, views::Eye::of_operator()};
  }
  std::string bag() const { return "material/" + world_.things.collection; }

  World world_{StoreKind::memory};
  storage::memory::MemoryRows rows_;
  views::Follower follower_{world_.node.catalogue(), world_.node.store(), rows_};
};

TEST_F(Scans, R09_of_a_label_find_its_bag) {
  const Object found = scan(donation(world_.things));
  EXPECT_EQ(text(found, "verdict"), "found");
  EXPECT_EQ(text(found, "thing"), bag());
  EXPECT_EQ(text(found, "found_by"), "din/" + world_.things.donation_number);
  EXPECT_EQ(text(scan(bag()), "thing"), bag());
  EXPECT_EQ(text(scan(world_.things.collection), "thing"), bag());
  EXPECT_EQ(text(scan("&/" + world_.things.coi), "thing"), "course/" + world_.things.course);
  EXPECT_EQ(text(scan("=+02000" + donation(world_.things) + "=<S1234V00"), "thing"), bag());
  EXPECT_EQ(text(scan("=+02000" + donation(world_.things) + "=<S1234VA0"), "verdict"), "unknown")
      << "a part of the donation is another bag";
}

TEST_F(Scans, R45_of_what_nobody_told_find_nothing_and_typing_wants_the_check_character) {
  EXPECT_EQ(text(scan("=A99992699999900"), "verdict"), "unknown");
  EXPECT_EQ(text(scan("material/" + world_.node.fresh_id()), "verdict"), "unknown");
  EXPECT_EQ(text(scan(world_.things.donation_number, How::typed), "refused"),
            "code.check_character_missing");
  const char check = codes::check_character(world_.things.donation_number);
  EXPECT_EQ(text(scan(world_.things.donation_number + check, How::typed), "thing"), bag());
  const char wrong = check == 'A' ? 'B' : 'A';
  EXPECT_EQ(text(scan(world_.things.donation_number + wrong, How::typed), "refused"),
            "code.wrong_check_character");
}

TEST_F(Scans, R07_R09_of_a_number_on_two_labels_stop_and_name_both) {
  const std::string& nurse = world_.cast.apheresis_nurse;
  ASSERT_TRUE(
      world_.node.ask(nurse, "collection/start", object({{"course", world_.things.course}})));
  const std::string second = world_.node.fresh_id();
  ASSERT_TRUE(world_.node.ask(nurse, "collection/record",
                              object({{"material", second},
                                      {"course", world_.things.course},
                                      {"donation_number", world_.things.donation_number},
                                      {"quantity", quantity("10", "mL")}})));
  const Object found = scan(donation(world_.things));
  EXPECT_EQ(text(found, "verdict"), "ambiguous");
  EXPECT_EQ(found.find("thing"), nullptr);
  ASSERT_NE(found.find("candidates"), nullptr);
  EXPECT_EQ(*found.find("candidates"),
            Value(kernel::Array{Value(bag()), Value("material/" + second)}));
}

TEST_F(Scans, R09_a_label_that_says_another_patient_stops) {
  const std::string both = "=+02000" + donation(world_.things) + "&/CHA999926999999";
  const Object found = scan(both);
  EXPECT_EQ(text(found, "verdict"), "differs");
  EXPECT_EQ(*found.find("differs"), Value(kernel::Array{Value("chain_of_identity")}));
  EXPECT_EQ(text(scan("=+02000" + donation(world_.things) + "&/" + world_.things.coi), "verdict"),
            "found");
}

TEST_F(Scans, a_tube_beside_the_bag_is_not_the_bag) {
  const Object found = scan(donation(world_.things, "07"));
  EXPECT_EQ(text(found, "verdict"), "differs");
  EXPECT_EQ(*found.find("differs"), Value(kernel::Array{Value("flags")}));
}

TEST_F(Scans, R09_name_the_bag_in_a_command_as_its_id_does) {
  const auto hand_over = [&](const std::string& code) {
    return world_.node.ask(
        world_.cast.apheresis_nurse, "custody/hand_over",
        object({{"material", code}, {"receiver", "person/" + world_.cast.apheresis_nurse}}));
  };
  const auto reply = hand_over(donation(world_.things));
  ASSERT_TRUE(reply.has_value()) << reply.error().code;
  EXPECT_EQ(*reply->records.front().data.find("material"), Value(world_.things.collection));
  const auto refused = [&](const std::string& code) {
    const auto no = hand_over(code);
    if (no) return std::string("recorded");
    return no.error().fields.empty() ? no.error().code : no.error().fields.front().code;
  };
  EXPECT_EQ(refused(donation(world_.things, "07")), "general.label_differs") << "a test tube";
  EXPECT_EQ(refused("=+02000" + donation(world_.things) + "&/CHA999926999999"),
            "general.label_differs")
      << "of another patient";
  EXPECT_EQ(refused("=A99992699999900"), "general.unknown_alias");
  EXPECT_EQ(refused("&/" + world_.things.coi), "general.unknown_alias") << "a treatment is no bag";
  EXPECT_EQ(refused("course/" + world_.things.course), "general.unknown_alias");
  EXPECT_EQ(refused("=A9999269999"), "code.cut_off");
  EXPECT_EQ(refused(world_.things.donation_number + "$"), "code.wrong_check_character");
  EXPECT_EQ(refused("no label at all"), "field.id_length");
}

TEST_F(Scans, name_what_a_view_is_asked_about) {
  for (const std::string& code : {donation(world_.things), "din:" + world_.things.donation_number,
                                  bag(), world_.things.collection}) {
    views::Question question;
    question.id = code;
    const auto answer = views::answer(sources(), "trace", question);
    ASSERT_TRUE(answer.has_value()) << code << " " << answer.error().code;
    EXPECT_EQ(text(*answer, "thing"), bag());
  }
  views::Question question;
  question.id = "=+02000" + donation(world_.things) + "&/CHA999926999999";
  EXPECT_EQ(views::answer(sources(), "trace", question).error().code, "view.label_differs");
  question.id = "=A9999269999";
  EXPECT_EQ(views::answer(sources(), "trace", question).error().code, "code.cut_off");
}

TEST_F(Scans, R11_of_a_label_that_is_not_live_say_why_it_names_nothing) {
  const auto verdict = [&](const std::string& label) {
    return text(scan("label:" + label), "verdict");
  };
  EXPECT_EQ(verdict(world_.things.label), "unknown");
  world_.go_to("print label");
  EXPECT_EQ(verdict(world_.things.label), "printed");
  world_.go_to("reprint label");
  EXPECT_EQ(verdict(world_.things.label), "replaced");
  views::Question question;
  question.id = "label:" + world_.things.label;
  EXPECT_EQ(views::answer(sources(), "trace", question).error().code, "view.label_not_live");
  const auto hand_over = world_.node.ask(
      world_.cast.apheresis_nurse, "custody/hand_over",
      object({{"material", question.id}, {"receiver", "person/" + world_.cast.apheresis_nurse}}));
  EXPECT_EQ(hand_over.error().code, "labelling.not_live");
  world_.go_to("destroy label");
  EXPECT_EQ(verdict(world_.things.label), "destroyed");
  EXPECT_EQ(text(scan("label/" + world_.things.label), "verdict"), "destroyed") << "by its id";
  EXPECT_EQ(text(scan(world_.things.label), "verdict"), "destroyed");
  world_.go_to("scan label back");
  EXPECT_EQ(text(scan("label:" + world_.things.second_label), "thing"), bag());
  EXPECT_EQ(text(scan("label:" + world_.things.second_label, How::typed), "thing"), bag());
  world_.go_to("register code");
  EXPECT_EQ(text(scan("https://id.gs1.org/01/09506000134352/21/" + world_.things.coi), "thing"),
            bag());
}

TEST_F(Scans, R11_R12_a_label_says_what_the_record_says_until_it_is_live) {
  world_.go_to("print label");
  const auto content = [&](const std::string& label, exchange::Language language) {
    return exchange::label_content(sources(), label, exchange::Words::of(language));
  };
  for (const auto& [language, statement] :
       {std::pair{exchange::Language::en, "For autologous use only"},
        std::pair{exchange::Language::zh_cn, "仅供自体使用"}}) {
    const auto said = content(world_.things.label, language);
    ASSERT_TRUE(said.has_value());
    EXPECT_EQ(said->code, "label:" + world_.things.label);
    EXPECT_EQ(said->form, "BAG-1");
    EXPECT_EQ(said->statements.front(), statement);
    EXPECT_EQ(said->statements.size(), 2U) << "and of a trial";
    EXPECT_TRUE(said->lines.front().second.starts_with(world_.things.coi));
    for (const char* form : {"svg", "pdf", "zpl"}) {
      const auto drawn = exchange::drawn(*said, *exchange::label_form(form));
      ASSERT_TRUE(drawn.has_value()) << form;
      EXPECT_GT(drawn->size(), 1000U) << form;
    }
  }
  EXPECT_FALSE(exchange::label_form("jpeg").has_value());
  const std::string& id = world_.things.label;
  for (const std::string& given : {"label/" + id, "label:" + id, " label:" + id + "\r\n",
                                   "https://records.example.org/label/" + id}) {
    const auto said = content(given, exchange::Language::en);
    ASSERT_TRUE(said.has_value()) << given << ": " << said.error().code;
    EXPECT_EQ(said->code, "label:" + id) << given;
  }
  const std::pair<std::string, const char*> others[] = {
      {bag(), "label.no_label"},
      {world_.things.collection, "label.no_label"},
      {donation(world_.things), "label.no_label"},
      {"=A99992699999900", "view.unknown_thing"},
      {"label/" + world_.node.fresh_id(), "view.unknown_thing"},
      {"label:" + world_.node.fresh_id(), "view.unknown_thing"},
      {"=A9999", "code.cut_off"},
      {"", "code.empty"}};
  for (const auto& [given, code] : others) {
    const auto refused = content(given, exchange::Language::en);
    ASSERT_FALSE(refused.has_value()) << given;
    EXPECT_EQ(refused.error().code, code) << given;
  }
  EXPECT_EQ(content(world_.node.fresh_id(), exchange::Language::en).error().code,
            "view.unknown_thing");
  world_.go_to("scan label back");
  for (const std::string& label : {world_.things.label, world_.things.second_label}) {
    EXPECT_EQ(content(label, exchange::Language::en).error().code, "label.not_printed");
  }
}

TEST(ScanDoor, says_in_words_why_a_code_cannot_be_read_and_keeps_the_code_to_itself) {
  SmallApi api;
  const auto ask = [&](const std::string& body) { return api.ask("POST", "/api/v1/scan", body); };
  const auto cut_off = ask(R"({"code":"=A9999SECRET"})");
  EXPECT_EQ(cut_off.status, 400);
  EXPECT_NE(cut_off.body.find("the code is cut off"), std::string::npos) << cut_off.body;
  EXPECT_EQ(cut_off.body.find("SECRET"), std::string::npos) << cut_off.body;
  EXPECT_EQ(ask(R"({"code":""})").status, 400);
  EXPECT_EQ(ask("{}").status, 400);
  EXPECT_EQ(ask("[]").status, 400);
  EXPECT_EQ(ask(R"({"code":5})").status, 400);
  EXPECT_EQ(ask(R"({"code":"A1","typd":true})").status, 400);
  EXPECT_EQ(ask(R"({"code":"A1","as_of":-1})").status, 400);
  EXPECT_EQ(ask(R"({"code":"A1","as_of":99999})").status, 400);
  const auto unknown = ask(R"({"code":"A1"})");
  EXPECT_EQ(unknown.status, 200);
  EXPECT_NE(unknown.body.find(R"("verdict":"unknown")"), std::string::npos) << unknown.body;
}

}  // namespace
}  // namespace veinline::e2e
