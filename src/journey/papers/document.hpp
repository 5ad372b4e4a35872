// SPDX-License-Identifier: Apache-2.0
// DocumentState: a controlled document, its versions, and how each stands at a moment.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "journey/catalogue.hpp"

namespace veinline::journey::papers {

enum class PaperKind : std::uint8_t {
  protocol,
  consent_form,
  sop,
  ethics_approval,
  investigators_brochure,
  certificate_of_analysis,
  manual,
  other
};
constexpr std::string_view text(PaperKind kind) {
  switch (kind) {
    case PaperKind::protocol:
      return "protocol";
    case PaperKind::consent_form:
      return "consent_form";
    case PaperKind::sop:
      return "sop";
    case PaperKind::ethics_approval:
      return "ethics_approval";
    case PaperKind::investigators_brochure:
      return "investigators_brochure";
    case PaperKind::certificate_of_analysis:
      return "certificate_of_analysis";
    case PaperKind::manual:
      return "manual";
    case PaperKind::other:
      return "other";
  }
  return "";
}

enum class Tongue : std::uint8_t { chinese, english, bilingual, another_language };
constexpr std::string_view text(Tongue tongue) {
  switch (tongue) {
    case Tongue::chinese:
      return "chinese";
    case Tongue::english:
      return "english";
    case Tongue::bilingual:
      return "bilingual";
    case Tongue::another_language:
      return "another_language";
  }
  return "";
}

/// Who alone is told of it, if not everybody who sees its like.
enum class Circle : std::uint8_t { unblinded };
constexpr std::string_view text(Circle circle) {
  switch (circle) {
    case Circle::unblinded:
      return "unblinded";
  }
  return "";
}

/// What the bytes are, by how they begin, never by what somebody says of them.
enum class Media : std::uint8_t { pdf, png, jpeg, plain_text };
constexpr std::string_view text(Media media) {
  switch (media) {
    case Media::pdf:
      return "pdf";
    case Media::png:
      return "png";
    case Media::jpeg:
      return "jpeg";
    case Media::plain_text:
      return "plain_text";
  }
  return "";
}

/// One version as it was filed, and what became of it.
struct Version {
  std::string label;  ///< "V2.0"; unique in its document
  std::string author;
  std::string sha256;  ///< of the bytes, hex; empty of a document about a patient
  std::string stored;  ///< SHA-256 of the sealed bytes, hex: under which they are kept
  std::int64_t size = 0;
  Media media = Media::pdf;
  std::optional<kernel::Sealed> opening;  ///< what opens them
  kernel::Instant filed_at{};
  std::string approver{};                 ///< empty: nobody yet
  std::int64_t approved_as = 0;           ///< how many approvals of the document this was, from 1
  std::optional<kernel::Instant> from{};  ///< when it comes into force; empty: not approved
  std::optional<kernel::Instant> until{};
  std::optional<kernel::Instant> withdrawn_at{};
  std::map<std::string, kernel::Instant> readers{};  ///< by person id: when they signed for it
  bool operator==(const Version&) const = default;
};

/// Aspect of a document.
struct DocumentState {
  PaperKind kind = PaperKind::other;
  Tongue language = Tongue::english;
  bool is_for_unblinded = false;  ///< whoever began it said so
  std::string code;               ///< its number in the house, "SOP-QA-014"
  std::string site;               ///< id of the site that keeps it
  std::string study;              ///< id; empty: it is the site's
  std::string subject;            ///< id; empty: it is about no patient
  std::optional<kernel::Sealed> title;
  /// By id of a site that was given it beside its own: from which record on, and until which.
  struct Given {
    std::uint64_t since = 0;
    std::uint64_t until = 0;  ///< 0: it still has it
    bool operator==(const Given&) const = default;
  };
  std::map<std::string, Given> sites;
  std::set<Role> readers;         ///< who must read each version that comes into force
  std::vector<Version> versions;  ///< as they were filed
  bool operator==(const DocumentState&) const = default;
  [[nodiscard]] const Version* version(std::string_view label) const;
  /// In a study that is blinded it is for those alone who may know the arm: who began it said so,
  /// or it is a certificate of what was made for one patient.
  [[nodiscard]] bool tells_arm() const {
    return is_for_unblinded || (!subject.empty() && kind == PaperKind::certificate_of_analysis);
  }
  /// Whether it is kept at the site, or was given to it.
  [[nodiscard]] bool is_at(const std::string& id) const {
    const auto given = sites.find(id);
    return id == site || (given != sites.end() && given->second.until == 0);
  }
};

/// How a version stands at a moment.
enum class Standing : std::uint8_t { draft, coming, in_force, superseded, ended, withdrawn };
constexpr std::string_view text(Standing standing) {
  switch (standing) {
    case Standing::draft:
      return "draft";
    case Standing::coming:
      return "coming";
    case Standing::in_force:
      return "in_force";
    case Standing::superseded:
      return "superseded";
    case Standing::ended:
      return "ended";
    case Standing::withdrawn:
      return "withdrawn";
  }
  return "";
}

/// The version in force at a moment: of those that had come into force by then, the one that came
/// last, and of two of one moment the one that was approved last; unless it was withdrawn or has
/// ended. What it took the place of never comes back by itself. nullptr: none is.
const Version* in_force(const DocumentState& document, kernel::Instant at);
Standing standing(const DocumentState& document, const Version& version, kernel::Instant at);
/// When a version in force ends as far as is known; empty: nothing says so.
std::optional<kernel::Instant> ends(const DocumentState& document, const Version& version);

}  // namespace veinline::journey::papers
