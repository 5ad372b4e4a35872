// SPDX-License-Identifier: Apache-2.0
// The bytes of documents: taken in, and given out.
#include <algorithm>

#include "exchange/json.hpp"
#include "exchange/media.hpp"
#include "exchange/paper_state.hpp"
#include "history/states.hpp"
#include "journey/staff/staff.hpp"
#include "vault/document_bytes.hpp"

namespace veinline::exchange {

using journey::papers::Media;
using journey::papers::Standing;
using journey::papers::Version;
using journey::staff::PersonState;
using kernel::Done;
using kernel::Failure;
using kernel::Instant;
using kernel::Object;
using kernel::Result;
using kernel::Value;
using papers::Known;
using papers::no;

namespace {

Result<PersonState, PaperAnswer> asker(const PaperDesk& desk) {
  auto state = history::state_as_of(desk.sources.catalogue, desk.sources.store,
                                    "person/" + desk.by.account, UINT64_MAX);
  if (!state) return no(desk, views::no_view(state.error()).error);
  const auto* person = state->aspects.find<PersonState>();
  return person == nullptr ? PersonState{} : *person;
}

/// What the bytes are, when they may be kept and are what is said of them.
Result<Media, PaperAnswer> checked(const PaperDesk& desk, const SentVersion& sent,
                                   std::string_view bytes, const std::string& sha256) {
  if (bytes.empty()) return no(desk, "document.empty", 400);
  if (bytes.size() > desk.shelf.bytes_max) return no(desk, "document.too_large", 413);
  if (!sent.sha256.empty() && sent.sha256 != sha256) {
    return no(desk, "document.digest_differs", 400);
  }
  const auto media = media_of(bytes);
  if (!media) return no(desk, "document.unknown_type", 415);
  const std::string said = sent.content_type.substr(0, sent.content_type.find(';'));
  const std::string_view found = content_type(*media).substr(0, content_type(*media).find(';'));
  const bool is_said = !said.empty() && said != "application/octet-stream";
  if (is_said && said != found) return no(desk, "document.other_type", 415);
  return *media;
}

/// What is wrong with a PDF that is filed.
PaperAnswer no_such_pdf(const PaperDesk& desk, PdfFault fault) {
  switch (fault) {
    case PdfFault::unreadable:
      return no(desk, "document.unreadable_pdf", 400).error;
    case PdfFault::too_many_pages:
      return no(desk, "document.too_many_pages", 400).error;
    case PdfFault::too_much:
    case PdfFault::out_of_bounds:
      return no(desk, "document.too_much", 400).error;
    case PdfFault::not_drawn:
      return no(desk, "document.no_room", 400).error;
    case PdfFault::not_run:
      return no(desk, "document.not_read_now", 503).error;
  }
  kernel::broken_invariant("a fault of a PDF is one of those listed", __FILE__, __LINE__);
}

/// What stands for bytes until they are kept.
Object nothing_kept() {
  Object out;
  out.set("stored", Value(std::string(64, '0')));
  out.set("opening", Value("none"));
  return out;
}

/// The bytes of one command on their way to the store. They are looked into when the desk asks for
/// them, and removed again when nothing that was recorded names them.
class Filing {
 public:
  Filing(const PaperDesk& desk, std::string_view bytes, std::string place, Media media)
      : desk_(desk), bytes_(bytes), place_(std::move(place)), media_(media) {}

  /// For the desk. Empty: `problem()` says why not.
  std::optional<Object> keep() {
    if (media_ == Media::pdf) {
      const auto checked = desk_.shelf.pdfs.check(bytes_);
      if (!checked) return fail(no_such_pdf(desk_, checked.error()));
    }
    const vault::DocumentBytes sealed = vault::seal_bytes(bytes_, place_, desk_.shelf.entropy);
    const vault::ByteStore::Kept kept{sealed.name, desk_.desk.now()};
    // Also what was not kept may be there: a database that does not answer says nothing of it.
    kept_ = kept;
    const auto put = desk_.shelf.bytes.put(kept.name, sealed.sealed, kept.kept_at);
    if (!put) return fail(no(desk_, put.error()).error);
    Object out;
    out.set("stored", Value(kernel::to_hex(sealed.name.view())));
    out.set("opening", Value(sealed.opening.reveal()));
    return out;
  }
  [[nodiscard]] const std::optional<PaperAnswer>& problem() const { return problem_; }

