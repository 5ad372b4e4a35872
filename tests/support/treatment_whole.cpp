// SPDX-License-Identifier: Apache-2.0
// The whole journey: beside a treatment, every other command once.
#include "support/treatment.hpp"

namespace veinline::support {

using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

/// How the patient can be reached; later that is erased, what must be kept is restricted.
std::vector<Step> at_the_end(const TestNode& node, const Cast& c, const Things& t) {
  const auto texts = [&](const char* key_class) {
    return object({{"subject", t.subject}, {"class", key_class}});
  };
  const std::string digits(31, '0');
  return {
      {"record contact", c.coordinator, "followup/record_contact",
       object({{"subject", t.subject}, {"contact", "by telephone, +86 10 0000 0000"}})},
      {"ask to erase contact", c.coordinator, "erasure/ask", texts("contact")},
      {"erase contact", c.hospital_quality, "erasure/confirm", texts("contact")},
      {"ask to erase trace", c.coordinator, "erasure/ask", texts("trace")},
      {"restrict trace", c.hospital_quality, "erasure/confirm", texts("trace")},
      {"lift restriction", c.hospital_quality, "erasure/lift_restriction", texts("trace")},
      {"replace site key", node.administrator(), "keys/record_replacement",
       object({{"from", digits + "1"}, {"to", digits + "2"}, {"kept_in", "file"}})},
  };
}

/// A patient who came without papers, who they were, and what became of their name.
std::vector<Step> identifying(const Cast& c, const Things& t) {
  const auto with = [&](std::initializer_list<std::pair<std::string_view, Value>> members) {
    Object out = object(members);
    out.set("subject", Value(t.subject));
    return out;
  };
  const auto document = [](const char* kind, const char* number) {
    return Value(object({{"kind", kind}, {"number", number}}));
  };
  return {
      {"register unknown person", c.apheresis_nurse, "identity/register",
       with({{"name", "无名氏"},
             {"documents", Array{Value(object({{"kind", "unknown_person_number"}}))}}})},
      {"resolve identity", c.coordinator, "identity/resolve",
       with({{"name", "陈小示"},
             {"documents", Array{document("resident_id", "11010519491231002X"),
                                 document("hospital_number", "ZY-0001")}}})},
      {"correct identity", c.coordinator, "identity/correct", with({{"name", "陈小例"}})},
      {"change name", c.coordinator, "identity/change_name",
       with({{"name", "陈大例"}, {"reading", "Chen Dali"}})},
      {"add document", c.apheresis_nurse, "identity/add_document",
       with({{"kind", "passport"}, {"number", "E12345678"}})},
      {"retire document", c.coordinator, "identity/retire_document",
       with({{"document", 4}, {"why", "expired"}})},
      {"set contact", c.coordinator, "identity/set_contact",
       with({{"kind", "phone"}, {"value", "+86 10 5550 0100"}})},
      {"search", c.infusion_nurse, "disclosure/search", object({{"kind", "name"}, {"hits", 1}})},
      {"show identity", c.infusion_nurse, "disclosure/show_identity",
       with({{"purpose", "bedside"}})},
  };
}

/// Of no node's making, so that whatever a node makes stays as it was.
std::string fixed_id(std::uint8_t number) {
  return kernel::id_text({7, 7, 7, 7, 7, 7, 7, 7, 7, number});
}

/// How somebody gets, loses and gets back what they sign in with.
std::vector<Step> signing_in(const TestNode& node, const Cast& c) {
  const std::string chief = fixed_id(1), password = fixed_id(2), badge = fixed_id(3);
  const std::string recovery = fixed_id(4), anew = fixed_id(5), at_machine = fixed_id(6);
  return {
      add(node, chief, c.hospital, "quality"),
      {"chief administrator", node.administrator(), "staff/change_roles",
       object({{"person", chief}, {"roles", Array{Value("administrator")}}})},
      {"enrol badge", c.quality, "staff/enrol_credential",
       object({{"credential", badge}, {"kind", "badge"}})},
      {"remove badge", c.quality, "staff/remove_credential", object({{"credential", badge}})},
      {"enrol password", c.quality, "staff/enrol_credential",
       object({{"credential", password}, {"kind", "password"}})},
      {"open recovery", node.administrator(), "staff/open_recovery",
       object({{"recovery", recovery}, {"person", c.quality}})},
      {"confirm recovery", chief, "staff/confirm_recovery", object({{"recovery", recovery}})},
      {"begin anew", c.quality, "staff/enrol_credential",
       object({{"credential", anew}, {"kind", "password"}, {"recovery", recovery}})},
      {"recover at machine", node.administrator(), "staff/recover_at_machine",
       object({{"recovery", at_machine}, {"person", c.quality}})},
  };
}

/// What people may do is said, and who does what they may not.
void add_rights(const TestNode& node, const Cast& cast, const Things& things,
                std::vector<Step>& out) {
  const auto with = [](const std::string& whom, Array roles) {
    return object({{"person", whom}, {"roles", Value(std::move(roles))}});
  };
  const std::string& first = node.administrator();
  out.push_back({"assign studies", first, "staff/assign_studies",
                 object({{"person", cast.physician}, {"studies", Array{Value(things.study)}}})});
  out.push_back({"second administrator", first, "staff/change_roles",
                 with(cast.quality, {Value("administrator"), Value("quality")})});
  out.push_back({"propose roles", first, "staff/propose_roles",
                 with(cast.qc_analyst, {Value("qc_analyst"), Value("importer")})});
  out.push_back({"confirm roles", cast.quality, "staff/confirm_roles",
                 with(cast.qc_analyst, {Value("qc_analyst"), Value("importer")})});
  out.push_back({"one administrator", cast.quality, "staff/change_roles",
                 with(cast.quality, {Value("quality")})});
  out.push_back({"roles as before", first, "staff/change_roles",
                 with(cast.qc_analyst, {Value("qc_analyst")})});
  out.push_back({"open record", cast.physician, "breakglass/open_record",
                 object({{"thing", "course/" + things.course}})});
  out.push_back({"show record", cast.physician, "breakglass/record_shown",
                 object({{"subject", things.subject}})});
  out.push_back(
      {"review opening", cast.hospital_quality, "breakglass/review",
       object(
           {{"person", cast.physician}, {"subject", things.subject}, {"finding", "justified"}})});
  out.push_back(
      {"keep log", cast.investigator, "delegation/keep_log", object({{"study", things.study}})});
  out.push_back({"delegate", cast.investigator, "delegation/delegate",
                 object({{"study", things.study},
                         {"person", cast.coordinator},
                         {"tasks", Array{Value("consent"), Value("enrolment")}}})});
  out.push_back({"record training", cast.investigator, "delegation/record_training",
                 object({{"study", things.study},
                         {"person", cast.coordinator},
                         {"version", "V1"},
                         {"until", days_on(55)}})});
  const std::string successor = fixed_id(8);
  out.push_back(add(node, successor, cast.hospital, "investigator"));
  out.push_back(
      {"name keeper", cast.investigator, "delegation/name_keeper",
       object({{"study", things.study}, {"site", cast.hospital}, {"person", successor}})});
  out.push_back({"record denial", cast.physician, "staff/record_denial",
                 object({{"asked", "ENTRIES"}, {"times", 3}})});
  for (Step& step : signing_in(node, cast)) out.push_back(std::move(step));
  const std::string digest(64, 'd');
  out.push_back({"register passkey", cast.physician, "staff/register_passkey",
                 object({{"passkey", digest},
                         {"credential", "AQID"},
                         {"public_key", "pQECAyY="},
                         {"party", "veinline.example"},
                         {"origin", "https://veinline.example"}})});
  out.push_back(
      {"remove passkey", cast.physician, "staff/remove_passkey", object({{"passkey", digest}})});
  out.push_back(add(node, cast.inspector, cast.hospital, "inspector"));
  for (Step& step : papers(cast, things)) out.push_back(std::move(step));
}

/// A study that is blinded: who knows, a code that is broken, and how it ends; and a monitor who is
/// shown who somebody is.
std::vector<Step> blinding(const TestNode& node, const Cast& c, const Things& t) {
  const std::string monitor = fixed_id(7);
  const Object study = object({{"study", t.study}});
  const Object knows = object({{"study", t.study}, {"person", c.investigator}});
  const Object shown = object({{"subject", t.subject}, {"person", monitor}});
  const Object whose = object({{"subject", t.subject}});
  return {
      add(node, monitor, c.hospital, "monitor"),
      {"assign study to monitor", node.administrator(), "staff/assign_studies",
       object({{"person", monitor}, {"studies", Array{Value(t.study)}}})},
      {"ask unmasking", monitor, "disclosure/ask_unmasking",
       object({{"subject", t.subject}, {"why", "source_data"}})},
      {"accept unmasking", c.coordinator, "disclosure/accept_unmasking", shown},
      {"withdraw unmasking", c.coordinator, "disclosure/withdraw_unmasking", shown},
      {"blind study", c.investigator, "blinding/blind_study", study},
      {"propose to unblind", c.hospital_quality, "blinding/unblind_person", knows},
      {"unblind person", node.administrator(), "blinding/unblind_person", knows},
      {"allocate", c.investigator, "blinding/allocate",
       object({{"subject", t.subject}, {"arm", "ARM-A"}})},
      {"show arm", c.investigator, "blinding/show_arm", whose},
      {"break code", c.physician, "blinding/break_code",
       object({{"subject", t.subject}, {"why", "emergency"}})},
      {"review code break", c.hospital_quality, "blinding/review_code_break",
       object({{"subject", t.subject}, {"person", c.physician}, {"finding", "justified"}})},
      {"blind person", c.hospital_quality, "blinding/blind_person", knows},
      {"ask to unblind study", c.investigator, "blinding/unblind_study", study},
      {"unblind study", c.hospital_quality, "blinding/unblind_study", study},
  };
}

/// A logger of the factory proves who it is, and somebody shows what counts for nothing.
std::vector<Step> devices(const TestNode& node, const Cast& c) {
  const std::string key(64, 'e');
  return {
      {"register device", node.administrator(), "staff/register_device",
       object({{"person", c.technologist}, {"device", key}, {"expires", days_on(55)}})},
      {"revoke device", node.administrator(), "staff/revoke_device", object({{"device", key}})},
      {"refuse device", node.administrator(), "staff/record_refused_device",
       object({{"key", key}, {"times", 2}})},
  };
}

/// What a server says of those who ask it.
std::vector<Step> counted(const TestNode& node, const Cast& c, const Things& t) {
  return {
      {"record reading", node.administrator(), "disclosure/record_reading",
       object({{"person", c.physician},
               {"thing", "course/" + t.course},
               {"ways", Array{Value("trace_read"), Value("timeline_read")}},
               {"times", 3},
               {"first", days_on(-1)},
               {"last", days_on(0)}})},
      {"record refused sign-in", node.administrator(), "staff/record_refused_sign_in",
       object({{"person", c.physician},
               {"whys", Array{Value("wrong_password"), Value("used_code")}},
               {"times", 7},
               {"first", days_on(-1)},
               {"last", days_on(0)}})},
  };
}

/// The courier of the product looks after the box by a link, and gives it to their company.
std::vector<Step> on_the_way(const Cast& c, const Things& t) {
  const std::string link(64, '1'), session(64, '2');
  const Value box(t.box);
  return {
      {"issue link", c.operator_, "transport/issue_link",
       object(
           {{"consignment", box}, {"courier", c.courier}, {"link", link}, {"until", days_on(2)}})},
      {"open link", c.courier, "transport/open_link",
       object({{"consignment", box}, {"link", link}, {"session", session}})},
      {"hand box on", c.courier, "transport/hand_on",
       object({{"consignment", box},
               {"receiver", "site/" + c.carrier},
               {"seal", "SEAL-2"},
               {"outcome", "accepted_with_remark"},
               {"remark", "label_unreadable"}})},
      {"revoke link", c.operator_, "transport/revoke_link", object({{"consignment", box}})},
  };
}

}  // namespace

