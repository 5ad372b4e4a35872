// SPDX-License-Identifier: Apache-2.0
#include "support/treatment.hpp"

#include <gtest/gtest.h>

namespace veinline::support {

using kernel::Array;
using kernel::Object;
using kernel::Value;

std::string days_on(int days) {
  return kernel::to_text(first_morning + std::chrono::hours(24 * days));
}

Step add(const TestNode& node, const std::string& id, const std::string& at, const char* role) {
  return {"add " + id + " as " + role, node.administrator(), "staff/add_person",
          object({{"person", id}, {"site", at}, {"roles", Array{Value(role)}}, {"name", "A B"}})};
}

namespace {

Value person(const std::string& id) {
  return Value("person/" + id);
}
Value material(const std::string& id) {
  return Value("material/" + id);
}

std::string six_digits(int number) {
  const std::string text = std::to_string(number);
  return std::string(6 - text.size(), '0') + text;
}

Step register_site(const TestNode& node, const std::string& id, const char* code,
                   const char* kind) {
  return {std::string("register ") + code, node.administrator(), "study/register_site",
          object({{"site", id}, {"code", code}, {"kind", kind}, {"zone", "Asia/Shanghai"}})};
}

Value required(const char* test, const char* low) {
  return Value(object({{"test", test}, {"unit", "PERCENT"}, {"low", low}}));
}

}  // namespace

Cast make_cast(TestNode& node) {
  Cast cast;
  for (std::string* id :
       {&cast.hospital, &cast.factory, &cast.carrier, &cast.coordinator, &cast.investigator,
        &cast.physician, &cast.apheresis_nurse, &cast.infusion_nurse, &cast.second_nurse,
        &cast.courier, &cast.technologist, &cast.operator_, &cast.qc_analyst, &cast.quality,
        &cast.hospital_quality, &cast.inspector}) {
    *id = node.fresh_id();
  }
  return cast;
}

Things make_things(TestNode& node, int number) {
  Things things;
  for (std::string* id :
       {&things.study, &things.subject, &things.course, &things.collection, &things.batch,
        &things.product, &things.collection_box, &things.box, &things.import, &things.label,
        &things.second_label, &things.document, &things.second_document}) {
    *id = node.fresh_id();
  }
  things.token = kernel::to_hex(kernel::sha256("token " + std::to_string(number)).view());
  things.coi = "CHA999926" + six_digits(number);
  things.donation_number = "A999926" + six_digits(number);
  return things;
}

std::vector<Step> setting(const TestNode& node, const Cast& c, const Things& t) {
  return {
      register_site(node, c.hospital, "HOSPITAL", "hospital"),
      register_site(node, c.factory, "FACTORY", "factory"),
      register_site(node, c.carrier, "CARRIER", "carrier"),
      add(node, c.coordinator, c.hospital, "coordinator"),
      add(node, c.investigator, c.hospital, "investigator"),
      add(node, c.physician, c.hospital, "physician"),
      add(node, c.apheresis_nurse, c.hospital, "apheresis_nurse"),
      add(node, c.infusion_nurse, c.hospital, "infusion_nurse"),
      add(node, c.second_nurse, c.hospital, "infusion_nurse"),
      add(node, c.courier, c.carrier, "courier"),
      add(node, c.technologist, c.factory, "technologist"),
      add(node, c.operator_, c.factory, "operator"),
      add(node, c.qc_analyst, c.factory, "qc_analyst"),
      add(node, c.quality, c.factory, "quality"),
      add(node, c.hospital_quality, c.hospital, "coordinator"),
      {"change roles", node.administrator(), "staff/change_roles",
       object({{"person", c.hospital_quality}, {"roles", Array{Value("quality")}}})},
      {"issue token", node.administrator(), "staff/issue_token",
       object({{"person", c.quality}, {"token", t.token}})},
      {"revoke token", node.administrator(), "staff/revoke_token", object({{"token", t.token}})},
      {"open study", c.investigator, "study/open",
       object({{"study", t.study},
               {"code", "STUDY-1"},
               {"use", "iit"},
               {"donation", "autologous"},
               {"specification", Array{required("VIABILITY", "70"), required("IDENTITY", "90")}},
               {"bedside_window_min", 30},
               {"delegation_log", "elsewhere"}})},
      {"open site", c.coordinator, "study/open_site",
       object({{"study", t.study},
               {"site", c.hospital},
               {"reference", "EC-1"},
               {"valid_from", days_on(-30)},
               {"valid_until", days_on(300)}})},
  };
}

namespace {

std::vector<Step> collecting(const Cast& c, const Things& t) {
  return {
      {"enrol", c.coordinator, "enrolment/enrol",
       object({{"subject", t.subject}, {"study", t.study}, {"site", c.hospital}})},
      {"sign consent", c.investigator, "enrolment/sign_consent",
       object({{"subject", t.subject}, {"version", "V1"}, {"signed_at", days_on(-1)}})},
      {"open course", c.coordinator, "enrolment/open_course",
       object({{"course", t.course}, {"subject", t.subject}, {"coi", t.coi}})},
      {"start broken collection", c.apheresis_nurse, "collection/start",
       object({{"course", t.course}})},
      {"abort collection", c.apheresis_nurse, "collection/abort", object({{"course", t.course}})},
      {"start collection", c.apheresis_nurse, "collection/start", object({{"course", t.course}})},
      {"record collection", c.apheresis_nurse, "collection/record",
       object({{"material", t.collection},
               {"course", t.course},
               {"donation_number", t.donation_number},
               {"quantity", quantity("50", "mL")}})},
      {"print label", c.apheresis_nurse, "labelling/print",
       object({{"label", t.label}, {"material", t.collection}})},
      {"reprint label", c.apheresis_nurse, "labelling/reprint",
       object({{"label", t.second_label}, {"material", t.collection}})},
      {"destroy label", c.apheresis_nurse, "labelling/destroy", object({{"label", t.label}})},
      {"scan label back", c.apheresis_nurse, "labelling/scan_back",
       object({{"material", "din:" + t.donation_number}, {"code", "label:" + t.second_label}})},
      {"register code", c.apheresis_nurse, "labelling/register_code",
       object({{"material", t.collection}, {"code", "(01)09506000134352(21)" + t.coi}})},
      {"withdraw code", c.apheresis_nurse, "labelling/withdraw_code",
       object({{"material", t.collection}, {"code", "(01)09506000134352(21)" + t.coi}})},
      {"hand over collection", c.apheresis_nurse, "custody/hand_over",
       object({{"material", t.collection}, {"receiver", person(c.apheresis_nurse)}})},
      {"dispatch collection", c.apheresis_nurse, "transport/dispatch",
       object({{"consignment", t.collection_box},
               {"materials", Array{Value(t.collection)}},
               {"to", c.factory},
               {"carrier", person(c.courier)},
               {"seal", "SEAL-1"}})},
      {"receive collection", c.technologist, "reception/receive",
       object({{"material", t.collection},
               {"condition", "intact"},
               {"seal", "SEAL-1"},
               {"consignment", t.collection_box}})},
  };
}

std::vector<Step> making(const Cast& c, const Things& t) {
  const auto result = [&](const char* name, const char* test, const char* value) -> Step {
    return {name, c.qc_analyst, "testing/record_result",
            object({{"batch", t.batch}, {"test", test}, {"value", value}, {"unit", "PERCENT"}})};
  };
  return {
      {"start batch", c.operator_, "manufacture/start",
       object({{"batch", t.batch},
               {"course", t.course},
               {"inputs", Array{Value(object({{"material", t.collection},
                                              {"quantity", quantity("40", "mL")}}))}}})},
      {"record product", c.operator_, "manufacture/record_product",
       object({{"batch", t.batch},
               {"products", Array{Value(object({{"material", t.product},
                                                {"division", "01"},
                                                {"quantity", quantity("20", "mL")},
                                                {"expires", days_on(90)}}))}}})},
      result("result out of specification", "VIABILITY", "60"),
      result("result repeated", "VIABILITY", "91.5"),
      result("second result", "IDENTITY", "99"),
      {"close deviation", c.quality, "quality/close_deviation",
       object({{"assessment", "no_impact"}}), "", "result out of specification"},
      {"lift batch", c.quality, "quality/lift", object({{"thing", "batch/" + t.batch}})},
      {"hold product", c.qc_analyst, "quality/hold",
       object({{"thing", material(t.product)}, {"cause", "other"}})},
      {"lift product", c.quality, "quality/lift", object({{"thing", material(t.product)}})},
      {"release", c.quality, "release/release", object({{"material", t.product}})},
      {"dispatch", c.operator_, "transport/dispatch",
       object({{"consignment", t.box},
               {"materials", Array{Value(t.product)}},
               {"to", c.hospital},
               {"carrier", person(c.courier)},
               {"seal", "SEAL-2"}})},
  };
}

std::vector<Step> giving(const Cast& c, const Things& t) {
  const Object scan = object({{"material", t.product}, {"wristband", t.subject}});
  const auto visit = [&](int day) {
    return object({{"course", t.course}, {"contact", "visit"}, {"day", day}, {"status", "alive"}});
  };
  Object corrected = visit(28);
  corrected.set("subject", Value(t.subject));
  return {
      {"receive product", c.infusion_nurse, "reception/receive",
       object({{"material", t.product},
               {"condition", "intact"},
               {"seal", "SEAL-2"},
               {"consignment", t.box}})},
      {"start thaw", c.infusion_nurse, "infusion/start_thaw", scan},
      {"check bedside", c.infusion_nurse, "infusion/check_bedside", scan},
      {"confirm bedside", c.second_nurse, "infusion/confirm_bedside", scan},
      {"infuse", c.infusion_nurse, "infusion/record_infusion",
       object(
           {{"material", t.product}, {"subject", t.subject}, {"quantity", quantity("20", "mL")}})},
      {"visit", c.physician, "followup/record_visit", visit(82)},
      {"agree to correct visit", c.physician, "quality/agree_to_correction",
       object({{"replacement", corrected}}), "visit"},
      {"correct visit", c.hospital_quality, "quality/correct", object({{"replacement", corrected}}),
       "visit"},
  };
}

}  // namespace

Object logger_record() {
  return object({{"file", kernel::to_hex(kernel::sha256(logger_file).view())},
                 {"unit", "celsius"},
                 {"zone", "Asia/Shanghai"},
                 {"clock_ahead_s", "-30"},
                 {"first", days_on(-1)},
                 {"last", days_on(0)},
                 {"readings", 289},
                 {"interval_s", 300},
                 {"minimum", "-152.4"},
                 {"maximum", "-150.25"},
                 {"high", "-130"},
                 {"above_s", 0},
                 {"below_s", 0},
                 {"gaps", 0},
                 {"longest_gap_s", 0},
                 {"duplicates", 1},
                 {"outside_trip", 12}});
}

std::vector<Step> treatment(const Cast& cast, const Things& things) {
  std::vector<Step> out = collecting(cast, things);
  for (auto part : {making(cast, things), giving(cast, things)}) {
    out.insert(out.end(), part.begin(), part.end());
  }
  return out;
}

Object data_of(const Step& step, const Answers& answers) {
  Object data = step.data;
  if (!step.corrects.empty()) {
    const commands::Recorded& wrong = answers.at(step.corrects).records.front();
    data.set("seq", Value(static_cast<std::int64_t>(wrong.seq)));
  }
  if (!step.closes.empty()) {
    const commands::Recorded& opened = answers.at(step.closes).records.back();
    data.set("deviation", *opened.data.find("deviation"));
  }
  return data;
}

void perform(TestNode& node, const std::vector<Step>& steps, Answers& answers,
             const std::string& until, const BeforeStep& before) {
  for (const Step& step : steps) {
    if (answers.contains(step.name)) continue;
    if (before) before(step);
    auto reply = node.ask(step.person, step.command, data_of(step, answers));
    ASSERT_TRUE(reply.has_value())
        << step.name << ": " << words_of(reply) << " about " << reply.error().about;
    answers[step.name] = std::move(*reply);
    if (step.name == until) return;
    node.clock().advance(std::chrono::seconds(30));
  }
}

World::World(StoreKind kind, std::uint64_t seed, const Between& between)
    : node(kind, seed, between), cast(make_cast(node)), things(make_things(node, 1)) {
  EXPECT_TRUE(node.found().has_value());
  perform(node, setting(node, cast, things), answers);
}

std::string World::quality_of(commands::Seq seq) {
  const auto records = node.store().read(seq, 1);
  EXPECT_TRUE(records && records->size() == 1);
  const auto record = ledger::parse_record(records->front().bytes);
  EXPECT_TRUE(record.has_value());
  return record->draft.at == cast.hospital ? cast.hospital_quality : cast.quality;
}

void World::go_to(const std::string& step) {
  perform(node, treatment(cast, things), answers, step);
}

}  // namespace veinline::support
