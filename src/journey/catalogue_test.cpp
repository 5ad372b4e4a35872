// SPDX-License-Identifier: Apache-2.0
// What must hold for everything that the catalogue knows, whichever stage said it.
#include "journey/catalogue.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "journey/spec.hpp"

namespace veinline::journey {
namespace {

/// The texts between the quotes of `line`.
std::vector<std::string> texts_of(const std::string& line) {
  std::vector<std::string> out;
  std::istringstream parts(line);
  std::string part;
  for (int i = 0; std::getline(parts, part, '"'); ++i) {
    if (i % 2 == 1) out.push_back(part);
  }
  return out;
}

bool all_of(std::string_view text, std::string_view allowed) {
  return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

TEST(Catalogue, every_rule_that_a_header_declares_is_registered_and_no_other) {
  std::set<std::string> declared;
  constexpr std::string_view beginning = "inline constexpr Rule ";
  const std::filesystem::path root = std::filesystem::path(VEINLINE_SOURCE_DIR) / "src/journey";
  for (const auto& file : std::filesystem::recursive_directory_iterator(root)) {
    if (file.path().extension() != ".hpp") continue;
    std::ifstream header(file.path());
    for (std::string line; std::getline(header, line);) {
      if (!line.starts_with(beginning)) continue;
      const std::vector<std::string> texts = texts_of(line);
      ASSERT_EQ(texts.size(), 2U) << line;
      EXPECT_TRUE(declared.insert(texts[0]).second) << texts[0] << " is declared twice";
      const std::string name = line.substr(beginning.size(), line.find('{') - beginning.size());
      EXPECT_EQ(texts[0].substr(texts[0].find('.') + 1), name) << "the code is named like the rule";
    }
  }
  EXPECT_GT(declared.size(), 30U);
  std::set<std::string> registered;
  const Catalogue catalogue = whole_catalogue();
  for (const Rule* one : catalogue.rules()) {
    EXPECT_TRUE(registered.insert(std::string(one->code)).second) << one->code;
  }
  EXPECT_EQ(declared, registered);
}

TEST(Catalogue, every_rule_names_a_requirement) {
  const Catalogue catalogue = whole_catalogue();
  for (const Rule* rule : catalogue.rules()) {
    const bool of_field = rule->id.size() == 3 && rule->id.front() == 'R' && rule->id <= "R48";
    const bool of_paper = rule->id.size() == 2 && rule->id.front() == 'E';
    EXPECT_TRUE((of_field || of_paper) && all_of(rule->id.substr(1), "0123456789")) << rule->code;
  }
}

TEST(Catalogue, every_stored_name_has_a_version_and_stands_once) {
  std::set<std::string> names;
  const Catalogue catalogue = whole_catalogue();
  for (const FactType& fact : catalogue.facts()) {
    const std::size_t slash = fact.stored_name.find('/');
    ASSERT_NE(slash, std::string::npos) << fact.stored_name;
    EXPECT_TRUE(all_of(fact.stored_name.substr(0, slash), "abcdefghijklmnopqrstuvwxyz_."));
    EXPECT_TRUE(all_of(fact.stored_name.substr(slash + 1), "0123456789")) << fact.stored_name;
    EXPECT_TRUE(names.insert(fact.stored_name).second) << fact.stored_name;
    EXPECT_TRUE(fact.evolve != nullptr || fact.upcast != nullptr) << fact.stored_name;
  }
}

/// Whether some field, also of a group, has the mark.
bool marks(const std::vector<Field>& fields, Mark mark) {
  return std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
    return has(field.marks, mark) || marks(field.fields, mark);
  });
}

TEST(Catalogue, every_fact_says_what_it_changes) {
  // Which things these change is in their data, or beside it.
  const std::set<std::string> otherwise{
      "study.site_opened/1",       "record.corrected/1",        "keys.site_key_replaced/1",
      "staff.access_denied/1",     "delegation.log_kept/1",     "delegation.delegated/1",
      "delegation.trained/1",      "delegation.keeper_named/1", "staff.device_refused/1",
      "blinding.study_blinded/1",  "blinding.end_asked/1",      "blinding.study_unblinded/1",
      "breakglass.record_shown/1", "disclosure.record_read/1",  "staff.sign_in_refused/1"};
  const Catalogue catalogue = whole_catalogue();
  for (const FactType& fact : catalogue.facts()) {
    EXPECT_NE(marks(fact.fields, Mark::changes), otherwise.contains(fact.stored_name))
        << fact.stored_name;
  }
  const study::SiteOpened opened{spec::the_study, spec::hospital, spec::code("EC-1"),
                                 spec::day(0),    spec::day(1),   {}};
  const Touched things = touched(*catalogue.fact("study.site_opened/1"), codec::put(opened));
  EXPECT_EQ(things.changes,
            std::vector{study::approval_of(spec::the_study.text(), spec::hospital.text()).key});
}

TEST(Catalogue, every_command_and_every_field_is_explained_in_a_sentence) {
  const Catalogue catalogue = whole_catalogue();
  const auto explained = [](const std::string& help) {
    return help.size() > 3 && (help.back() == '.' || help.back() == '?');
  };
  for (const CommandType& command : catalogue.commands()) {
    EXPECT_TRUE(explained(command.help)) << command.name;
    EXPECT_EQ(command.name.substr(0, command.name.find('/')), command.stage);
    for (const Field& field : command.fields) EXPECT_TRUE(explained(field.help)) << field.name;
  }
  for (const FactType& fact : catalogue.facts()) {
    for (const Field& field : fact.fields) EXPECT_TRUE(explained(field.help)) << field.name;
  }
}

/// Which fact a command tells first when all is well.
const std::pair<const char*, const char*> first_facts[] = {
    {"labelling/print", "labelling.printed/1"},
    {"labelling/reprint", "labelling.printed/1"},
    {"staff/add_person", "staff.person_added/1"},
    {"staff/change_roles", "staff.roles_changed/1"},
    {"staff/enrol_credential", "staff.credential_enrolled/1"},
    {"staff/register_passkey", "staff.passkey_registered/1"},
    {"staff/open_recovery", "staff.recovery_opened/1"},
    {"staff/recover_at_machine", "staff.recovery_opened/1"},
    {"staff/issue_token", "staff.token_issued/2"},
    {"staff/revoke_token", "staff.token_revoked/1"},
    {"study/register_site", "study.site_registered/1"},
    {"study/open", "study.opened/2"},
    {"study/open_site", "study.site_opened/1"},
    {"enrolment/enrol", "enrolment.subject_enrolled/1"},
    {"enrolment/sign_consent", "enrolment.consent_signed/1"},
    {"enrolment/open_course", "enrolment.course_opened/1"},
    {"enrolment/decide_to_continue", "enrolment.continuation_decided/1"},
    {"collection/start", "collection.started/1"},
    {"collection/record", "collection.collected/1"},
    {"collection/abort", "collection.aborted/1"},
    {"custody/hand_over", "custody.handed_over/1"},
    {"transport/dispatch", "transport.dispatched/1"},
    {"transport/attach_logger_record", "transport.logger_record_attached/1"},
    {"reception/receive", "reception.received/2"},
    {"manufacture/start", "manufacture.started/1"},
    {"manufacture/record_product", "manufacture.produced/1"},
    {"testing/record_result", "testing.result_recorded/1"},
    {"release/release", "release.released/1"},
    {"infusion/check_bedside", "infusion.bedside_checked/1"},
    {"infusion/confirm_bedside", "infusion.bedside_confirmed/1"},
    {"infusion/record_infusion", "infusion.infused/1"},
    {"followup/record_visit", "followup.visit_recorded/1"},
    {"quality/hold", "quality.hold_placed/1"},
    {"quality/lift", "quality.hold_lifted/1"},
    {"quality/close_deviation", "quality.deviation_closed/1"},
    {"quality/correct", "record.corrected/1"},
    {"staff/register_device", "staff.device_registered/1"},
    {"blinding/show_arm", "blinding.arm_shown/1"},
    {"disclosure/search", "disclosure.searched/1"},
    {"disclosure/show_identity", "disclosure.identity_shown/1"},
    {"papers/begin", "papers.document_begun/1"},
    {"papers/begin_about", "papers.document_begun/1"},
    {"papers/file_version", "papers.version_filed/1"},
    {"papers/open_version", "papers.version_opened/1"},
    {"papers/inspect_version", "papers.version_opened/1"},
    {"intake/begin_import", "intake.import_begun/1"}};

void expect_same_name(const std::vector<Field>& command, const std::vector<Field>& fact,
                      const std::string& name) {
  for (const Field& field : command) {
    const auto same = std::find_if(fact.begin(), fact.end(),
                                   [&](const Field& f) { return f.name == field.name; });
    if (field.type == FieldType::group) {
      if (same != fact.end()) expect_same_name(field.fields, same->fields, name);
      continue;
    }
    if (!has(field.marks, Mark::fresh)) continue;
    ASSERT_NE(same, fact.end()) << name << " makes " << field.name << " and its fact has it not";
    EXPECT_TRUE(has(same->marks, Mark::changes)) << name << "." << field.name;
    EXPECT_EQ(same->type, field.type) << name << "." << field.name;
  }
}

TEST(Catalogue, what_a_command_makes_anew_its_first_fact_changes_under_the_same_name) {
  const Catalogue catalogue = whole_catalogue();
  std::set<std::string> seen;
  for (const auto& [command, fact] : first_facts) {
    const CommandType* type = catalogue.command(command);
    ASSERT_NE(type, nullptr) << command;
    ASSERT_NE(catalogue.fact(fact), nullptr) << fact;
    EXPECT_EQ(catalogue.fact(fact)->kind, type->kind) << command;
    expect_same_name(type->fields, catalogue.fact(fact)->fields, command);
    seen.insert(command);
  }
  for (const CommandType& command : catalogue.commands()) {
    EXPECT_TRUE(seen.contains(command.name) || !marks(command.fields, Mark::fresh))
        << command.name << " makes something and is missing in this table";
  }
}

TEST(Catalogue, what_somebody_signs_is_of_the_closed_list_of_meanings) {
  const std::set<std::string> meanings{
      "consent",    "continuation", "release",  "infusion",   "lift",       "agreement",
      "correction", "assessment",   "erasure",  "breakglass", "credential", "delegation",
      "rights",     "approval",     "reading",  "blinding",   "code_break", "unmasking",
      "ethics",     "review",       "typed_id", "removal"};
  std::set<std::string> used;
  const Catalogue catalogue = whole_catalogue();
  for (const CommandType& command : catalogue.commands()) {
    if (command.signs.empty()) continue;
    EXPECT_TRUE(meanings.contains(command.signs)) << command.name;
    used.insert(command.signs);
  }
  EXPECT_EQ(used, meanings);
}

TEST(Catalogue, R25_R41_whoever_opens_a_stop_or_rewrites_what_was_signed_signs_it) {
  const Catalogue catalogue = whole_catalogue();
  for (const char* name :
       {"release/release", "quality/lift", "quality/close_deviation", "quality/correct",
        "quality/agree_to_correction", "enrolment/decide_to_continue"}) {
    EXPECT_FALSE(catalogue.command(name)->signs.empty()) << name;
  }
}

TEST(Catalogue, R41_whoever_judges_or_approves_signs_it_with_all_that_proves_them) {
  const Catalogue catalogue = whole_catalogue();
  for (const auto& [name, meaning] :
       {std::pair("breakglass/review", "review"), std::pair("blinding/review_code_break", "review"),
        std::pair("study/open_site", "ethics"), std::pair("staff/assign_studies", "rights"),
        std::pair("delegation/record_training", "review"),
        std::pair("staff/remove_credential", "removal"),
        std::pair("staff/remove_passkey", "removal")}) {
    EXPECT_EQ(catalogue.command(name)->signs, meaning) << name;
    EXPECT_TRUE(catalogue.command(name)->signs_fully) << name;
  }
}

}  // namespace
}  // namespace veinline::journey
