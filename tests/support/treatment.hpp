// SPDX-License-Identifier: Apache-2.0
// Treatment: one patient's whole way from study to follow-up, as a list of steps with names.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "support/test_node.hpp"

namespace veinline::support {

/// The people and places of the sample world, one of each role. All are ids.
struct Cast {
  std::string hospital, factory, carrier;  ///< sites
  std::string coordinator, investigator, physician, apheresis_nurse, infusion_nurse, second_nurse;
  std::string courier;                                       ///< of the carrier
  std::string technologist, operator_, qc_analyst, quality;  ///< of the factory
  std::string hospital_quality;
  std::string inspector;
};

/// The things of one treatment. All are ids.
struct Things {
  std::string study, subject, course, collection, batch, product, token, import;
  std::string collection_box, box;        ///< of the collection and of the product
  std::string label, second_label;        ///< of the collection
  std::string document, second_document;  ///< of the study, and about the subject
  std::string coi, donation_number;       ///< aliases
};

Cast make_cast(TestNode& node);
Things make_things(TestNode& node, int number);

/// What earlier steps were answered, by their names.
using Answers = std::map<std::string, commands::Answer>;

/// One command on the way. `corrects` names an earlier step whose first record it corrects,
/// `closes` one whose last record opened the deviation that it closes.
struct Step {
  std::string name;
  std::string person;
  std::string command;
  kernel::Object data;
  std::string corrects{};
  std::string closes{};
};
/// The data of a step, with what it takes from earlier answers.
kernel::Object data_of(const Step& step, const Answers& answers);

/// The world before the first patient: sites, people, the study open at the hospital.
std::vector<Step> setting(const TestNode& node, const Cast& cast, const Things& things);
/// One treatment from enrolment to follow-up, with a result out of specification, a hold and a
/// correction on the way.
std::vector<Step> treatment(const Cast& cast, const Things& things);

/// An instant so many days after the first morning.
std::string days_on(int days);
/// A person of a role comes to work at a site.
Step add(const TestNode& node, const std::string& id, const std::string& at, const char* role);

/// What becomes of a document of the study and of one about the subject; the inspector is there.
std::vector<Step> papers(const Cast& cast, const Things& things);

/// Steps of the whole journey, founding left out: setting, treatment, going on without an approval,
/// a consent withdrawn, and the import of a file. It uses every command of the catalogue.
std::vector<Step> whole_journey(const TestNode& node, const Cast& cast, const Things& things);

/// A file of a logger, and a record of it without an excursion.
inline constexpr std::string_view logger_file =
    "Serial number,LT200-00417\ntime,temperature (°C)\n2026-03-02T08:00:00Z,-150.25\n";
kernel::Object logger_record();

/// Performs the steps that have no answer yet; each must be recorded. `before` is told the step
/// that comes; `until` names the last one to perform (empty: all of them).
using BeforeStep = std::function<void(const Step&)>;
void perform(TestNode& node, const std::vector<Step>& steps, Answers& answers,
             const std::string& until = {}, const BeforeStep& before = {});

/// A node after its founding and the setting, with the ids of one treatment, not begun.
struct World {
  explicit World(StoreKind kind, std::uint64_t seed = 1, const Between& between = {});
  /// Goes on with the treatment, to and with the named step; empty: to its end.
  void go_to(const std::string& step = {});
  /// Quality of the site where the record of that number was made: they may correct it.
  std::string quality_of(commands::Seq seq);

  TestNode node;
  Cast cast;
  Things things;
  Answers answers;
};

}  // namespace veinline::support
