// SPDX-License-Identifier: Apache-2.0
// R43: nor does anybody learn of what is not theirs by a command. The judge is an id of nothing:
// about what is of others the answer is the same, byte for byte.
#include <functional>
#include <set>
#include <vector>

#include "e2e/foreign_door.hpp"

namespace veinline::e2e {
namespace {

using namespace support;

/// A command that names a thing by its id or code.
struct Probe {
  const char* command;
  std::string person;
  std::function<kernel::Object(const std::string&)> naming;
  std::string theirs;   ///< what names a thing of others
  std::string nothing;  ///< what names none
};

/// Somebody of one hospital, who has the right roles, and everything of a patient of another one.
class ForeignCommands : public testing::Test {
 protected:
  using Object = kernel::Object;

  ForeignCommands() {
    house_.go_to();
    const auto must = [&](const std::string& person, const char* command, Object data) {
      const auto reply = node().ask(person, command, std::move(data));
      EXPECT_TRUE(reply.has_value()) << command << ": " << words_of(reply);
    };
    must(house_.other.coordinator, "papers/begin_about",
         object({{"document", theirs().second_document},
                 {"subject", theirs().subject},
                 {"kind", "consent_form"},
                 {"language", "chinese"},
                 {"code", "CONSENT-1"},
                 {"title", "Signed consent"}}));
  }

  TestNode& node() { return house_.world.node; }
  const Cast& cast() { return house_.world.cast; }
  const Things& theirs() { return house_.things; }

  HttpResponse ask(const std::string& person, const std::string& command, Object data,
                   const char* address = "commands") {
    const journey::CommandType* type = node().catalogue().command(command);
    EXPECT_NE(type, nullptr) << command;
    HttpRequest request;
    request.method = "POST";
    request.path = std::string("/api/v1/") + address + "/" + command;
    request.headers["idempotency-key"] = node().fresh_id();
    Object body = object({{"data", Value(std::move(data))}});
    if (!type->signs.empty()) body.set("sign", Value(type->signs));
    if (type->needs_reason) body.set("reason", Value("TEST"));
    request.body = kernel::canonical_text(body);
    return door_.ask(person, std::move(request));
  }
  HttpResponse look(const std::string& person, const std::string& path) {
    HttpRequest request;
    request.method = "GET";
    request.path = "/api/v1/" + path;
    if (path == "audit") request.query["after"] = std::to_string(node().records().size() - 10);
    return door_.ask(person, std::move(request));
  }
  /// The newest record of that fact that says this of it; nothing: none.
  std::string newest(std::string_view fact, const char* member) {
    std::string out;
    for (const ledger::StoredRecord& stored : node().records()) {
      const ledger::Draft draft = ledger::parse_record(stored.bytes)->draft;
      const Value* value = draft.data.find(member);
      if (draft.fact == fact && value != nullptr) out = *value->string();
    }
    return out;
  }
  std::size_t facts_but_denials() {
    std::size_t out = 0;
    for (const ledger::StoredRecord& stored : node().records()) {
      out += ledger::parse_record(stored.bytes)->draft.fact == "staff.access_denied/1" ? 0 : 1;
    }
    return out;
  }
  /// What was recorded of denials: "RELEASE.RELEASE by PERSON".
  std::set<std::string> denied() {
    std::set<std::string> out;
    for (const ledger::StoredRecord& stored : node().records()) {
      const ledger::Draft draft = ledger::parse_record(stored.bytes)->draft;
      if (draft.fact != "staff.access_denied/1") continue;
      out.insert(*draft.data.find("asked")->string() + " by " +
                 *draft.data.find("person")->string());
    }
    return out;
  }

