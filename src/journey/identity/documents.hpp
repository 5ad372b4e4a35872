// SPDX-License-Identifier: Apache-2.0
// Identity, continued: documents that come and go, and how to reach somebody, which need not be
// known as long as who it is (Mark::contact).
#pragma once

#include "journey/identity/identity.hpp"

namespace veinline::journey::identity {

/// A further document of the subject.
struct DocumentAdded {
  static constexpr std::string_view stored_name = "identity.document_added/1";
  SubjectId subject;
  SiteId site;
  DocumentKind document;
  kernel::Sealed number;
  std::optional<std::vector<SubjectId>> resembles;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {identities_of(site.text())}; }
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &DocumentAdded::subject, "Whose it is.", Mark::changes),
        field("site", &DocumentAdded::site, "The hospital that knows them.", Mark::mentions),
        field("kind", &DocumentAdded::document, "What document it is."),
        field("number", &DocumentAdded::number, "Its number, sealed in the vault."),
        field("resembles", &DocumentAdded::resembles, "Who may be taken for them.", Mark::changes)};
  }
};

/// A document counts no more. It is still known whose it was.
struct DocumentRetired {
  static constexpr std::string_view stored_name = "identity.document_retired/1";
  SubjectId subject;
  SiteId site;
  Count document;
  Retired why;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {identities_of(site.text())}; }
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &DocumentRetired::subject, "Whose it is.", Mark::changes),
        field("site", &DocumentRetired::site, "The hospital that knows them.", Mark::mentions),
        field("document", &DocumentRetired::document,
              "Which of their documents, in the order in which they were told, from 1."),
        field("why", &DocumentRetired::why, "Why it counts no more.")};
  }
};

/// How the subject is reached, or that they are not reached so any more.
struct ContactSet {
  static constexpr std::string_view stored_name = "identity.contact_set/1";
  SubjectId subject;
  SiteId site;
  ContactKind contact;
  std::optional<kernel::Sealed> value;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {identities_of(site.text())}; }
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &ContactSet::subject, "Who is reached.", Mark::changes),
        field("site", &ContactSet::site, "The hospital that knows them.", Mark::mentions),
        field("kind", &ContactSet::contact, "How."),
        field("value", &ContactSet::value, "Number or address, sealed in the vault.",
              Mark::contact)};
  }
};

struct AddDocument {
  static constexpr std::string_view name = "identity/add_document";
  static constexpr std::string_view help = "Add an identity document or a hospital number.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::physician,
                               Role::apheresis_nurse};
  static PlainTexts texts(const kernel::Object& data, const PlainGiven& given);
  SubjectId subject;
  DocumentKind document;
  std::optional<kernel::Sealed> number;
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &AddDocument::subject, "The subject."),
        field("kind", &AddDocument::document, "What document it is."),
        field("number", &AddDocument::number,
              "Its number; of a newborn or an unknown person one is made when it is left out.")};
  }
};

struct RetireDocument {
  static constexpr std::string_view name = "identity/retire_document";
  static constexpr std::string_view help = "Record that a document counts no more.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::physician};
  SubjectId subject;
  Count document;
  Retired why;
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &RetireDocument::subject, "The subject."),
        field("document", &RetireDocument::document,
              "Which of their documents, in the order in which they were told, from 1."),
        field("why", &RetireDocument::why, "Why it counts no more.")};
  }
};

struct SetContact {
  static constexpr std::string_view name = "identity/set_contact";
  static constexpr std::string_view help = "Say how a subject is reached.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::physician,
                               Role::apheresis_nurse};
  static PlainTexts texts(const kernel::Object& data, const PlainGiven& given);
  SubjectId subject;
  ContactKind contact;
  std::optional<kernel::Sealed> value;
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &SetContact::subject, "The subject."),
        field("kind", &SetContact::contact, "How."),
        field("value", &SetContact::value,
              "Number or address; leave it out when it is no longer right.", Mark::contact)};
  }
};

}  // namespace veinline::journey::identity
