// SPDX-License-Identifier: Apache-2.0
// Papers: controlled documents of a site or a study, version by version: filed by one person,
// approved by another, in force from a moment on, superseded, withdrawn, and read by whom it
// concerns. The bytes are in the vault; a fact has their SHA-256. docs/documents.md.
#pragma once

#include <optional>
#include <vector>

#include "journey/papers/document.hpp"

namespace veinline::journey::papers {

/// There is a document. It has no version yet.
struct DocumentBegun {
  static constexpr std::string_view stored_name = "papers.document_begun/1";
  DocumentId document;
  PaperKind kind;
  Tongue language;
  Code code;
  SiteId site;
  std::optional<StudyId> study;
  std::optional<SubjectId> subject;
  kernel::Sealed title;
  std::optional<Circle> told_to{};
  static constexpr auto describe() {
    return std::tuple{
        field("document", &DocumentBegun::document, "The document.", Mark::changes),
        field("kind", &DocumentBegun::kind, "What it is."),
        field("language", &DocumentBegun::language, "In which language."),
        field("code", &DocumentBegun::code, "Its number in the house."),
        field("site", &DocumentBegun::site, "The site that keeps it.", Mark::mentions),
        field("study", &DocumentBegun::study, "Whose study's it is.", Mark::mentions),
        field("subject", &DocumentBegun::subject, "About whom it is.", Mark::mentions),
        field("title", &DocumentBegun::title, "Its title, sealed.", Mark::trial),
        field("told_to", &DocumentBegun::told_to,
              "Who alone is told of it; none: whoever sees its like.")};
  }
};

/// These are the sites that have it beside the one that keeps it.
struct DocumentDistributed {
  static constexpr std::string_view stored_name = "papers.document_distributed/1";
  DocumentId document;
  std::optional<std::vector<SiteId>> sites;
  static constexpr auto describe() {
    return std::tuple{
        field("document", &DocumentDistributed::document, "The document.", Mark::changes),
        field("sites", &DocumentDistributed::sites, "Which sites; none: no other any more.",
              Mark::mentions)};
  }
};

/// A version was filed: its bytes were durable before.
struct VersionFiled {
  static constexpr std::string_view stored_name = "papers.version_filed/1";
  DocumentId document;
  Code version;
  std::optional<HexDigest> sha256;
  HexDigest stored;
  Count size;
  Media media;
  kernel::Sealed opening;
  PersonId author;
  std::optional<SubjectId> subject;
  static constexpr auto describe() {
    return std::tuple{
        field("document", &VersionFiled::document, "The document.", Mark::changes),
        field("version", &VersionFiled::version, "Which version it is."),
        field("sha256", &VersionFiled::sha256,
              "SHA-256 of the bytes; none of a document about a patient."),
        field("stored", &VersionFiled::stored, "SHA-256 of the sealed bytes."),
        field("size", &VersionFiled::size, "How many bytes."),
        field("media", &VersionFiled::media, "What the bytes are."),
        field("opening", &VersionFiled::opening, "What opens the bytes, sealed.", Mark::trial),
        field("author", &VersionFiled::author, "Who filed it.", Mark::mentions),
        field("subject", &VersionFiled::subject, "About whom it is.", Mark::mentions)};
  }
};

/// Somebody else than its author approved a version.
struct VersionApproved {
  static constexpr std::string_view stored_name = "papers.version_approved/1";
  DocumentId document;
  Code version;
  PersonId approver;
  kernel::Instant from;
  std::optional<kernel::Instant> until;
  static constexpr auto describe() {
    return std::tuple{
        field("document", &VersionApproved::document, "The document.", Mark::changes),
        field("version", &VersionApproved::version, "Which version."),
        field("approver", &VersionApproved::approver, "Who approved it.", Mark::mentions),
        field("from", &VersionApproved::from, "From when it is in force."),
        field("until", &VersionApproved::until,
              "Until when at most, not included; none: until another takes its place.")};
  }
};

/// A version is not to be used any more, or never.
struct VersionWithdrawn {
  static constexpr std::string_view stored_name = "papers.version_withdrawn/1";
  DocumentId document;
  Code version;
  kernel::Instant withdrawn_at;
  static constexpr auto describe() {
    return std::tuple{
        field("document", &VersionWithdrawn::document, "The document.", Mark::changes),
        field("version", &VersionWithdrawn::version, "Which version."),
        field("withdrawn_at", &VersionWithdrawn::withdrawn_at, "From when on.")};
  }
};

/// Who has one of these roles at a site that has the document must read it.
struct ReadingRequired {
  static constexpr std::string_view stored_name = "papers.reading_required/1";
  DocumentId document;
  std::optional<std::vector<Role>> roles;
  static constexpr auto describe() {
    return std::tuple{
        field("document", &ReadingRequired::document, "The document.", Mark::changes),
        field("roles", &ReadingRequired::roles, "Which roles; none: nobody must any more.")};
  }
};

/// A person signed that they have read a version.
struct VersionRead {
  static constexpr std::string_view stored_name = "papers.version_read/1";
  DocumentId document;
  Code version;
  PersonId reader;
  static constexpr auto describe() {
    return std::tuple{field("document", &VersionRead::document, "The document.", Mark::changes),
                      field("version", &VersionRead::version, "Which version."),
                      field("reader", &VersionRead::reader, "Who read it.", Mark::mentions)};
  }
};

/// Somebody was given the bytes of a document about a patient.
struct VersionOpened {
  static constexpr std::string_view stored_name = "papers.version_opened/1";
  DisclosureId disclosure;
  DocumentId document;
  Code version;
  SubjectId subject;
  static constexpr auto describe() {
    return std::tuple{
        field("disclosure", &VersionOpened::disclosure, "This disclosure.", Mark::changes),
        field("document", &VersionOpened::document, "The document.", Mark::mentions),
        field("version", &VersionOpened::version, "Which version."),
        field("subject", &VersionOpened::subject, "About whom it is.", Mark::mentions)};
  }
};

struct Begin {
  static constexpr std::string_view name = "papers/begin";
  static constexpr std::string_view help =
      "Begin a document that your site keeps: its own, or of a study.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::quality};
  DocumentId document;
  PaperKind paper;
  Tongue language;
  Code code;
  std::optional<StudyId> study;
  kernel::Sealed title;
  std::optional<Circle> told_to{};
  static constexpr auto describe() {
    return std::tuple{
        field("document", &Begin::document, "The document; made when left out.", Mark::fresh),
        field("kind", &Begin::paper, "What it is."),
        field("language", &Begin::language, "In which language it is."),
        field("code", &Begin::code, "Its number in your house, e.g. SOP-QA-014."),
        field("study", &Begin::study, "The study whose document it is; leave out: your site's."),
        field("title", &Begin::title, "Its title, which is sealed.", Mark::trial),
        field("told_to", &Begin::told_to,
              "Who alone is told of it: of a study that is or will be blinded what tells an arm; "
              "leave out: whoever sees its like.")};
  }
};

struct BeginAbout {
  static constexpr std::string_view name = "papers/begin_about";
  static constexpr std::string_view help =
      "Begin a document about a patient of your site: it is erased with the patient's texts.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::quality};
  DocumentId document;
  SubjectId subject;
  PaperKind paper;
  Tongue language;
  Code code;
  kernel::Sealed title;
  std::optional<Circle> told_to{};
  static constexpr auto describe() {
    return std::tuple{
        field("document", &BeginAbout::document, "The document; made when left out.", Mark::fresh),
        field("subject", &BeginAbout::subject, "The patient whom it is about."),
        field("kind", &BeginAbout::paper, "What it is."),
        field("language", &BeginAbout::language, "In which language it is."),
        field("code", &BeginAbout::code, "Its number in your house; no name of anybody."),
        field("title", &BeginAbout::title, "Its title, which is sealed.", Mark::trial),
        field("told_to", &BeginAbout::told_to,
              "Who alone is told of it, when it tells the arm of the patient; a certificate of "
              "analysis always does.")};
  }
};

struct Distribute {
  static constexpr std::string_view name = "papers/distribute";
  static constexpr std::string_view help =
      "Say which other sites have a document that your site keeps.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::quality};
  DocumentId document;
  std::optional<std::vector<SiteId>> sites;
  static constexpr auto describe() {
    return std::tuple{field("document", &Distribute::document, "The document."),
                      field("sites", &Distribute::sites, "All of them; leave out: none any more.")};
  }
};

/// Asked by the program once it keeps the bytes (POST /api/v1/document/{document}).
struct FileVersion {
  static constexpr std::string_view name = "papers/file_version";
  static constexpr std::string_view help =
      "File a version of a document; it is asked by sending the bytes.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::quality,
                               Role::qc_analyst};
  static constexpr bool live_only = true;
  static constexpr bool with_bytes = true;
  DocumentId document;
  Code version;
  HexDigest sha256;
  HexDigest stored;
  Count size;
  Media media;
  kernel::Sealed opening;
  static constexpr auto describe() {
    return std::tuple{
        field("document", &FileVersion::document, "The document."),
        field("version", &FileVersion::version, "Which version it is, e.g. V2.0."),
        field("sha256", &FileVersion::sha256, "SHA-256 of the bytes."),
        field("stored", &FileVersion::stored, "SHA-256 of the sealed bytes."),
        field("size", &FileVersion::size, "How many bytes."),
        field("media", &FileVersion::media, "What the bytes are."),
        field("opening", &FileVersion::opening, "What opens the bytes.", Mark::trial)};
  }
};