std::vector<Step> whole_journey(const TestNode& node, const Cast& cast, const Things& things) {
  std::vector<Step> out = setting(node, cast, things);
  for (Step& step : treatment(cast, things)) {
    const bool is_sent = step.name == "dispatch";
    if (is_sent) {
      step.data.set("high", Value("-150"));
      step.data.set("holds_until", Value(days_on(2)));
      step.data.set("low", Value("-196"));
    }
    out.push_back(std::move(step));
    if (!is_sent) continue;
    for (Step& one : on_the_way(cast, things)) out.push_back(std::move(one));
  }
  for (Step& step : devices(node, cast)) out.push_back(std::move(step));
  for (Step& step : counted(node, cast, things)) out.push_back(std::move(step));
  out.push_back({"end approval", cast.investigator, "study/open_site",
                 object({{"study", things.study},
                         {"site", cast.hospital},
                         {"reference", "EC-1"},
                         {"valid_from", days_on(-30)},
                         {"valid_until", days_on(0)}})});
  out.push_back({"decide to continue", cast.physician, "enrolment/decide_to_continue",
                 object({{"course", things.course}})});
  out.push_back({"withdraw consent", cast.coordinator, "enrolment/withdraw_consent",
                 object({{"subject", things.subject}})});
  add_rights(node, cast, things, out);
  const std::string file(64, 'c');
  out.push_back(
      {"attach logger record", cast.infusion_nurse, "transport/attach_logger_record",
       object(
           {{"consignment", things.box}, {"device", "LT200-00417"}, {"record", logger_record()}})});
  out.push_back({"type id", cast.infusion_nurse, "labelling/type_id",
                 object({{"thing", "material/" + things.product},
                         {"step", "receiving"},
                         {"why", "label_damaged"}})});
  out.push_back({"confirm id", cast.second_nurse, "labelling/confirm_id",
                 object({{"thing", "material/" + things.product}, {"step", "receiving"}})});
  for (Step& step : identifying(cast, things)) out.push_back(std::move(step));
  out.push_back({"begin import", node.administrator(), "intake/begin_import",
                 object({{"import", things.import}, {"source", "HIS"}, {"file", file}})});
  for (Step& step : at_the_end(node, cast, things)) out.push_back(std::move(step));
  for (Step& step : blinding(node, cast, things)) out.push_back(std::move(step));
  return out;
}

}  // namespace veinline::support