  /// Once the desk has answered. Of what it does not know nothing is removed; nor does it matter
  /// here whether the removing works: a start removes what is left.
  void settle(const commands::Desk::Reply& reply) {
    if (!kept_) return;
    const bool is_unknown = !reply && reply.error().kind == commands::ProblemKind::unknown;
    if (is_unknown || (reply && names(*reply, kernel::to_hex(kept_->name.view())))) return;
    static_cast<void>(desk_.shelf.bytes.remove(*kept_));
  }

 private:
  std::nullopt_t fail(PaperAnswer why) {
    problem_ = std::move(why);
    return std::nullopt;
  }
  static bool names(const commands::Answer& answer, const std::string& stored) {
    return std::any_of(answer.records.begin(), answer.records.end(), [&](const auto& one) {
      const Value* said = one.data.find("stored");
      return said != nullptr && said->string() != nullptr && *said->string() == stored;
    });
  }

  const PaperDesk& desk_;
  const std::string_view bytes_;
  const std::string place_;
  const Media media_;
  std::optional<vault::ByteStore::Kept> kept_;
  std::optional<PaperAnswer> problem_;
};

Result<commands::Answer, PaperAnswer> filed(const PaperDesk& desk, const SentVersion& sent,
                                            std::string_view bytes) {
  TRY(const Known document, papers::known(desk, sent.document));
  const std::string sha256 = kernel::to_hex(kernel::sha256(bytes).view());
  TRY(const Media media, checked(desk, sent, bytes, sha256));
  if (!journey::Code::parse(sent.version)) return no(desk, "document.bad_version", 400);
  commands::Request request;
  commands::ask_as(request, desk.by);
  request.key = sent.key;
  request.command = journey::papers::FileVersion::name;
  request.data.set("document", Value(document.id()));
  request.data.set("version", Value(sent.version));
  request.data.set("sha256", Value(sha256));
  request.data.set("size", Value(static_cast<std::int64_t>(bytes.size())));
  request.data.set("media", Value(text(media)));
  request.beside = nothing_kept();
  Filing filing(desk, bytes, papers::place_of_bytes(desk, document.id(), sent.version), media);
  request.keep_bytes = [&filing] { return filing.keep(); };
  auto reply = desk.desk.ask(std::move(request));
  filing.settle(reply);
  if (filing.problem()) return Failure{*filing.problem()};
  if (!reply) return no(desk, reply.error());
  return std::move(*reply);
}

enum class Form : std::uint8_t { stamped, original };

std::optional<Form> form_of(const std::string& word) {
  if (word.empty() || word == "stamped") return Form::stamped;
  if (word == "original") return Form::original;
  return std::nullopt;
}

/// The one that is asked for, or the one in force.
Result<Version, PaperAnswer> version_of(const PaperDesk& desk, const Known& document,
                                        const std::string& label, Instant now) {
  const Version* found =
      label.empty() ? in_force(document.state, now) : document.state.version(label);
  if (found != nullptr) return *found;
  return no(desk, label.empty() ? "document.none_in_force" : "document.unknown_version", 404);
}

/// Who checks the record gets the very bytes; so does who filed them.
bool may_have_original(const PersonState& person, const std::string& account,
                       const Version& version) {
  using journey::Role;
  constexpr journey::Roles checkers{Role::inspector, Role::quality, Role::administrator};
  return checkers.has_one_of(person.roles) || version.author == account;
}

Result<Done, PaperAnswer> record_opening(const PaperDesk& desk, const Known& document,
                                         const Version& version, const PersonState& person) {
  if (document.state.subject.empty()) return Done{};
  commands::Request request;
  // A token that only reads opens what it may read, and was looked up for that.
  commands::ask_as(request, {desk.by.account, {}, desk.by.credentials});
  request.key = desk.desk.fresh_key();
  const bool checks = journey::reading_roles.has_one_of(person.roles);
  request.command =
      checks ? journey::papers::InspectVersion::name : journey::papers::OpenVersion::name;
  request.data.set("document", Value(document.id()));
  request.data.set("version", Value(version.label));
  auto reply = desk.desk.ask(std::move(request));
  if (!reply) return no(desk, reply.error());
  return Done{};
}

Result<vault::OpenedBytes, PaperAnswer> opened(const PaperDesk& desk, const Known& document,
                                               const Version& version) {
  const auto name = kernel::from_hex(version.stored);
  if (!name || !version.opening) return no(desk, vault::VaultFault::not_authentic);
  const auto opening =
      papers::open_text(desk, document, *version.opening, "papers/file_version.opening");
  if (!opening) return no(desk, opening.error());
  kernel::Digest digest;
  std::copy(name->begin(), name->end(), digest.bytes.begin());
  const auto sealed = desk.shelf.bytes.find(digest);
  if (!sealed) return no(desk, sealed.error());
  if (!*sealed) return no(desk, vault::VaultFault::not_there);
  if (kernel::sha256(**sealed) != digest) return no(desk, vault::VaultFault::not_authentic);
  auto bytes = vault::open_bytes(
      **sealed, papers::place_of_bytes(desk, document.id(), version.label), *opening);
  if (!bytes) return no(desk, bytes.error());
  const bool is_said =
      version.sha256.empty() || version.sha256 == kernel::to_hex(bytes->sha256.view());
  if (!is_said) return no(desk, vault::VaultFault::not_authentic);
  return std::move(*bytes);
}

/// "2026-11-30 07:15 UTC"
std::string moment(Instant at) {
  std::string out = kernel::to_text(at).substr(0, 16);
  out[10] = ' ';
  return out + " UTC";
}

std::string_view word_of(Standing stands) {
  switch (stands) {
    case Standing::draft:
      return "document.draft";
    case Standing::coming:
      return "document.coming";
    case Standing::in_force:
      return "document.in_force";
    case Standing::superseded:
      return "document.superseded";
    case Standing::ended:
      return "document.ended";
    case Standing::withdrawn:
      return "document.withdrawn";
  }
  kernel::broken_invariant("a standing is one of those listed", __FILE__, __LINE__);
}

/// How a version stands, in words: "in force until 2026-12-24 08:00 UTC".
std::string standing_text(const PaperDesk& desk, const Known& document, const Version& version,
                          Standing stands) {
  std::string out(desk.words.find(word_of(stands)));
  const auto until = ends(document.state, *document.state.version(version.label));
  if (stands == Standing::in_force && until) {
    out += " " + std::string(desk.words.find("document.until")) + " " + moment(*until);
  }
  if (stands == Standing::coming) out += " " + moment(*version.from);
  return out;
}

/// The name of a person where it is known, and always the id.
std::string who(const PaperDesk& desk, const std::string& person) {
  std::string id = "person/" + person;
  if (!desk.name_of) return id;
  const auto name = desk.name_of(person);
  if (!name || !*name) return id;
  return (*name)->reveal() + " (" + id + ")";
}

/// How far a clock with that offset is ahead of UTC. Empty: with none that was told: before offsets
/// were signed every record said "+00:00".
std::optional<std::chrono::minutes> ahead(const Value* offset) {
  const std::string text = offset == nullptr ? "" : *offset->string();
  const bool is_one = text.size() == 6 && text != "+00:00" &&
                      text.find_first_not_of("0123456789", 1) == 3 &&
                      text.find_first_not_of("0123456789", 4) == text.npos;
  if (!is_one) return std::nullopt;
  const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + text[at + 1] - '0'; };
  const std::chrono::minutes out(two(1) * 60 + two(4));
  return text.front() == '-' ? -out : out;
}

/// " · 2026-11-30 15:15 Asia/Shanghai (UTC+08:00)": a signature's time at its site, as far as it is
/// known. The offset is what was signed.
std::string at_site(const Object& signature, Instant time) {
  const Value* zone = signature.find("zone");
  const Value* offset = signature.find("offset");
  const auto by = ahead(offset);
  std::string out;
  if (by) {
    const std::string there = kernel::to_text(time + *by);
    out = there.substr(0, 10) + " " + there.substr(11, 5);
  }
  if (zone != nullptr) out += (out.empty() ? "" : " ") + *zone->string();
  if (by) out += " (UTC" + *offset->string() + ")";
  return out.empty() ? out : " \u00B7 " + out;
}

/// Who approved a version, with which meaning, and when (21 CFR 11.50); empty: nobody has.
Result<std::string, PaperAnswer> approval_text(const PaperDesk& desk, const Known& document,
                                               const Version& version) {
  const auto signatures = papers::signatures_on(desk, document.key);
  if (!signatures) return no(desk, views::no_view(signatures.error()).error);
  std::string out;
  for (const Value& one : *signatures) {
    const Object& signature = *one.object();
    const Value* of = signature.find("version");
    const bool approves =
        *signature.find("meaning")->string() == journey::papers::ApproveVersion::signs;
    if (!approves || of == nullptr || *of->string() != version.label) continue;
    const auto time = kernel::instant_from_text(*signature.find("time")->string());
    if (!time) continue;
    const std::string meaning = *signature.find("meaning")->string();
    out = std::string(desk.words.find("document.approved_by")) + " " +
          who(desk, *signature.find("by")->string()) + ": " +
          std::string(desk.words.find("meaning." + meaning)) + " \u00B7 " + moment(*time) +
          at_site(signature, *time);
  }
  return out;
}

Result<std::string, PaperAnswer> stamped(const PaperDesk& desk, const Known& document,
                                         const Version& version, Standing stands,
                                         const vault::OpenedBytes& opened) {
  const std::string between = " \u00B7 ";
  const std::string how = standing_text(desk, document, version, stands);
  Watermark mark;
  mark.first = document.state.code + " " + version.label + between + how;
  if (const auto title = papers::title_of(desk, document)) {
    mark.first += between + title->reveal();
  }
  TRY(const std::string approval, approval_text(desk, document, version));
  if (!approval.empty()) mark.first += "\n" + approval;
  mark.second = std::string(desk.words.find("document.copy_for")) + " " +
                who(desk, desk.by.account) + between + moment(desk.desk.now()) + between +
                "SHA-256 " + kernel::to_hex(opened.sha256.view());
  if (stands != Standing::in_force) mark.across = desk.words.find(word_of(stands));
  auto out = desk.shelf.pdfs.stamp(opened.bytes, mark);
  if (!out && out.error() == PdfFault::not_run) return no(desk, "document.not_read_now", 503);
  if (!out) return no(desk, "document.not_stamped", 500);
  return std::move(*out);
}

/// Headers that say what it is. A browser shows it to nobody as a page of ours.
std::vector<std::pair<std::string, std::string>> headers(const Known& document,
                                                         const Version& version, Standing stands,
                                                         Form form, const kernel::Digest& sha256) {
  const std::string name = document.state.code + "-" + version.label +
                           (form == Form::original ? "" : "-copy") +
                           std::string(extension(version.media));
  std::vector<std::pair<std::string, std::string>> out{
      {"content-disposition", "attachment; filename=\"" + name + "\""},
      {"content-security-policy", "sandbox; default-src 'none'"},
      {"x-content-type-options", "nosniff"},
      {"veinline-media", std::string(content_type(version.media))},
      {"veinline-version", version.label},
      {"veinline-state", std::string(text(stands))},
      {"veinline-form", form == Form::original ? "original" : "stamped"},
      {"veinline-sha256", kernel::to_hex(sha256.view())}};
  if (const auto until = ends(document.state, *document.state.version(version.label))) {
    out.emplace_back("veinline-until", kernel::to_text(*until));
  }
  return out;
}

Result<GivenBytes, PaperAnswer> given(const PaperDesk& desk, const WantedBytes& wanted) {
  const auto form = form_of(wanted.copy);
  if (!form) return no(desk, "document.bad_copy", 400);
  TRY(const Known document, papers::known(desk, wanted.document));
  TRY(const PersonState person, asker(desk));
  const Instant now = desk.desk.now();
  TRY(const Version version, version_of(desk, document, wanted.version, now));
  const bool wants_original = *form == Form::original;
  if (wants_original && !may_have_original(person, desk.by.account, version)) {
    return no(desk, "document.original_not_yours", 403);
  }
  TRY([[maybe_unused]] const Done told, record_opening(desk, document, version, person));
  TRY(vault::OpenedBytes found, opened(desk, document, version));
  const Standing stands = standing(document.state, *document.state.version(version.label), now);
  // Only a PDF has pages to write on: anything else is as it was filed.
  const bool is_stamped = !wants_original && version.media == Media::pdf;
  GivenBytes out{{200, {}}};
  out.headers =
      headers(document, version, stands, is_stamped ? Form::stamped : Form::original, found.sha256);
  if (is_stamped) {
    TRY(out.bytes, stamped(desk, document, version, stands, found));
  } else {
    out.bytes = std::move(found.bytes);
  }
  return out;
}

}  // namespace

PaperAnswer file_version(const PaperDesk& desk, const SentVersion& sent, std::string_view bytes) {
  auto answer = filed(desk, sent, bytes);
  if (!answer) return std::move(answer).error();
  return {200, answer_json(*answer)};
}

GivenBytes give_bytes(const PaperDesk& desk, const WantedBytes& wanted) {
  auto out = given(desk, wanted);
  if (!out) return {std::move(out).error()};
  return std::move(*out);
}

}  // namespace veinline::exchange