struct ApproveVersion {
  static constexpr std::string_view name = "papers/approve_version";
  static constexpr std::string_view help =
      "Approve a version that somebody else filed; it comes into force.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::investigator, Role::quality};
  static constexpr std::string_view signs = "approval";
  static constexpr bool signs_fully = true;
  static constexpr bool live_only = true;  // nobody approves in another one's name
  DocumentId document;
  Code version;
  std::optional<kernel::Instant> from;
  std::optional<kernel::Instant> until;
  static constexpr auto describe() {
    return std::tuple{
        field("document", &ApproveVersion::document, "The document."),
        field("version", &ApproveVersion::version, "Which version."),
        field("from", &ApproveVersion::from, "From when it is in force; leave out: from now."),
        field("until", &ApproveVersion::until,
              "Until when, not included; leave out: until another takes its place.")};
  }
};

struct WithdrawVersion {
  static constexpr std::string_view name = "papers/withdraw_version";
  static constexpr std::string_view help =
      "Withdraw a version: nobody is to use it any more, and none takes its place by itself.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::investigator, Role::quality};
  static constexpr bool needs_reason = true;
  static constexpr bool live_only = true;
  DocumentId document;
  Code version;
  static constexpr auto describe() {
    return std::tuple{field("document", &WithdrawVersion::document, "The document."),
                      field("version", &WithdrawVersion::version, "Which version.")};
  }
};

