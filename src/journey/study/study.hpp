// SPDX-License-Identifier: Apache-2.0
// Study: sites, studies with their product specification, and the approval in force at each site.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "journey/catalogue.hpp"

namespace veinline::journey::study {

/// A site's short code, unique on the node.
struct SiteCodeSyntax {
  static constexpr std::string_view name = "site code";
  static constexpr std::string_view scheme = "site";
  static std::string why_not(std::string_view text) { return CodeSyntax::why_not(text); }
};
using SiteCode = Coded<SiteCodeSyntax>;

/// A study's protocol number, unique on the node.
struct StudyCodeSyntax {
  static constexpr std::string_view name = "study code";
  static constexpr std::string_view scheme = "study";
  static std::string why_not(std::string_view text) { return CodeSyntax::why_not(text); }
};
using StudyCode = Coded<StudyCodeSyntax>;

enum class SiteKind : std::uint8_t { hospital, factory, laboratory, carrier, office };
constexpr std::string_view text(SiteKind kind) {
  switch (kind) {
    case SiteKind::hospital:
      return "hospital";
    case SiteKind::factory:
      return "factory";
    case SiteKind::laboratory:
      return "laboratory";
    case SiteKind::carrier:
      return "carrier";
    case SiteKind::office:
      return "office";
  }
  return "";
}

/// Investigator-initiated trial, registration trial, or routine use.
enum class Use : std::uint8_t { iit, ind, routine };
constexpr std::string_view text(Use use) {
  switch (use) {
    case Use::iit:
      return "iit";
    case Use::ind:
      return "ind";
    case Use::routine:
      return "routine";
  }
  return "";
}

enum class Donation : std::uint8_t { autologous, allogeneic };
constexpr std::string_view text(Donation donation) {
  switch (donation) {
    case Donation::autologous:
      return "autologous";
    case Donation::allogeneic:
      return "allogeneic";
  }
  return "";
}

/// Where the delegation log of each site of a study is kept.
enum class LogsKept : std::uint8_t {
  in_record,  ///< here: nobody is enrolled or gives consent at a site before its log is begun
  elsewhere   ///< on paper or in another system, or nowhere
};
constexpr std::string_view text(LogsKept kept) {
  switch (kept) {
    case LogsKept::in_record:
      return "in_record";
    case LogsKept::elsewhere:
      return "elsewhere";
  }
  return "";
}

/// One required test of the product with its limits; a limit that is left out does not bind.
struct Requirement {
  Code test;
  Code unit;
  std::optional<kernel::Decimal> low;
  std::optional<kernel::Decimal> high;
  bool operator==(const Requirement&) const = default;
  static constexpr auto describe() {
    return std::tuple{field("test", &Requirement::test, "Code of the test, e.g. VIABILITY."),
                      field("unit", &Requirement::unit, "Code of its unit, e.g. PERCENT."),
                      field("low", &Requirement::low, "Lowest value that is in specification."),
                      field("high", &Requirement::high, "Highest value that is in specification.")};
  }
};

/// Aspect of a site.
struct SiteState {
  SiteKind kind = SiteKind::office;
  std::string zone;  ///< IANA name of its time zone
  bool operator==(const SiteState&) const = default;
};

/// Aspect of a study: the product specification that its treatments follow.
struct StudyState {
  Use use = Use::iit;
  Donation donation = Donation::autologous;
  std::vector<Requirement> specification;
  std::int64_t bedside_window_min = 0;
  LogsKept delegation_log = LogsKept::elsewhere;
  bool operator==(const StudyState&) const = default;
};

/// One approval by the committee.
struct Period {
  kernel::Instant valid_from{};
  kernel::Instant valid_until{};
  kernel::Instant told_at{};  ///< from when on it could be known here
  std::string told_by{};      ///< person id
  bool operator==(const Period&) const = default;
};

/// Aspect of `study/S/site/T/approval`: every approval that was told, in that order.
struct Approval {
  std::vector<Period> periods;
  bool operator==(const Approval&) const = default;
  /// The word of the committee about `at`: of the approvals that were told by `known_by` and had
  /// begun by `at`, the one that began last, and of two such the one that was told last. So a
  /// renewal leaves the time before it as it was, and the same beginning told again with an earlier
  /// end takes an approval back. nullptr: none.
  [[nodiscard]] const Period* governing(kernel::Instant at, kernel::Instant known_by) const;
};
Thing approval_of(const std::string& study, const std::string& site);

/// A decision about now relies on time going on as it is. One about what was done in the past goes
/// by the approvals that were on record then: one that is told later, with a date before, makes
/// nothing right by itself (docs/decisions/0016).
enum class Tense : std::uint8_t { present, past };

/// True when an approval is in force at `at`. In the present, `reader` relies on it until it ends.
bool approved(Reader& reader, const std::string& study, const std::string& site, kernel::Instant at,
              Tense tense);
/// True when `at` lies in an approval by its own dates, whenever that was told: so a paper is
/// judged, which bears a date of its own.
bool approved_by_date(Reader& reader, const std::string& study, const std::string& site,
                      kernel::Instant at);
/// When the approval ended that was the last in force before `at`, where none is in force; empty:
/// there was none.
std::optional<kernel::Instant> lapsed_at(Reader& reader, const std::string& study,
                                         const std::string& site, kernel::Instant at, Tense tense);

struct SiteRegistered {
  static constexpr std::string_view stored_name = "study.site_registered/1";
  SiteId site;
  SiteCode code;
  SiteKind site_kind;
  Zone zone;
  static constexpr auto describe() {
    return std::tuple{field("site", &SiteRegistered::site, "The new site.", Mark::changes),
                      field("code", &SiteRegistered::code, "Its short code.", Mark::changes),
                      field("kind", &SiteRegistered::site_kind, "What it is."),
                      field("zone", &SiteRegistered::zone, "Its time zone.")};
  }
};

/// As it was told before it said where delegation logs are kept. It stays readable for ever; it is
/// never written again.
struct StudyOpenedBeforeLogs {
  static constexpr std::string_view stored_name = "study.opened/1";
  StudyId study;
  StudyCode code;
  Use use;
  Donation donation;
  std::vector<Requirement> specification;
  Count bedside_window_min;
  static constexpr auto describe() {
    return std::tuple{
        field("study", &StudyOpenedBeforeLogs::study, "The new study.", Mark::changes),
        field("code", &StudyOpenedBeforeLogs::code, "Its protocol number.", Mark::changes),
        field("use", &StudyOpenedBeforeLogs::use, "Trial or routine use."),
        field("donation", &StudyOpenedBeforeLogs::donation,
              "Whose cells the product is made from."),
        field("specification", &StudyOpenedBeforeLogs::specification,
              "Required tests with their limits."),
        field("bedside_window_min", &StudyOpenedBeforeLogs::bedside_window_min,
              "Minutes that the two bedside checks and the start of the infusion may lie apart.")};
  }
};

struct StudyOpened {
  static constexpr std::string_view stored_name = "study.opened/2";
  StudyId study;
  StudyCode code;
  Use use;
  Donation donation;
  std::vector<Requirement> specification;
  Count bedside_window_min;
  LogsKept delegation_log;
  static constexpr auto describe() {
    return std::tuple{
        field("study", &StudyOpened::study, "The new study.", Mark::changes),
        field("code", &StudyOpened::code, "Its protocol number.", Mark::changes),
        field("use", &StudyOpened::use, "Trial or routine use."),
        field("donation", &StudyOpened::donation, "Whose cells the product is made from."),
        field("specification", &StudyOpened::specification, "Required tests with their limits."),
        field("bedside_window_min", &StudyOpened::bedside_window_min,
              "Minutes that the two bedside checks and the start of the infusion may lie apart."),
        field("delegation_log", &StudyOpened::delegation_log,
              "Where the delegation log of each site is kept.")};
  }
};

/// Of one that does not say it, the log is asked for nowhere.
StudyOpened upcast(const StudyOpenedBeforeLogs& old);

/// An ethics approval is in force for a study at a site.
struct SiteOpened {
  static constexpr std::string_view stored_name = "study.site_opened/1";
  StudyId study;
  SiteId site;
  Code reference;
  kernel::Instant valid_from;
  kernel::Instant valid_until;
  std::optional<HexDigest> document;
  [[nodiscard]] std::vector<Thing> also_changes() const {
    return {approval_of(study.text(), site.text())};
  }
  static constexpr auto describe() {
    return std::tuple{
        field("study", &SiteOpened::study, "The study.", Mark::mentions),
        field("site", &SiteOpened::site, "The site that may enrol.", Mark::mentions),
        field("reference", &SiteOpened::reference, "The committee's reference of its approval."),
        field("valid_from", &SiteOpened::valid_from, "From when the approval is in force."),
        field("valid_until", &SiteOpened::valid_until, "Until when, not included."),
        field("document", &SiteOpened::document, "SHA-256 of the filed approval.")};
  }
};

struct RegisterSite {
  static constexpr std::string_view name = "study/register_site";
  static constexpr std::string_view help = "Register a hospital, factory, laboratory or carrier.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::administrator};
  SiteId site;
  SiteCode code;
  SiteKind site_kind;
  Zone zone;
  static constexpr auto describe() {
    return std::tuple{
        field("site", &RegisterSite::site, "The new site; made when left out.", Mark::fresh),
        field("code", &RegisterSite::code, "Its short code.", Mark::fresh),
        field("kind", &RegisterSite::site_kind, "What it is."),
        field("zone", &RegisterSite::zone, "Its time zone, e.g. Asia/Shanghai.")};
  }
};

struct OpenStudy {
  static constexpr std::string_view name = "study/open";
  static constexpr std::string_view help = "Open a study or a routine use with its specification.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::investigator, Role::coordinator};
  StudyId study;
  StudyCode code;
  Use use;
  Donation donation;
  std::vector<Requirement> specification;
  Count bedside_window_min;
  std::optional<LogsKept> delegation_log;
  static constexpr auto describe() {
    return std::tuple{
        field("study", &OpenStudy::study, "The new study; made when left out.", Mark::fresh),
        field("code", &OpenStudy::code, "Its protocol number.", Mark::fresh),
        field("use", &OpenStudy::use, "Trial or routine use."),
        field("donation", &OpenStudy::donation, "Whose cells the product is made from."),
        field("specification", &OpenStudy::specification, "Required tests with their limits."),
        field("bedside_window_min", &OpenStudy::bedside_window_min,
              "Minutes that the two bedside checks and the start of the infusion may lie apart."),
        field("delegation_log", &OpenStudy::delegation_log,
              "Where the delegation log of each site is kept; left out: of a trial in this record, "
              "and nobody is enrolled at a site before it is begun.")};
  }
};

struct OpenSite {
  static constexpr std::string_view name = "study/open_site";
  static constexpr std::string_view help = "Open a study at a site, with its ethics approval.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::investigator, Role::coordinator};
  static constexpr std::string_view signs = "ethics";
  static constexpr bool signs_fully = true;
  StudyId study;
  SiteId site;
  Code reference;
  kernel::Instant valid_from;
  kernel::Instant valid_until;
  std::optional<HexDigest> document;
  static constexpr auto describe() {
    return std::tuple{
        field("study", &OpenSite::study, "The study."),
        field("site", &OpenSite::site, "The site that may enrol."),
        field("reference", &OpenSite::reference, "The committee's reference of its approval."),
        field("valid_from", &OpenSite::valid_from, "From when the approval is in force."),
        field("valid_until", &OpenSite::valid_until, "Until when, not included."),
        field("document", &OpenSite::document, "SHA-256 of the filed approval.")};
  }
};

inline constexpr Rule approval_ends_before_it_begins{"study.approval_ends_before_it_begins", "R03"};
inline constexpr Rule limits_reversed{"study.limits_reversed", "R24"};
inline constexpr Rule test_listed_twice{"study.test_listed_twice", "R24"};
inline constexpr Rule no_approval{"study.no_approval", "R03"};

}  // namespace veinline::journey::study