  /// Of `member`, an id with the kind before it where the field is of any kind.
  Probe probe(const char* command, const std::string& person, const char* member,
              const std::string& id, const Object& rest = {}) {
    const std::size_t slash = id.find('/');
    const std::string kind = slash == id.npos ? "" : id.substr(0, slash + 1);
    return {command, person,
            [member = std::string(member), rest](const std::string& named) {
              Object data = rest;
              data.set(member, Value(named));
              return data;
            },
            id, kind + node().fresh_id()};
  }
  std::vector<Probe> probes_of_cells() {
    const Cast& a = cast();
    const Things& b = theirs();
    const Object held = object({{"cause", "other"}});
    const std::string deviation = newest("quality.deviation_opened/1", "deviation");
    std::vector<Probe> out{
        probe("quality/hold", a.infusion_nurse, "thing", "material/" + b.product, held),
        probe("quality/hold", a.physician, "thing", "subject/" + b.subject, held),
        probe("quality/lift", a.hospital_quality, "thing", "material/" + b.product),
        probe("quality/lift", a.hospital_quality, "thing", "batch/" + b.batch),
        probe("quality/close_deviation", a.hospital_quality, "deviation", deviation,
              object({{"assessment", "no_impact"}})),
        probe("release/release", a.hospital_quality, "material", b.product),
        probe("labelling/type_id", a.infusion_nurse, "thing", "material/" + b.product,
              object({{"step", "receiving"}, {"why", "other"}})),
        probe("labelling/confirm_id", a.infusion_nurse, "thing", "material/" + b.product,
              object({{"step", "receiving"}})),
        probe("labelling/print", a.apheresis_nurse, "material", b.collection),
        probe("labelling/destroy", a.apheresis_nurse, "label", b.second_label),
        probe("labelling/withdraw_code", a.apheresis_nurse, "material", b.collection,
              object({{"code", "(01)09506000134352(21)" + b.coi}})),
        probe("collection/start", a.apheresis_nurse, "course", b.course),
        probe("custody/hand_over", a.infusion_nurse, "material", b.product,
              object({{"receiver", "person/" + a.infusion_nurse}})),
        probe("transport/revoke_link", a.apheresis_nurse, "consignment", b.box)};
    out.push_back(out.front());  // by its donation number
    out.back().theirs = "din:" + b.donation_number;
    out.back().nothing = "din:A999926987654";
    out.push_back(out.front());  // by a label that was destroyed
    out.back().theirs = "label:" + b.label;
    out.back().nothing = "label:" + node().fresh_id();
    out.push_back(probe("collection/start", a.apheresis_nurse, "course", b.course));
    out.back().theirs = "coi:" + b.coi;
    out.back().nothing = "coi:CHA999926000998";
    return out;
  }
  std::vector<Probe> probes_of_patients() {
    const Cast& a = cast();
    const Things& b = theirs();
    const Object contact = object({{"class", "contact"}});
    const Object version = object({{"version", "V1"}});
    Object filed = version;
    filed.set("sha256", Value(std::string(64, 'a')));
    filed.set("stored", Value(std::string(64, 'b')));
    filed.set("size", Value(10));
    filed.set("media", Value("plain_text"));
    filed.set("opening", Value("key and digest"));
    return {probe("enrolment/open_course", a.coordinator, "subject", b.subject,
                  object({{"coi", "CHA999926000999"}})),
            probe("enrolment/decide_to_continue", a.physician, "course", b.course),
            probe("identity/set_contact", a.coordinator, "subject", b.subject,
                  object({{"kind", "phone"}, {"value", "+86 10 5550 0100"}})),
            probe("disclosure/show_identity", a.infusion_nurse, "subject", b.subject,
                  object({{"purpose", "bedside"}})),
            probe("erasure/ask", a.coordinator, "subject", b.subject, contact),
            probe("erasure/confirm", a.hospital_quality, "subject", b.subject, contact),
            probe("blinding/break_code", a.physician, "subject", b.subject,
                  object({{"why", "emergency"}})),
            probe("papers/file_version", a.coordinator, "document", b.second_document, filed),
            probe("papers/approve_version", a.hospital_quality, "document", b.second_document,
                  version)};
  }
  std::vector<Probe> probes() {
    std::vector<Probe> out = probes_of_cells();
    for (Probe& one : probes_of_patients()) out.push_back(std::move(one));
    return out;
  }