struct RequireReading {
  static constexpr std::string_view name = "papers/require_reading";
  static constexpr std::string_view help =
      "Say who must read a document and sign for each version of it.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::quality};
  DocumentId document;
  std::optional<std::vector<Role>> readers;
  static constexpr auto describe() {
    return std::tuple{field("document", &RequireReading::document, "The document."),
                      field("roles", &RequireReading::readers,
                            "Who has one of these roles; leave out: nobody any more.")};
  }
};

struct RecordReading {
  static constexpr std::string_view name = "papers/record_reading";
  static constexpr std::string_view help = "Sign that you have read a version of a document.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::administrator, Role::coordinator,     Role::investigator,
                               Role::physician,     Role::apheresis_nurse, Role::courier,
                               Role::technologist,  Role::operator_,       Role::qc_analyst,
                               Role::quality,       Role::infusion_nurse,  Role::importer};
  static constexpr std::string_view signs = "reading";
  static constexpr bool live_only = true;
  DocumentId document;
  Code version;
  static constexpr auto describe() {
    return std::tuple{field("document", &RecordReading::document, "The document."),
                      field("version", &RecordReading::version, "Which version.")};
  }
};

/// Asked by the program in the name of who opens it (GET /api/v1/document_bytes/{document}). Asked
/// by itself it records a disclosure and shows nothing.
struct OpenVersion {
  static constexpr std::string_view name = "papers/open_version";
  static constexpr std::string_view help =
      "Record that a document about a patient was opened; asking for its bytes asks this.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator,     Role::investigator, Role::physician,
                               Role::apheresis_nurse, Role::quality,      Role::infusion_nurse};
  static constexpr bool live_only = true;
  static constexpr bool reads_opened = true;
  DisclosureId disclosure;
  DocumentId document;
  Code version;
  static constexpr auto describe() {
    return std::tuple{field("disclosure", &OpenVersion::disclosure,
                            "This disclosure; made when left out.", Mark::fresh),
                      field("document", &OpenVersion::document, "The document."),
                      field("version", &OpenVersion::version, "Which version.")};
  }
};

/// The same of those who check what others do: they are of no site there, and see what their
/// studies or their office let them see.
struct InspectVersion {
  static constexpr std::string_view name = "papers/inspect_version";
  static constexpr std::string_view help =
      "Record that who monitors or inspects opened a document about a patient.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::monitor, Role::inspector};
  static constexpr bool live_only = true;
  DisclosureId disclosure;
  DocumentId document;
  Code version;
  static constexpr auto describe() {
    return std::tuple{field("disclosure", &InspectVersion::disclosure,
                            "This disclosure; made when left out.", Mark::fresh),
                      field("document", &InspectVersion::document, "The document."),
                      field("version", &InspectVersion::version, "Which version.")};
  }
};

inline constexpr Rule version_exists{"papers.version_exists", "E1"};
inline constexpr Rule unknown_version{"papers.unknown_version", "E1"};
inline constexpr Rule another_approves{"papers.another_approves", "R41"};
inline constexpr Rule approved_before{"papers.approved_before", "E1"};
inline constexpr Rule is_withdrawn{"papers.is_withdrawn", "E1"};
inline constexpr Rule begins_in_the_past{"papers.begins_in_the_past", "E1"};
inline constexpr Rule begins_before_it_was_filed{"papers.begins_before_it_was_filed", "E1"};
inline constexpr Rule ends_before_it_begins{"papers.ends_before_it_begins", "E1"};
inline constexpr Rule not_to_be_read{"papers.not_to_be_read", "E1"};
inline constexpr Rule read_before{"papers.read_before", "E1"};
inline constexpr Rule of_no_study{"papers.of_no_study", "R43"};
inline constexpr Rule about_nobody{"papers.about_nobody", "R39"};
inline constexpr Rule closed_for_reading{"papers.closed_for_reading", "R39"};

}  // namespace veinline::journey::papers
