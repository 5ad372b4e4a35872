// SPDX-License-Identifier: Apache-2.0
// R43: of what is not theirs a reader learns nothing from any address that takes an id. The judge
// is a twin: a node that never had those things. Whatever is asked, both say the same, byte for
// byte. Nor does anybody by a command: there the judge is an id of nothing.
#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <set>

#include "gateway/http/api.hpp"
#include "kernel/canonical.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/given.hpp"
#include "support/mutate.hpp"
#include "support/two_hospitals.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {
namespace {

using namespace support;
using gateway::net::HttpRequest;
using gateway::net::HttpResponse;
using kernel::Array;
using kernel::Value;

/// A node with its API.
class Door {
 public:
  explicit Door(TestNode& node) : node_(node) {}

  HttpResponse ask(const std::string& person, HttpRequest request) {
    std::promise<HttpResponse> answer;
    api_.handle_as(person, std::move(request),
                   [&](HttpResponse response) { answer.set_value(std::move(response)); });
    return answer.get_future().get();
  }

 private:
  TestNode& node_;
  storage::memory::MemoryRows rows_;
  views::Follower follower_{node_.catalogue(), node_.store(), rows_};
  views::SharedAudiences audiences_{node_.catalogue(), node_.store()};
  gateway::http::Denials denials_;
  gateway::http::Pending pending_;
  gateway::http::Api api_{
      gateway::http::ApiParts{
          .desk = node_.desk(),
          .sources = {node_.catalogue(), node_.store(), follower_, views::Eye::of_nobody()},
          .node_key = node_.keys().key,
          .identity = node_.keys().identity,
          .person_of_token =
              [](std::string_view token, journey::staff::Scope) {
                return std::optional(std::string(token));
              },
          .with_scratch_desk = {},
          .sight_of = [this](const std::string& person) { return sight_of(node_, person); },
          .audiences = &audiences_,
          .denials = &denials_,
          .pending = &pending_,
          .recorder =
              [this] {
                return kernel::Result<std::optional<std::string>, ledger::Fault>(
                    node_.administrator());
              },
          .patients = &node_.patients()},
      gateway::http::ApiThreads{.reading = 0, .carrying = 0}};
};

/// Every address that takes the id of a thing about patients, and the bodies that take one.
constexpr const char* addresses[] = {"GET timeline", "GET trace",  "GET lineage",
                                     "GET export",   "GET label",  "POST identity",
                                     "POST scan",    "POST typed", "POST logger"};

HttpRequest request_for(std::string_view address, const std::string& name) {
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

/// All that tells two answers apart, but what names the request itself, and how long the log is,
/// which everybody may know.
std::string told(const HttpResponse& answer) {
  std::string out = std::to_string(answer.status) + "\n" + answer.content_type + "\n";
  for (const auto& [name, value] : answer.headers) {
    if (name != "x-request-id") out += name + ": " + value + "\n";
  }
  std::string body = answer.body;
  constexpr std::string_view length = "\"as_of\":";
  if (const std::size_t at = body.find(length); at != std::string::npos) {
    const std::size_t from = at + length.size();
    body.erase(from, body.find_first_not_of("0123456789", from) - from);
  }
  return out + body;
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
    const HttpResponse one = here.ask(reader.here, request_for(address, name));
    const HttpResponse other = twin.ask(reader.in_twin, request_for(address, name));
    ASSERT_EQ(told(one), told(other)) << address << " of case " << i;
    ASSERT_LT(one.status, 500) << address << one.body;
    nothing += one.status == 404 || one.body.find(R"("unknown")") != std::string::npos ? 1 : 0;
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
    if (node().catalogue().command(probe.command)->signs.empty()) continue;
    const HttpResponse none_shown =
        ask(probe.person, probe.command, probe.naming(probe.nothing), "prepare");
    EXPECT_EQ(told(ask(probe.person, probe.command, probe.naming(probe.theirs), "prepare")),
              told(none_shown))
        << probe.command;
    EXPECT_GE(none_shown.status, 400) << probe.command;
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
  const HttpResponse held =
      ask(physician, "quality/hold",
          object({{"thing", "material/" + theirs().product}, {"cause", "other"}}));
  EXPECT_EQ(held.status, 200) << "for an hour it is theirs to see: " << held.body;
  EXPECT_EQ(look(node().administrator(), "me").status, 200);
  EXPECT_EQ(denied(), std::set<std::string>{}) << "an honest emergency leaves no denial";
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