  TwoHospitals house_{StoreKind::memory};
  Door door_{house_.world.node};
};

TEST_F(ForeignCommands, R43_a_command_about_a_thing_of_others_is_answered_as_one_about_nothing) {
  const std::vector<Probe> all = probes();
  const std::size_t before = facts_but_denials();
  for (const Probe& probe : all) {
    const HttpResponse nothing = ask(probe.person, probe.command, probe.naming(probe.nothing));
    const HttpResponse foreign = ask(probe.person, probe.command, probe.naming(probe.theirs));
    EXPECT_EQ(told(foreign), told(nothing)) << probe.command;
    EXPECT_GE(nothing.status, 400) << probe.command;
    EXPECT_TRUE(foreign.is_of_nothing) << probe.command << foreign.body;
    EXPECT_TRUE(nothing.is_of_nothing) << probe.command << nothing.body;
    if (node().catalogue().command(probe.command)->signs.empty()) continue;
    const HttpResponse none_shown =
        ask(probe.person, probe.command, probe.naming(probe.nothing), "prepare");
    const HttpResponse shown =
        ask(probe.person, probe.command, probe.naming(probe.theirs), "prepare");
    EXPECT_EQ(told(shown), told(none_shown)) << probe.command;
    EXPECT_GE(none_shown.status, 400) << probe.command;
    EXPECT_TRUE(shown.is_of_nothing && none_shown.is_of_nothing) << probe.command;
  }
  EXPECT_EQ(facts_but_denials(), before) << "nor is anything recorded of it";
  const HttpResponse own =
      ask(cast().infusion_nurse, "quality/hold",
          object({{"thing", "material/" + house_.world.things.product}, {"cause", "other"}}));
  EXPECT_EQ(own.status, 200) << "or the test could not fail: " << own.body;
}

TEST_F(ForeignCommands, R43_of_a_record_of_others_is_answered_what_is_of_none) {
  std::int64_t visit = 0;
  for (const ledger::StoredRecord& stored : node().records()) {
    const ledger::Draft draft = ledger::parse_record(stored.bytes)->draft;
    if (draft.fact == "followup.visit_recorded/1" && draft.at == house_.other.hospital) {
      visit = static_cast<std::int64_t>(stored.seq);
    }
  }
  ASSERT_GT(visit, 0);
  for (const auto& [person, command] : {std::pair{cast().physician, "quality/agree_to_correction"},
                                        std::pair{cast().hospital_quality, "quality/correct"}}) {
    for (const char* address : {"commands", "prepare"}) {
      const auto answer = [&, person = person, command = command](std::int64_t seq) {
        return told(ask(person, command, object({{"seq", Value(seq)}}), address));
      };
      EXPECT_EQ(answer(visit), answer(1'000'000)) << command;
    }
  }
}

TEST_F(ForeignCommands, R43_who_probes_does_not_learn_that_it_is_recorded_and_who_oversees_does) {
  for (const Probe& probe : probes()) {
    static_cast<void>(ask(probe.person, probe.command, probe.naming(probe.nothing)));
  }
  EXPECT_EQ(look(node().administrator(), "me").status, 200);
  EXPECT_EQ(denied(), std::set<std::string>{}) << "of nothing";
  const std::string& nurse = cast().infusion_nurse;
  const auto records = node().records().size();
  const Object hold = object({{"thing", "material/" + theirs().product}, {"cause", "other"}});
  EXPECT_EQ(ask(nurse, "quality/hold", hold).status, 409);
  EXPECT_EQ(look(nurse, "trace/material/" + theirs().product).status, 404);
  EXPECT_EQ(node().records().size(), records) << "while they ask";
  EXPECT_EQ(look(node().administrator(), "me").status, 200);
  EXPECT_EQ(denied(), (std::set<std::string>{"QUALITY.HOLD by " + nurse, "TRACE by " + nurse}));
  const auto says_so = [&](const std::string& person) {
    const HttpResponse audit = look(person, "audit");
    EXPECT_EQ(audit.status, 200) << audit.body;
    return audit.body.find("staff.access_denied") != std::string::npos;
  };
  EXPECT_TRUE(says_so(node().administrator()));
  EXPECT_FALSE(says_so(nurse));
  EXPECT_FALSE(says_so(cast().hospital_quality)) << "nor does a colleague";
}

TEST_F(ForeignCommands, R09_R43_a_wrong_bag_in_the_hand_is_a_stop_whosever_it_is) {
  const std::string& nurse = cast().infusion_nurse;
  const HttpResponse stop =
      ask(nurse, "infusion/check_bedside",
          object({{"material", theirs().product}, {"wristband", house_.world.things.subject}}));
  EXPECT_NE(stop.body.find("infusion.wrong_patient"), std::string::npos) << stop.body;
  EXPECT_EQ(look(node().administrator(), "me").status, 200);
  EXPECT_EQ(denied(), std::set<std::string>{"INFUSION.CHECK_BEDSIDE by " + nurse});
  // What came by mistake is received, and then it is theirs to hold.
  const HttpResponse received =
      ask(nurse, "reception/receive",
          object({{"material", theirs().product}, {"condition", "intact"}}));
  EXPECT_EQ(received.status, 200) << received.body;
  EXPECT_NE(received.body.find("quality.hold_placed"), std::string::npos) << received.body;
  const HttpResponse held =
      ask(nurse, "quality/hold",
          object({{"thing", "material/" + theirs().product}, {"cause", "other"}}));
  EXPECT_EQ(held.status, 200) << held.body;
}

TEST_F(ForeignCommands, R43_what_is_permitted_about_a_thing_of_others_goes_on) {
  // In an emergency the record of another hospital's patient is opened. That it was shown on the
  // way to the signature is recorded before it is, and is no denial.
  const std::string& physician = cast().physician;
  const Object opened = object({{"thing", "subject/" + theirs().subject}});
  const Object own = object({{"thing", "subject/" + house_.world.things.subject}});
  EXPECT_EQ(ask(physician, "breakglass/open_record", own, "prepare").status, 200);
  EXPECT_EQ(newest("breakglass.record_shown/1", "person"), "") << "they may read it anyhow";
  EXPECT_EQ(ask(physician, "breakglass/open_record", opened, "prepare").status, 200);
  EXPECT_EQ(newest("breakglass.record_shown/1", "person"), physician);
  EXPECT_EQ(newest("breakglass.record_shown/1", "subject"), theirs().subject);
  EXPECT_EQ(ask(physician, "breakglass/open_record", opened).status, 200);
  EXPECT_EQ(ask(physician, "breakglass/open_record", opened, "prepare").status, 200);
  EXPECT_EQ(look(node().administrator(), "me").status, 200);
  EXPECT_EQ(denied(), std::set<std::string>{}) << "an honest emergency leaves no denial";
}

TEST_F(ForeignCommands, R43_what_was_opened_in_an_emergency_is_read_and_nothing_is_done_with_it) {
  const std::string& physician = cast().physician;
  const std::string bag = "material/" + theirs().product;
  EXPECT_EQ(look(physician, "trace/" + bag).status, 404);
  const Object opened = object({{"thing", "subject/" + theirs().subject}});
  EXPECT_EQ(ask(physician, "breakglass/open_record", opened).status, 200);
  EXPECT_EQ(look(physician, "trace/" + bag).status, 200);
  const auto before = node().records().size();
  const auto hold = [&](const std::string& thing, const char* address) {
    const Object data = object({{"thing", thing}, {"cause", "other"}});
    return told(ask(physician, "quality/hold", data, address));
  };
  const std::string nothing = "material/" + node().fresh_id();
  for (const char* address : {"commands", "prepare"}) {
    EXPECT_EQ(hold(bag, address), hold(nothing, address)) << address;
  }
  EXPECT_EQ(node().records().size(), before);
  EXPECT_EQ(look(node().administrator(), "me").status, 200);
  EXPECT_EQ(denied(),
            (std::set<std::string>{"QUALITY.HOLD by " + physician, "TRACE by " + physician}));
}

TEST_F(ForeignCommands, R43_who_probed_and_lost_every_role_meanwhile_is_recorded_all_the_same) {
  const std::string& nurse = cast().infusion_nurse;
  const Object hold = object({{"thing", "material/" + theirs().product}, {"cause", "other"}});
  EXPECT_EQ(ask(nurse, "quality/hold", hold).status, 409);
  const auto left =
      node().ask(node().administrator(), "staff/change_roles", object({{"person", nurse}}));
  ASSERT_TRUE(left.has_value()) << words_of(left);
  EXPECT_EQ(look(node().administrator(), "me").status, 200);
  EXPECT_EQ(denied(), std::set<std::string>{"QUALITY.HOLD by " + nurse});
}

TEST_F(ForeignCommands, R43_a_person_of_another_site_is_no_secret) {
  const HttpResponse kept =
      ask(cast().investigator, "delegation/keep_log", object({{"study", theirs().study}}));
  EXPECT_EQ(kept.status, 200) << kept.body;
  const HttpResponse answer = ask(cast().investigator, "delegation/delegate",
                                  object({{"study", theirs().study},
                                          {"person", house_.other.coordinator},
                                          {"tasks", Array{Value("consent")}}}));
  EXPECT_NE(answer.body.find("general.of_another_site"), std::string::npos) << answer.body;
  const HttpResponse people = look(cast().investigator, "people");
  EXPECT_NE(people.body.find(house_.other.coordinator), std::string::npos) << people.body;
}

}  // namespace
}  // namespace veinline::e2e
