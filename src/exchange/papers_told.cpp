// SPDX-License-Identifier: Apache-2.0
// Which documents there are, how their versions stand, who has read them and who has not.
#include <algorithm>
#include <map>
#include <set>

#include "exchange/json.hpp"
#include "exchange/paper_state.hpp"
#include "history/happening.hpp"
#include "history/states.hpp"
#include "journey/staff/staff.hpp"
#include "views/audiences.hpp"
#include "views/eye.hpp"
#include "views/signatures.hpp"

namespace veinline::exchange {

using journey::papers::DocumentState;
using journey::papers::Standing;
using journey::papers::Version;
using journey::staff::PersonState;
using kernel::Array;
using kernel::Failure;
using kernel::Instant;
using kernel::Object;
using kernel::Result;
using kernel::Value;

namespace papers {

Failure<PaperAnswer> no(const PaperDesk& desk, const char* code, int status) {
  return Failure{PaperAnswer{status, problem_json(code, status, desk.words)}};
}

Failure<PaperAnswer> no(const PaperDesk& desk, const views::NoView& none) {
  const int status = status_of(none);
  return Failure{PaperAnswer{status, problem_json(none.code, status, desk.words)}};
}

Failure<PaperAnswer> no(const PaperDesk& desk, const commands::Problem& problem) {
  PaperAnswer out{status_of(problem), problem_json(problem, desk.words)};
  if (problem.kind == commands::ProblemKind::refused) out.rule = problem.rule;
  out.is_of_hidden = problem.is_of_hidden;
  return Failure{std::move(out)};
}

Failure<PaperAnswer> no(const PaperDesk& desk, vault::VaultFault fault) {
  switch (fault) {
    case vault::VaultFault::out_of_reach:
      return no(desk, views::no_view(ledger::Fault::out_of_reach).error);
    case vault::VaultFault::erased:
      return no(desk, "document.erased", 410);
    case vault::VaultFault::not_there:
      return no(desk, "document.missing", 500);
    case vault::VaultFault::not_authentic:
      return no(desk, "document.damaged", 500);
    case vault::VaultFault::too_long:
    case vault::VaultFault::unreadable:
    case vault::VaultFault::unknown:
      return no(desk, "fault.vault", 500);
  }
  kernel::broken_invariant("a fault of the vault is one of those listed", __FILE__, __LINE__);
}

Result<Known, PaperAnswer> known(const PaperDesk& desk, const std::string& given) {
  const auto up_to = views::position_of(desk.sources, {});
  if (!up_to) return no(desk, up_to.error());
  const std::string wanted = kernel::is_id(given) ? "document/" + given : given;
  auto thing = views::thing_of(desk.sources, wanted, *up_to);
  if (!thing) return no(desk, thing.error());
  auto state = history::state_as_of(desk.sources.catalogue, desk.sources.store, *thing, UINT64_MAX);
  if (!state) return no(desk, views::no_view(state.error()).error);
  const auto* document = state->aspects.find<DocumentState>();
  if (document == nullptr) return no(desk, "document.is_none", 404);
  return Known{std::move(*thing), *document};
}

Result<kernel::Sensitive<std::string>, vault::VaultFault> open_text(const PaperDesk& desk,
                                                                    const Known& document,
                                                                    const kernel::Sealed& sealed,
                                                                    std::string_view field) {
  const std::string& subject = document.state.subject;
  const std::string owner = subject.empty() ? document.key : "subject/" + subject;
  return desk.shelf.vault.open(sealed, {desk.shelf.node, owner, std::string(field)});
}

std::optional<kernel::Sensitive<std::string>> title_of(const PaperDesk& desk,
                                                       const Known& document) {
  if (!document.state.title) return std::nullopt;
  const bool is_about = !document.state.subject.empty();
  auto title = open_text(desk, document, *document.state.title,
                         is_about ? "papers/begin_about.title" : "papers/begin.title");
  if (!title) return std::nullopt;
  return std::move(*title);
}

std::string place_of_bytes(const PaperDesk& desk, const std::string& document,
                           const std::string& version) {
  Array parts{Value("veinline document bytes 1"), Value(desk.shelf.node), Value(document),
              Value(version)};
  return kernel::canonical_text(Value(std::move(parts)));
}

Result<Array, ledger::Fault> signatures_on(const PaperDesk& desk, const std::string& document) {
  TRY(const std::vector<journey::Happening> all,
      history::history_of(desk.sources.store, document, ledger::Touching::changes, 0, UINT64_MAX));
  std::map<std::int64_t, Value> versions;  // by sequence number
  for (const journey::Happening& one : all) {
    const Value* version = one.data.find("version");
    if (version != nullptr) versions.emplace(static_cast<std::int64_t>(one.told.seq), *version);
  }
  TRY(const Array signatures, views::signatures_among(desk.sources, all));
  Array out;
  for (const Value& signature : signatures) {
    Object one = *signature.object();
    const auto of = versions.find(*one.find("seq")->integer());
    if (of != versions.end()) one.set("version", of->second);
    out.push_back(Value(std::move(one)));
  }
  return out;
}

}  // namespace papers

namespace {

using papers::Known;
using papers::no;

Value instant(Instant at) {
  return Value(kernel::to_text(at));
}

/// Of a document about a patient nobody is told the title without opening it.
Object head_of(const PaperDesk& desk, const Known& document, Instant now) {
  const DocumentState& state = document.state;
  Object out;
  out.set("document", Value(document.key));
  out.set("kind", Value(text(state.kind)));
  out.set("language", Value(text(state.language)));
  out.set("code", Value(state.code));
  out.set("site", Value("site/" + state.site));
  if (!state.study.empty()) out.set("study", Value("study/" + state.study));
  if (!state.subject.empty()) out.set("subject", Value("subject/" + state.subject));
  if (state.subject.empty()) {
    const auto title = papers::title_of(desk, document);
    if (title) out.set("title", Value(title->reveal()));
  }
  if (const Version* version = in_force(state, now)) out.set("in_force", Value(version->label));
  return out;
}

/// Person ids of those who have to read it: nobody whom it is not told to, because of the studies
/// that were named to them, or of a blinded one whose arms they may not know.
Result<std::set<std::string>, ledger::Fault> readers_wanted(const PaperDesk& desk,
                                                            const std::string& key_of_document,
                                                            const DocumentState& document,
                                                            Instant now) {
  constexpr std::uint32_t people_at_once = 500;
  std::set<std::string> out;
  if (document.readers.empty()) return out;
  views::Audiences audiences(desk.sources.catalogue, desk.sources.store);
  TRY(const views::Audience audience, audiences.of_thing(key_of_document));
  for (std::string after;;) {
    TRY(const std::vector<std::string> keys,
        desk.sources.store.things("person/", after, people_at_once));
    if (keys.empty()) return out;
    for (const std::string& key : keys) {
      TRY(const journey::ThingState state,
          history::state_as_of(desk.sources.catalogue, desk.sources.store, key, UINT64_MAX));
      const auto* person = state.aspects.find<PersonState>();
      if (person == nullptr || !document.is_at(person->site)) continue;
      const bool must =
          std::any_of(person->roles.begin(), person->roles.end(),
                      [&](journey::Role role) { return document.readers.contains(role); });
      if (!must) continue;
      std::string id = key.substr(key.find('/') + 1);
      const auto sight = views::sight_of(id, state, now);
      if (sight && views::may_hear(*sight, audience)) out.insert(std::move(id));
    }
    after = keys.back();
  }
}

Object version_json(const DocumentState& document, const Version& version,
                    const std::set<std::string>& wanted, Instant now) {
  const Standing stands = standing(document, version, now);
  Object out;
  out.set("version", Value(version.label));
  out.set("state", Value(text(stands)));
  out.set("author", Value("person/" + version.author));
  out.set("filed_at", instant(version.filed_at));
  out.set("media", Value(text(version.media)));
  out.set("size", Value(version.size));
  if (!version.sha256.empty()) out.set("sha256", Value(version.sha256));
  if (version.from) {
    out.set("approver", Value("person/" + version.approver));
    out.set("from", instant(*version.from));
  }
  if (const auto until = ends(document, version)) out.set("until", instant(*until));
  if (version.withdrawn_at) out.set("withdrawn_at", instant(*version.withdrawn_at));
  Array readers;
  for (const auto& [person, at] : version.readers) {
    Object one;
    one.set("person", Value("person/" + person));
    one.set("at", instant(at));
    readers.push_back(Value(std::move(one)));
  }
  out.set("read_by", Value(std::move(readers)));
  Array missing;
  const bool is_to_be_read = stands == Standing::in_force || stands == Standing::coming;
  for (const std::string& person : wanted) {
    if (is_to_be_read && !version.readers.contains(person)) {
      missing.push_back(Value("person/" + person));
    }
  }
  out.set("not_read_by", Value(std::move(missing)));
  return out;
}

Result<Object, PaperAnswer> one_json(const PaperDesk& desk, const std::string& given) {
  TRY(const Known document, papers::known(desk, given));
  const Instant now = desk.desk.now();
  const auto wanted = readers_wanted(desk, document.key, document.state, now);
  if (!wanted) return no(desk, views::no_view(wanted.error()).error);
  Object out = head_of(desk, document, now);
  Array sites;
  for (const auto& [site, period] : document.state.sites) {
    if (period.until == 0) sites.push_back(Value("site/" + site));
  }
  out.set("sites", Value(std::move(sites)));
  Array roles;
  for (const journey::Role role : document.state.readers) {
    roles.push_back(Value(journey::text(role)));
  }
  out.set("must_read", Value(std::move(roles)));
  Array versions;
  for (const Version& version : document.state.versions) {
    versions.push_back(Value(version_json(document.state, version, *wanted, now)));
  }
  out.set("versions", Value(std::move(versions)));
  auto signatures = papers::signatures_on(desk, document.key);
  if (!signatures) return no(desk, views::no_view(signatures.error()).error);
  out.set("signatures", Value(std::move(*signatures)));
  out.set("now", instant(now));
  return out;
}

/// As many as are wanted of those that the asker sees, and where the page ended if there are more.
Result<Object, PaperAnswer> page_json(const PaperDesk& desk, std::string after,
                                      std::uint32_t count_max) {
  constexpr std::uint32_t things_at_once = 500;
  const Instant now = desk.desk.now();
  Array list;
  std::string next;
  for (bool goes_on = true; goes_on;) {
    const auto keys = desk.sources.store.things("document/", after, things_at_once);
    if (!keys) return no(desk, views::no_view(keys.error()).error);
    goes_on = keys->size() == things_at_once;
    for (const std::string& key : *keys) {
      after = key;
      const auto sees = desk.sources.eye.sees(key);
      if (!sees) return no(desk, views::no_view(sees.error()).error);
      if (!*sees) continue;
      auto state =
          history::state_as_of(desk.sources.catalogue, desk.sources.store, key, UINT64_MAX);
      if (!state) return no(desk, views::no_view(state.error()).error);
      const auto* document = state->aspects.find<DocumentState>();
      if (document == nullptr) continue;
      if (list.size() == count_max) {
        goes_on = false;
        next = *list.back().object()->find("document")->string();
        break;
      }
      list.push_back(Value(head_of(desk, {key, *document}, now)));
    }
  }
  Object out;
  if (!next.empty()) out.set("next", Value(std::move(next)));
  out.set("documents", Value(std::move(list)));
  return out;
}

PaperAnswer answered(Result<Object, PaperAnswer> told) {
  if (!told) return std::move(told).error();
  return {200, std::move(*told)};
}

}  // namespace

PaperAnswer list_documents(const PaperDesk& desk, const std::string& after,
                           std::uint32_t count_max) {
  return answered(page_json(desk, after, count_max));
}

PaperAnswer show_document(const PaperDesk& desk, const std::string& document) {
  return answered(one_json(desk, document));
}

}  // namespace veinline::exchange
