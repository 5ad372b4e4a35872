// SPDX-License-Identifier: Apache-2.0
// Sight: for whom a recorded fact is, and what somebody may hear. The one place that decides it.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "journey/catalogue.hpp"
#include "journey/reader.hpp"
#include "journey/staff/staff.hpp"

namespace veinline::views {

/// What a kind of thing is about.
enum class About : std::uint8_t {
  patients,  ///< somebody's cells, treatment, or papers about them
  house      ///< the node's own: sites, studies, people, tokens
};
/// Of the thing by its key: "material/3F7K…", "alias/coi/CHA…". Nothing: nobody said it of this
/// kind.
std::optional<About> about_of(std::string_view thing);

/// What decides whose a recorded fact is.
struct FactSaid {
  std::uint64_t seq = 0;
  std::string fact{};                 ///< stored name
  std::string at{};                   ///< id of the site where it was told
  std::vector<std::string> things{};  ///< keys of what it changes and of what it mentions
};
/// Of a line of the audit trail (views::line_of).
FactSaid said_in(const kernel::Object& line);

/// For whom a fact is.
struct Audience {
  bool is_everybody = false;
  std::vector<std::string> sites{};   ///< ids
  std::vector<std::string> people{};  ///< ids of those whom it changes or mentions
  /// Ids of the studies in which its patients are.
  std::vector<std::string> studies{};
  std::vector<std::string> subjects{};  ///< ids of its patients
  /// Ids of those of them whom it is for, where cells of one are made for another: it is their arm.
  std::vector<std::string> recipients{};
  /// Ids of those of the studies that are blinded; of a fact only where it tells an arm.
  std::vector<std::string> blinded{};
  /// Ids of those who have it in their hands: they know that it is there. Of no fact.
  std::vector<std::string> holders{};
  bool tells_arm = false;  ///< it is for those who may know the arms of these
  /// Ids of sites where it is for everybody, whatever studies were named to them.
  std::vector<std::string> houses{};
  bool for_overseers = false;  ///< it is for those who see everything, but whom it names
  bool operator==(const Audience&) const = default;
};

/// For whom the fact is (R43), as it was when it was recorded: what came later, a batch begun
/// elsewhere say, makes no difference.
///
/// - A fact about the house alone is for everybody.
/// - One about patients is for the site where it was told, for each site and person that it changes
///   or mentions, and for the sites of each thing that it changes or mentions:
///   the hospital that treats the patient; the site that answers for the thing (home_of); of a
///   treatment and of all that belongs to it, where its batches are made; of a material, where it
///   was and was sent to; of a box, where it goes, and the sites of what was packed into it; of a
///   label and a deviation, the sites of what they are on and about; of a document, the sites that
///   have it, or those of the patient whom it is about.
/// - In a blinded study, what tells an arm is for those who may know it: a fact that says so of
///   itself (FactType::tells_arm), whatever touches a batch or a document that tells it, and what
///   is told of a product where it is made. Blinded is what is blinded now.
/// - That somebody was denied what is not theirs, or what they read, is for those who see
///   everything, and not for whom it names; where it tells an arm, for those of them who may know
///   it.
/// - A fact that this program does not know is for the site where it was told. A kind of thing that
///   nobody gave a meaning here adds nobody, and makes no fact one about the house.
///
/// Looks at things that may not be loaded yet: only the last answer counts (Reader::wanted).
Audience audience_of(const journey::Catalogue& catalogue, journey::Reader& reader,
                     const FactSaid& said);
/// Whose the thing is, as everything stands now: of the sites as above, and of whoever has it in
/// their hands. A thing of no record concerns nobody, and so does
/// a kind that nobody gave a meaning.
Audience audience_of_thing(journey::Reader& reader, const journey::Thing& thing);

/// What somebody may hear and see.
struct Sight {
  bool is_everything = false;
  std::string site{};                 ///< id: what concerns it; empty: no site
  std::string person{};               ///< id: what names them; empty: nobody
  std::set<std::string> studies{};    ///< ids: patients of these alone
  bool is_of_every_study = true;      ///< of any patient, whatever `studies` says
  std::set<journey::Role> roles{};    ///< what they are there for
  std::set<std::string> opened{};     ///< ids of patients whose record they opened in an emergency
  std::set<std::string> unblinded{};  ///< ids of studies whose arms they may know
  std::set<std::string> codes_broken{};  ///< ids of patients whose arm they know
  std::string alone{};  ///< a thing key: this one thing, and nothing else; empty: none
  bool operator==(const Sight&) const = default;
};

/// Of a person: everything for an administrator, who runs the node, and for an inspector; the
/// patients of the studies that were named to them, at every site, for a monitor or a sponsor; for
/// anybody else what concerns their site, of their studies if some were named, or names them.
/// Nothing for who has no role.
/// `state`: of the person; `now`: what was opened in an emergency is seen for an hour.
std::optional<Sight> sight_of(std::string_view person, const journey::ThingState& state,
                              kernel::Instant now);

/// Whether they may know the arms of the patients whom it is about.
bool may_know_arm(const Sight& sight, const Audience& audience);
/// Whether the fact is for them.
bool may_hear(const Sight& sight, const Audience& audience);

}  // namespace veinline::views
