// SPDX-License-Identifier: Apache-2.0
// Erasure: the texts about a patient of one key class are asked to be erased by one person and
// erased by another, unless the law wants them kept: then they are restricted. docs/keys.md.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "journey/catalogue.hpp"
#include "journey/fold.hpp"

namespace veinline::journey::erasure {

using kernel::KeyClass;

/// How long what links product and patient is kept after the last clinical use or the last expiry,
/// at least (Directive 2004/23/EC, article 8(4); Regulation (EC) 1394/2007, article 15(4)). A
/// command may say more, never less.
constexpr std::int64_t retention_years_min = 30;
constexpr std::int64_t retention_years_max = 200;

/// For how long after somebody asked another person can confirm it.
constexpr std::chrono::days request_lasts{30};

/// What became of the texts of one class.
struct Standing {
  std::string asked_by;  ///< person id of the last request that nobody confirmed; empty: none
  kernel::Instant asked_until{};  ///< from then on nobody confirms it any more
  bool restricted = false;
  bool destroyed = false;
  bool operator==(const Standing&) const = default;
};

/// Aspect of a subject.
struct Erasure {
  std::map<KeyClass, Standing> classes;
  bool operator==(const Erasure&) const = default;
  [[nodiscard]] Standing of(KeyClass key_class) const {
    const auto found = classes.find(key_class);
    return found == classes.end() ? Standing{} : found->second;
  }
};

/// Aspect of `erasure/keys`: how many keys were destroyed, one fact each. Its history is the list
/// that is gone through at every start.
struct DestroyedKeys {
  std::int64_t count = 0;
  bool operator==(const DestroyedKeys&) const = default;
};
Thing destroyed_keys();

/// For what somebody wants to read a text.
enum class Purpose : std::uint8_t {
  care,   ///< at the bedside: whoever treats the patient
  trace,  ///< a recall or an inspection goes from product to patient or back
  other
};
enum class Reading : std::uint8_t { allowed, restricted, erased };
/// Whether texts of that class may be opened. `erasure` null: nobody ever asked.
Reading may_read(const Erasure* erasure, KeyClass key_class, Purpose purpose);

/// What ties a subject to products, by the records that change or mention the subject: the last of
/// when cells were taken, when a product infused into the subject or made of their cells expires,
/// and when it was infused. A record that was corrected counts as corrected.
Ties ties_of(const Catalogue& catalogue, std::vector<Happening> happenings);

/// Somebody asks that the texts of a class be erased.
struct ErasureAsked {
  static constexpr std::string_view stored_name = "erasure.asked/1";
  SubjectId subject;
  KeyClass key_class;
  static constexpr auto describe() {
    return std::tuple{field("subject", &ErasureAsked::subject, "Whose texts.", Mark::changes),
                      field("class", &ErasureAsked::key_class, "Of which key class.")};
  }
};

/// They must still be kept, so they are read for care and for tracing alone.
struct ErasureRestricted {
  static constexpr std::string_view stored_name = "erasure.restricted/1";
  SubjectId subject;
  KeyClass key_class;
  kernel::Instant kept_until;
  PersonId asked_by;
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &ErasureRestricted::subject, "Whose texts.", Mark::changes),
        field("class", &ErasureRestricted::key_class, "Of which key class."),
        field("kept_until", &ErasureRestricted::kept_until, "Until when the law wants them kept."),
        field("asked_by", &ErasureRestricted::asked_by, "Who asked.", Mark::mentions)};
  }
};

/// The restriction is lifted: they are read as before.
struct RestrictionLifted {
  static constexpr std::string_view stored_name = "erasure.restriction_lifted/1";
  SubjectId subject;
  KeyClass key_class;
  static constexpr auto describe() {
    return std::tuple{field("subject", &RestrictionLifted::subject, "Whose texts.", Mark::changes),
                      field("class", &RestrictionLifted::key_class, "Of which key class.")};
  }
};

/// The key of these texts is destroyed, here and wherever this log is gone on with: nobody can ever
/// read them again, and no text is sealed for that subject and class any more.
struct KeysDestroyed {
  static constexpr std::string_view stored_name = "erasure.keys_destroyed/1";
  SubjectId subject;
  KeyClass key_class;
  std::optional<kernel::Instant> kept_until;
  PersonId asked_by;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {destroyed_keys()}; }
  [[nodiscard]] DoomedKey destroys() const { return {subject, key_class}; }
  static constexpr auto describe() {
    return std::tuple{field("subject", &KeysDestroyed::subject, "Whose texts.", Mark::changes),
                      field("class", &KeysDestroyed::key_class, "Of which key class."),
                      field("kept_until", &KeysDestroyed::kept_until,
                            "Until when the law wanted them kept; none: it does not."),
                      field("asked_by", &KeysDestroyed::asked_by, "Who asked.", Mark::mentions)};
  }
};

struct Ask {
  static constexpr std::string_view name = "erasure/ask";
  static constexpr std::string_view help = "Ask that the texts about a patient be erased.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::physician,
                               Role::quality};
  static constexpr bool needs_reason = true;
  static constexpr bool live_only = true;
  SubjectId subject;
  KeyClass key_class;
  static constexpr auto describe() {
    return std::tuple{field("subject", &Ask::subject, "Whose texts."),
                      field("class", &Ask::key_class, "Of which key class.")};
  }
};

struct Confirm {
  static constexpr std::string_view name = "erasure/confirm";
  static constexpr std::string_view help =
      "Erase the texts that somebody else asked for, for ever; what must still be kept is "
      "restricted instead.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::quality};
  static constexpr bool needs_reason = true;
  static constexpr bool live_only = true;
  static constexpr bool weighs_retention = true;
  static constexpr std::string_view signs = "erasure";
  static constexpr bool signs_fully = true;
  SubjectId subject;
  KeyClass key_class;
  std::optional<Count> retention_years;
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &Confirm::subject, "Whose texts."),
        field("class", &Confirm::key_class, "Of which key class."),
        field("retention_years", &Confirm::retention_years,
              "How many years texts of the class trace are kept after the last infusion or expiry; "
              "30 when left out, never less.")};
  }
};

struct LiftRestriction {
  static constexpr std::string_view name = "erasure/lift_restriction";
  static constexpr std::string_view help = "Let restricted texts be read as before.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::quality};
  static constexpr bool needs_reason = true;
  static constexpr bool live_only = true;
  SubjectId subject;
  KeyClass key_class;
  static constexpr auto describe() {
    return std::tuple{field("subject", &LiftRestriction::subject, "Whose texts."),
                      field("class", &LiftRestriction::key_class, "Of which key class.")};
  }
};

inline constexpr Rule already_asked{"erasure.already_asked", "R39"};
inline constexpr Rule already_erased{"erasure.already_erased", "R39"};
inline constexpr Rule already_restricted{"erasure.already_restricted", "R39"};
inline constexpr Rule not_asked{"erasure.not_asked", "R39"};
inline constexpr Rule not_restricted{"erasure.not_restricted", "R39"};
inline constexpr Rule request_is_over{"erasure.request_is_over", "R39"};
inline constexpr Rule retention_too_short{"erasure.retention_too_short", "R39"};
inline constexpr Rule same_person{"erasure.same_person", "R39"};

}  // namespace veinline::journey::erasure
