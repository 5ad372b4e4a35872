// SPDX-License-Identifier: Apache-2.0
// Identity: who a subject is, in texts that the vault keeps. Facts have references to them alone.
//
// All of it stays at the subject's own hospital. Papers and contacts are in documents.hpp.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "codes/identity_documents.hpp"
#include "journey/catalogue.hpp"
#include "journey/plain.hpp"

namespace veinline::journey::identity {

using codes::DocumentKind;

/// A text in the vault, and under which field's name it was sealed: it opens in no other place.
struct TextInVault {
  kernel::Sealed sealed;
  std::string field;  ///< "identity/register.name"
  bool operator==(const TextInVault&) const = default;
};

/// Why a document counts no more.
enum class Retired : std::uint8_t { expired, lost, replaced, entered_in_error, identified };
constexpr std::string_view text(Retired why) {
  switch (why) {
    case Retired::expired:
      return "expired";
    case Retired::lost:
      return "lost";
    case Retired::replaced:
      return "replaced";
    case Retired::entered_in_error:
      return "entered_in_error";
    case Retired::identified:
      return "identified";
  }
  return "";
}

enum class ContactKind : std::uint8_t { phone, email, address, relative_phone };
constexpr std::string_view text(ContactKind kind) {
  switch (kind) {
    case ContactKind::phone:
      return "phone";
    case ContactKind::email:
      return "email";
    case ContactKind::address:
      return "address";
    case ContactKind::relative_phone:
      return "relative_phone";
  }
  return "";
}

struct Document {
  DocumentKind kind = DocumentKind::hospital_number;
  TextInVault number;
  std::optional<Retired> retired{};
  bool operator==(const Document&) const = default;
};

/// Aspect of a subject: where the vault has what is known of them.
struct IdentityState {
  std::string site;  ///< id of the hospital that knows them
  TextInVault name;
  std::optional<TextInVault> reading;
  std::optional<TextInVault> birth_date;
  std::optional<TextInVault> sex;
  std::vector<TextInVault>
      former_names;                 ///< before a legal change of name, or before they were known
  std::vector<Document> documents;  ///< in the order in which they were told
  std::map<ContactKind, TextInVault> contacts;
  std::set<std::string> resembles;  ///< ids of subjects of the site who may be taken for them
  std::string same_human_as;        ///< id of the earlier pseudonym of the same human; empty: none
  bool operator==(const IdentityState&) const = default;
  /// Nobody knows yet who they are.
  [[nodiscard]] bool is_temporary() const;
};

/// What every fact about an identity at a site changes, so that no two people are registered with
/// one document at once.
Thing identities_of(const std::string& site);

/// A document as it is told.
struct TellDocument {
  DocumentKind kind;
  std::optional<kernel::Sealed> number;
  static constexpr auto describe() {
    return std::tuple{field("kind", &TellDocument::kind, "What document it is."),
                      field("number", &TellDocument::number,
                            "Its number; of a newborn or an unknown person one is made when it is "
                            "left out.")};
  }
};
struct ToldDocument {
  DocumentKind kind;
  kernel::Sealed number;
  static constexpr auto describe() {
    return std::tuple{field("kind", &ToldDocument::kind, "What document it is."),
                      field("number", &ToldDocument::number, "Its number, sealed in the vault.")};
  }
};

/// A subject has a name and, as far as they are known, the rest.
struct Registered {
  static constexpr std::string_view stored_name = "identity.registered/1";
  SubjectId subject;
  SiteId site;
  kernel::Sealed full_name;
  std::optional<kernel::Sealed> reading;
  std::optional<kernel::Sealed> birth_date;
  std::optional<kernel::Sealed> sex;
  std::optional<std::vector<ToldDocument>> documents;
  std::optional<std::vector<SubjectId>> resembles;
  std::optional<SubjectId> same_human_as;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {identities_of(site.text())}; }
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &Registered::subject, "Who it is.", Mark::changes),
        field("site", &Registered::site, "The hospital that knows them.", Mark::mentions),
        field("name", &Registered::full_name, "Their name, sealed in the vault."),
        field("reading", &Registered::reading, "How it is read, sealed in the vault."),
        field("birth_date", &Registered::birth_date, "Date of birth, sealed in the vault."),
        field("sex", &Registered::sex, "Sex, sealed in the vault."),
        field("documents", &Registered::documents, "Their identity documents."),
        field("resembles", &Registered::resembles, "Who may be taken for them.", Mark::changes),
        field("same_human_as", &Registered::same_human_as, "An earlier pseudonym of theirs.",
              Mark::mentions)};
  }
};

