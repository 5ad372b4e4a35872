// SPDX-License-Identifier: Apache-2.0
#include "journey/papers/papers.hpp"

#include <algorithm>

#include "journey/blinding/blinding.hpp"
#include "journey/disclosure/disclosure.hpp"
#include "journey/erasure/erasure.hpp"
#include "journey/quality/home.hpp"
#include "journey/staff/staff.hpp"

namespace veinline::journey::papers {

using kernel::Instant;

namespace {

/// It came into force by then: what was withdrawn before it began never did.
bool has_begun(const Version& version, Instant at) {
  return version.from && *version.from <= at &&
         !(version.withdrawn_at && *version.withdrawn_at < *version.from);
}

bool is_later(const Version& one, const Version& other) {
  return *one.from != *other.from ? *one.from > *other.from : one.approved_as > other.approved_as;
}

const Version* newest_begun(const DocumentState& document, Instant at) {
  const Version* newest = nullptr;
  for (const Version& one : document.versions) {
    if (has_begun(one, at) && (newest == nullptr || is_later(one, *newest))) newest = &one;
  }
  return newest;
}

bool is_withdrawn_at(const Version& version, Instant at) {
  return version.withdrawn_at && *version.withdrawn_at <= at;
}

}  // namespace

const Version* DocumentState::version(std::string_view label) const {
  const auto found = std::find_if(versions.begin(), versions.end(),
                                  [&](const Version& one) { return one.label == label; });
  return found == versions.end() ? nullptr : &*found;
}

const Version* in_force(const DocumentState& document, Instant at) {
  const Version* newest = newest_begun(document, at);
  const bool is_over =
      newest == nullptr || is_withdrawn_at(*newest, at) || (newest->until && at >= *newest->until);
  return is_over ? nullptr : newest;
}

Standing standing(const DocumentState& document, const Version& version, Instant at) {
  if (is_withdrawn_at(version, at)) return Standing::withdrawn;
  if (!version.from) return Standing::draft;
  if (*version.from > at) return Standing::coming;
  if (newest_begun(document, at) != &version) return Standing::superseded;
  return version.until && at >= *version.until ? Standing::ended : Standing::in_force;
}

std::optional<Instant> ends(const DocumentState& document, const Version& version) {
  std::optional<Instant> out = version.until;
  for (const Version& one : document.versions) {
    const bool takes_its_place = &one != &version && version.from && one.from &&
                                 has_begun(one, *one.from) && is_later(one, version);
    if (takes_its_place && (!out || *one.from < *out)) out = one.from;
  }
  return out;
}

void evolve(World& world, const Told&, const DocumentBegun& fact) {
  world.make<DocumentState>(fact.document, [&](DocumentState& document) {
    document.kind = fact.kind;
    document.language = fact.language;
    document.code = fact.code.text();
    document.site = fact.site.text();
    if (fact.study) document.study = fact.study->text();
    if (fact.subject) document.subject = fact.subject->text();
    document.title = fact.title;
    document.is_for_unblinded = fact.told_to == Circle::unblinded;
  });
}

void evolve(World& world, const Told& told, const DocumentDistributed& fact) {
  world.change<DocumentState>(fact.document, [&](DocumentState& document) {
    std::set<std::string> now;
    if (fact.sites) {
      for (const SiteId& site : *fact.sites) now.insert(site.text());
    }
    for (auto& [site, given] : document.sites) {
      if (given.until == 0 && !now.contains(site)) given.until = told.seq;
    }
    for (const std::string& site : now) {
      DocumentState::Given& given = document.sites[site];
      if (given.since == 0 || given.until != 0) given = {told.seq, 0};
    }
  });
}

void evolve(World& world, const Told& told, const VersionFiled& fact) {
  world.change<DocumentState>(fact.document, [&](DocumentState& document) {
    Version version;
    version.label = fact.version.text();
    version.author = fact.author.text();
    if (fact.sha256) version.sha256 = fact.sha256->text();
    version.stored = fact.stored.text();
    version.size = fact.size.value;
    version.media = fact.media;
    version.opening = fact.opening;
    version.filed_at = told.recorded_at;
    document.versions.push_back(std::move(version));
  });
}

namespace {

/// `fn(Version&, DocumentState&)`; a version that nobody filed is a history that contradicts
/// itself.
template <class Fn>
void change_version(World& world, const DocumentId& id, const Code& label, const Fn& fn) {
  bool is_there = true;
  world.change<DocumentState>(id, [&](DocumentState& document) {
    const auto found = std::find_if(document.versions.begin(), document.versions.end(),
                                    [&](const Version& one) { return one.label == label.text(); });
    is_there = found != document.versions.end();
    if (is_there) fn(*found, document);
  });
  if (!is_there) world.mark(id, Strange::inconsistent);
}

}  // namespace

void evolve(World& world, const Told&, const VersionApproved& fact) {
  change_version(world, fact.document, fact.version,
                 [&](Version& version, const DocumentState& document) {
                   const auto approved =
                       std::count_if(document.versions.begin(), document.versions.end(),
                                     [](const Version& one) { return one.from.has_value(); });
                   version.approver = fact.approver.text();
                   version.approved_as = approved + 1;
                   version.from = fact.from;
                   version.until = fact.until;
                 });
}

void evolve(World& world, const Told&, const VersionWithdrawn& fact) {
  change_version(world, fact.document, fact.version, [&](Version& version, const DocumentState&) {
    version.withdrawn_at = fact.withdrawn_at;
  });
}

void evolve(World& world, const Told&, const ReadingRequired& fact) {
  world.change<DocumentState>(fact.document, [&](DocumentState& document) {
    document.readers.clear();
    if (fact.roles) document.readers.insert(fact.roles->begin(), fact.roles->end());
  });
}

void evolve(World& world, const Told& told, const VersionRead& fact) {
  change_version(world, fact.document, fact.version, [&](Version& version, const DocumentState&) {
    version.readers.emplace(fact.reader.text(), told.happened_at);
  });
}

void evolve(World& world, const Told&, const VersionOpened& fact) {
  world.make<disclosure::DisclosureState>(fact.disclosure, [&](disclosure::DisclosureState& state) {
    state.subject = fact.subject.text();
  });
}

namespace {

/// The document, where the asker's site keeps it; else why not. Both null: it is not loaded, or is
/// none, which the desk says.
struct Kept {
  const DocumentState* document = nullptr;
  const Rule* rule = nullptr;
};
Kept kept_by(Reader& reader, const Asked& asked, const DocumentId& id) {
  const auto* document = reader.find<DocumentState>(id);
  if (document == nullptr) return {nullptr, &general::unknown_thing};
  if (document->site != asked.at.text()) return {nullptr, &general::of_another_site};
  return {document, nullptr};
}

}  // namespace

// Who is blinded does not begin what they may not see: they would have it in their hands.
Decision decide(Reader& reader, const Asked& asked, const Begin& order) {
  if (order.told_to) {
    if (!order.study) return refuse(of_no_study, "told_to");
    const Rule* rule = blinding::not_for_them(reader, order.study->text(), {}, asked.by.text());
    if (rule != nullptr) return refuse(*rule, "told_to");
  }
  return facts(DocumentBegun{order.document, order.paper, order.language, order.code, asked.at,
                             order.study, std::nullopt, order.title, order.told_to});
}

Decision decide(Reader& reader, const Asked& asked, const BeginAbout& order) {
  if (quality::hospital_of(reader, order.subject) != asked.at.text()) {
    return refuse(general::of_another_site, "subject");
  }
  const bool is_certificate = order.paper == PaperKind::certificate_of_analysis;
  if (order.told_to || is_certificate) {
    const Rule* rule = blinding::not_for_them(reader, quality::study_of(reader, order.subject),
                                              order.subject.text(), asked.by.text());
    if (rule != nullptr) return refuse(*rule, is_certificate ? "kind" : "told_to");
  }
  return facts(DocumentBegun{order.document, order.paper, order.language, order.code, asked.at,
                             std::nullopt, order.subject, order.title, order.told_to});
}

Decision decide(Reader& reader, const Asked& asked, const Distribute& order) {
  const Kept kept = kept_by(reader, asked, order.document);
  if (kept.rule != nullptr) return refuse(*kept.rule, "document");
  return facts(DocumentDistributed{order.document, order.sites});
}

Decision decide(Reader& reader, const Asked& asked, const FileVersion& order) {
  const Kept kept = kept_by(reader, asked, order.document);
  if (kept.rule != nullptr) return refuse(*kept.rule, "document");
  if (kept.document->version(order.version.text()) != nullptr) {
    return refuse(version_exists, "version");
  }
  VersionFiled filed{order.document, order.version, order.sha256, order.stored, order.size,
                     order.media,    order.opening, asked.by,     std::nullopt};
  if (!kept.document->subject.empty()) {
    // The digest of what is about a patient would outlast its erasure.
    filed.sha256.reset();
    if (const auto subject = SubjectId::parse(kept.document->subject)) filed.subject = *subject;
  }
  return facts(filed);
}

Decision decide(Reader& reader, const Asked& asked, const ApproveVersion& order) {
  const Kept kept = kept_by(reader, asked, order.document);
  if (kept.rule != nullptr) return refuse(*kept.rule, "document");
  const Version* version = kept.document->version(order.version.text());
  if (version == nullptr) return refuse(unknown_version, "version");
  if (version->author == asked.by.text()) return refuse(another_approves, "version");
  if (version->withdrawn_at) return refuse(is_withdrawn, "version");
  if (version->from) return refuse(approved_before, "version");
  const Instant from = order.from.value_or(asked.happened_at);
  if (from < asked.happened_at) return refuse(begins_in_the_past, "from");
  if (from < version->filed_at) return refuse(begins_before_it_was_filed, "from");
  if (order.until && *order.until <= from) return refuse(ends_before_it_begins, "until");
  return facts(VersionApproved{order.document, order.version, asked.by, from, order.until});
}

Decision decide(Reader& reader, const Asked& asked, const WithdrawVersion& order) {
  const Kept kept = kept_by(reader, asked, order.document);
  if (kept.rule != nullptr) return refuse(*kept.rule, "document");
  const Version* version = kept.document->version(order.version.text());
  if (version == nullptr) return refuse(unknown_version, "version");
  if (version->withdrawn_at) return refuse(is_withdrawn, "version");
  // What has begun was in force for a moment at least: a date before brings back what it replaced.
  const bool has_come = version->from && *version->from <= asked.now;
  const Instant at = has_come ? std::max(asked.happened_at, *version->from) : asked.happened_at;
  return facts(VersionWithdrawn{order.document, order.version, at});
}

Decision decide(Reader& reader, const Asked& asked, const RequireReading& order) {
  const Kept kept = kept_by(reader, asked, order.document);
  if (kept.rule != nullptr) return refuse(*kept.rule, "document");
  return facts(ReadingRequired{order.document, order.readers});
}

Decision decide(Reader& reader, const Asked& asked, const RecordReading& order) {
  const auto* document = reader.find<DocumentState>(order.document);
  if (document == nullptr) return refuse(general::unknown_thing, "document");
  if (!document->is_at(asked.at.text())) return refuse(general::of_another_site, "document");
  const Version* version = document->version(order.version.text());
  if (version == nullptr) return refuse(unknown_version, "version");
  const Standing now = standing(*document, *version, asked.now);
  const bool may = now == Standing::in_force || now == Standing::coming;
  if (!may) return refuse(not_to_be_read, "version");
  if (version->readers.contains(asked.by.text())) return refuse(read_before, "version");
  return facts(VersionRead{order.document, order.version, asked.by});
}

namespace {

Decision opened(Reader& reader, const DisclosureId& disclosure, const DocumentId& id,
                const Code& version) {
  const auto* document = reader.find<DocumentState>(id);
  if (document == nullptr) return refuse(general::unknown_thing, "document");
  const auto subject = SubjectId::parse(document->subject);
  if (!subject) return refuse(about_nobody, "document");
  if (document->version(version.text()) == nullptr) return refuse(unknown_version, "version");
  const auto reading = erasure::may_read(reader.find<erasure::Erasure>(*subject),
                                         kernel::KeyClass::trial, erasure::Purpose::other);
  if (reading != erasure::Reading::allowed) return refuse(closed_for_reading, "document");
  return facts(VersionOpened{disclosure, id, version, *subject});
}

}  // namespace

Decision decide(Reader& reader, const Asked& asked, const OpenVersion& order) {
  const auto* document = reader.find<DocumentState>(order.document);
  if (document != nullptr && document->site != asked.at.text()) {
    return refuse(general::of_another_site, "document");
  }
  return opened(reader, order.disclosure, order.document, order.version);
}

namespace {

/// Why a monitor is not shown now who the patient is; nullptr: they are, or inspect and need not
/// be.
const Rule* not_shown(Reader& reader, const Asked& asked, const DocumentId& id) {
  const auto* person = reader.find<staff::PersonState>(asked.by);
  if (person == nullptr || !person->has_anywhere(Role::monitor)) return nullptr;
  const auto* document = reader.find<DocumentState>(id);
  const auto subject = SubjectId::parse(document == nullptr ? "" : document->subject);
  if (!subject) return nullptr;
  const auto* shown = reader.find<disclosure::Unmaskings>(*subject);
  if (shown == nullptr) return &disclosure::not_unmasked;
  const auto one = shown->of_monitor.find(asked.by.text());
  if (one == shown->of_monitor.end() || one->second.until <= asked.now) {
    return &disclosure::not_unmasked;
  }
  reader.rely_until(one->second.until);
  return nullptr;
}

}  // namespace

Decision decide(Reader& reader, const Asked& asked, const InspectVersion& order) {
  if (const Rule* rule = not_shown(reader, asked, order.document)) {
    return refuse(*rule, "document");
  }
  return opened(reader, order.disclosure, order.document, order.version);
}

void tell(Catalogue& catalogue) {
  catalogue.stage("papers");
  catalogue.fact<DocumentBegun>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<DocumentDistributed>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<VersionFiled>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<VersionApproved>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<VersionWithdrawn>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<ReadingRequired>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<VersionRead>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<VersionOpened>(Kind::permission, Strand::record, Correctable::never);
  catalogue.command<Begin>();
  catalogue.command<BeginAbout>();
  catalogue.command<Distribute>();
  catalogue.command<FileVersion>();
  catalogue.command<ApproveVersion>();
  catalogue.command<WithdrawVersion>();
  catalogue.command<RequireReading>();
  catalogue.command<RecordReading>();
  catalogue.command<OpenVersion>();
  catalogue.command<InspectVersion>();
  for (const Rule* rule :
       {&version_exists, &unknown_version, &another_approves, &approved_before, &is_withdrawn,
        &begins_in_the_past, &begins_before_it_was_filed, &ends_before_it_begins, &not_to_be_read,
        &read_before, &of_no_study, &about_nobody, &closed_for_reading}) {
    catalogue.rule(*rule);
  }
}

}  // namespace veinline::journey::papers