/// It is known now who a newborn or an unknown person is.
struct Resolved {
  static constexpr std::string_view stored_name = "identity.resolved/1";
  SubjectId subject;
  SiteId site;
  kernel::Sealed full_name;
  std::optional<kernel::Sealed> reading;
  std::optional<kernel::Sealed> birth_date;
  std::optional<kernel::Sealed> sex;
  std::optional<std::vector<ToldDocument>> documents;
  std::optional<std::vector<SubjectId>> resembles;
  std::optional<SubjectId> same_human_as;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {identities_of(site.text())}; }
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &Resolved::subject, "Who it is.", Mark::changes),
        field("site", &Resolved::site, "The hospital that knows them.", Mark::mentions),
        field("name", &Resolved::full_name, "Their name, sealed in the vault."),
        field("reading", &Resolved::reading, "How it is read, sealed in the vault."),
        field("birth_date", &Resolved::birth_date, "Date of birth, sealed in the vault."),
        field("sex", &Resolved::sex, "Sex, sealed in the vault."),
        field("documents", &Resolved::documents, "Their identity documents."),
        field("resembles", &Resolved::resembles, "Who may be taken for them.", Mark::changes),
        field("same_human_as", &Resolved::same_human_as, "An earlier pseudonym of theirs.",
              Mark::mentions)};
  }
};

/// Something was entered wrongly; the right text stands now in its place.
struct Corrected {
  static constexpr std::string_view stored_name = "identity.corrected/1";
  SubjectId subject;
  SiteId site;
  std::optional<kernel::Sealed> full_name;
  std::optional<kernel::Sealed> reading;
  std::optional<kernel::Sealed> birth_date;
  std::optional<kernel::Sealed> sex;
  std::optional<std::vector<SubjectId>> resembles;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {identities_of(site.text())}; }
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &Corrected::subject, "Who it is.", Mark::changes),
        field("site", &Corrected::site, "The hospital that knows them.", Mark::mentions),
        field("name", &Corrected::full_name, "The right name, sealed in the vault."),
        field("reading", &Corrected::reading, "How it is read, sealed in the vault."),
        field("birth_date", &Corrected::birth_date, "Date of birth, sealed in the vault."),
        field("sex", &Corrected::sex, "Sex, sealed in the vault."),
        field("resembles", &Corrected::resembles, "Who may be taken for them.", Mark::changes)};
  }
};

/// The subject has another name by law. The same human; the old name is kept.
struct NameChanged {
  static constexpr std::string_view stored_name = "identity.name_changed/1";
  SubjectId subject;
  SiteId site;
  kernel::Sealed full_name;
  std::optional<kernel::Sealed> reading;
  std::optional<std::vector<SubjectId>> resembles;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {identities_of(site.text())}; }
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &NameChanged::subject, "Who it is.", Mark::changes),
        field("site", &NameChanged::site, "The hospital that knows them.", Mark::mentions),
        field("name", &NameChanged::full_name, "The new name, sealed in the vault."),
        field("reading", &NameChanged::reading, "How it is read, sealed in the vault."),
        field("resembles", &NameChanged::resembles, "Who may be taken for them.", Mark::changes)};
  }
};

struct Register {
  static constexpr std::string_view name = "identity/register";
  static constexpr std::string_view help =
      "Say who a subject is. Everything goes to the vault; who may be taken for them is answered.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::physician,
                               Role::apheresis_nurse};
  static PlainTexts texts(const kernel::Object& data, const PlainGiven& given);
  SubjectId subject;
  kernel::Sealed full_name;
  std::optional<kernel::Sealed> reading;
  std::optional<kernel::Sealed> birth_date;
  std::optional<kernel::Sealed> sex;
  std::optional<std::vector<TellDocument>> documents;
  std::optional<SubjectId> same_human_as;
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &Register::subject, "The subject, who is enrolled."),
        field("name", &Register::full_name, "Their name as the document has it."),
        field("reading", &Register::reading,
              "The name in Latin letters as the family says it; of Han characters the commonest "
              "reading counts when it is left out."),
        field("birth_date", &Register::birth_date,
              "Date of birth, like 1981-02-28; taken from the document where that holds it."),
        field("sex", &Register::sex,
              "female or male; taken from the document where that holds it."),
        field("documents", &Register::documents, "Their identity documents and hospital number."),
        field("same_human_as", &Register::same_human_as,
              "An earlier pseudonym of the same human, e.g. of an earlier study.")};
  }
};

struct Resolve {
  static constexpr std::string_view name = "identity/resolve";
  static constexpr std::string_view help =
      "Say who a newborn or an unknown person is, now that it is known.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::physician};
  static constexpr bool needs_reason = true;
  static PlainTexts texts(const kernel::Object& data, const PlainGiven& given);
  SubjectId subject;
  kernel::Sealed full_name;
  std::optional<kernel::Sealed> reading;
  std::optional<kernel::Sealed> birth_date;
  std::optional<kernel::Sealed> sex;
  std::optional<std::vector<TellDocument>> documents;
  std::optional<SubjectId> same_human_as;
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &Resolve::subject, "The subject, who has a temporary identity."),
        field("name", &Resolve::full_name, "Their name as the document has it."),
        field("reading", &Resolve::reading, "The name in Latin letters as the family says it."),
        field("birth_date", &Resolve::birth_date, "Date of birth, like 1981-02-28."),
        field("sex", &Resolve::sex, "female or male."),
        field("documents", &Resolve::documents, "Their identity documents and hospital number."),
        field("same_human_as", &Resolve::same_human_as,
              "An earlier pseudonym of the same human, e.g. of an earlier study.")};
  }
};

struct Correct {
  static constexpr std::string_view name = "identity/correct";
  static constexpr std::string_view help =
      "Put right what was entered wrongly; a name that changed by law is another thing.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::physician};
  static constexpr bool needs_reason = true;
  static PlainTexts texts(const kernel::Object& data, const PlainGiven& given);
  SubjectId subject;
  std::optional<kernel::Sealed> full_name;
  std::optional<kernel::Sealed> reading;
  std::optional<kernel::Sealed> birth_date;
  std::optional<kernel::Sealed> sex;
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &Correct::subject, "The subject."),
        field("name", &Correct::full_name, "The right name; leave out what is right."),
        field("reading", &Correct::reading, "The right reading."),
        field("birth_date", &Correct::birth_date, "The right date of birth, like 1981-02-28."),
        field("sex", &Correct::sex, "female or male.")};
  }
};

struct ChangeName {
  static constexpr std::string_view name = "identity/change_name";
  static constexpr std::string_view help =
      "Record that the subject has another name by law; the old one is kept.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::physician};
  static constexpr bool needs_reason = true;
  static PlainTexts texts(const kernel::Object& data, const PlainGiven& given);
  SubjectId subject;
  kernel::Sealed full_name;
  std::optional<kernel::Sealed> reading;
  static constexpr auto describe() {
    return std::tuple{field("subject", &ChangeName::subject, "The subject."),
                      field("name", &ChangeName::full_name, "The new name."),
                      field("reading", &ChangeName::reading, "The new name in Latin letters.")};
  }
};

/// The identity of a subject of the asker's own hospital, or why they may not touch it.
kernel::Result<const IdentityState*, Refusal> own_identity(Reader& reader, const Asked& asked,
                                                           const SubjectId& subject);
/// nullptr: names may be kept and shown at this site.
const Rule* names_forbidden(Reader& reader, const SiteId& site);
/// Who may be taken for the subject, without those who are said to be the same human.
kernel::Result<std::optional<std::vector<SubjectId>>, Refusal> look_alikes(
    Reader& reader, const Asked& asked, const SubjectId& subject,
    const std::optional<SubjectId>& same_human_as);

inline constexpr Rule names_stay_at_hospitals{"identity.names_stay_at_hospitals", "R43"};
inline constexpr Rule already_registered{"identity.already_registered", "R08"};
inline constexpr Rule not_registered{"identity.not_registered", "R08"};
inline constexpr Rule same_document{"identity.same_document", "R08"};
inline constexpr Rule document_known{"identity.document_known", "R08"};
inline constexpr Rule no_such_document{"identity.no_such_document", "R08"};
inline constexpr Rule not_temporary{"identity.not_temporary", "R08"};
inline constexpr Rule nothing_corrected{"identity.nothing_corrected", "R40"};

}  // namespace veinline::journey::identity
