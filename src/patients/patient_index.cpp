// SPDX-License-Identifier: Apache-2.0
#include "patients/patient_index.hpp"

#include <algorithm>
#include <set>

#include "codes/person_name.hpp"
#include "history/states.hpp"
#include "journey/blinding/blinding.hpp"

namespace veinline::patients {

using journey::Alike;
using journey::Likeness;
using journey::PlainDocument;
using journey::PlainPerson;
using journey::erasure::Purpose;
using journey::identity::IdentityState;
using journey::identity::Retired;
using kernel::Done;
using kernel::Failure;

namespace {

constexpr std::string_view subject_prefix = "subject/";
constexpr std::size_t last_four = 4;
constexpr std::size_t initials_max = 4;
/// So many letters of a reading are looked for anywhere in it; fewer at its beginning.
constexpr std::size_t inside_min = 3;
constexpr std::uint32_t owners_max = 100;
constexpr std::size_t facts_at_once = 500;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Letters and digits in capitals; of what nobody can type in a number the rest.
std::string number_key(std::string_view text) {
  std::string out;
  for (const char c : codes::compatible(text)) {
    constexpr std::string_view between = " -()./\t\r\n";
    if (between.find(c) == between.npos)
      out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
  }
  return out;
}

/// A number as each kind of document would have it.
std::vector<PlainDocument> numbers_of(std::string_view text) {
  std::vector<PlainDocument> out;
  for (const codes::DocumentKind kind : codes::all_document_kinds) {
    if (auto read = codes::read_document(kind, text))
      out.push_back({kind, std::move(read->number)});
  }
  return out;
}

bool has_document(const Card& card, const PlainDocument& document) {
  return std::any_of(card.documents.begin(), card.documents.end(), [&](const CardDocument& one) {
    return one.kind == document.kind && one.retired != Retired::entered_in_error && one.number &&
           one.number->reveal() == document.number;
  });
}

/// `test(name)` for the name of a card or one that it had before.
template <class Test>
bool any_name(const Card& card, const Test& test) {
  return test(card.name) || std::any_of(card.former_names.begin(), card.former_names.end(), test);
}

/// What is looked for, in the forms in which cards have it.
class Wanted {
 public:
  Wanted(std::string_view text, By by) : by_(by) {
    switch (by) {
      case By::number:
        numbers_ = numbers_of(text);
        break;
      case By::last_four:
        key_ = Wiped(number_key(text));
        break;
      case By::name:
        key_ = Wiped(codes::name_key(text));
        break;
      case By::reading:
      case By::initials:
        key_ = Wiped(codes::reading_key(text));
        break;
    }
  }
  [[nodiscard]] const std::vector<PlainDocument>& numbers() const { return numbers_; }
  [[nodiscard]] bool fits(const Card& card) const {
    const std::string_view key = key_.reveal();
    switch (by_) {
      case By::number:
        return std::any_of(numbers_.begin(), numbers_.end(),
                           [&](const PlainDocument& one) { return has_document(card, one); });
      case By::last_four:
        return key.size() == last_four && ends_so(card);
      case By::name:
        return !key.empty() && any_name(card, [&](const CardName& name) {
          return name.key.reveal().find(key) != std::string_view::npos;
        });
      case By::reading:
        return !key.empty() && any_name(card, [&](const CardName& name) {
          const std::size_t at = name.reading.reveal().find(key);
          return at == 0 || (at != std::string_view::npos && key.size() >= inside_min);
        });
      case By::initials:
        return !key.empty() &&
               any_name(card, [&](const CardName& name) { return name.initials.reveal() == key; });
    }
    kernel::broken_invariant("a way to look is one of those listed", __FILE__, __LINE__);
  }
  /// It is all of what the card has, and not a part.
  [[nodiscard]] bool is_whole(const Card& card) const {
    return card.name.key.reveal() == key_.reveal() || card.name.reading.reveal() == key_.reveal();
  }

 private:
  [[nodiscard]] bool ends_so(const Card& card) const {
    return std::any_of(card.documents.begin(), card.documents.end(), [&](const CardDocument& one) {
      return one.number && !one.retired && one.number->reveal().ends_with(key_.reveal());
    });
  }

  const By by_;
  Wiped key_;
  std::vector<PlainDocument> numbers_;
};

}  // namespace

std::optional<By> PatientIndex::meaning_of(std::string_view text) {
  const std::string number = number_key(text);
  if (number.empty() || text.size() > find_bytes_max) return std::nullopt;
  const auto digits =
      static_cast<std::size_t>(std::count_if(number.begin(), number.end(), is_digit));
  const bool is_ascii =
      std::all_of(number.begin(), number.end(), [](char c) { return c > ' ' && c < 127; });
  if (is_ascii && number.size() == last_four && digits >= last_four - 1) return By::last_four;
  if (is_ascii && digits > 0) return By::number;
  if (codes::name_key(text).empty()) return std::nullopt;
  if (!is_ascii) {
    // Zhāng Wěi is a reading; anything in another script is a name.
    return codes::is_latin(text) ? By::reading : By::name;
  }
  return number.size() <= initials_max ? By::initials : By::reading;
}

Result<std::optional<Card>, Fault> PatientIndex::read(const std::string& subject, Wish wish) {
  TRY(const journey::ThingState state,
      history::state_as_of(parts_.catalogue, parts_.store, std::string(subject_prefix) + subject,
                           UINT64_MAX));
  const auto* known = state.aspects.find<IdentityState>();
  if (known == nullptr) return std::optional<Card>{};
  const auto* erasure = state.aspects.find<journey::erasure::Erasure>();
  TRY(Card card, card_of(subject, *known, erasure, parts_.vault, parts_.node, wish));
  return std::optional<Card>(std::move(card));
}

Result<PatientIndex::Site*, Fault> PatientIndex::cards_at(const std::string& site) {
  const kernel::Instant now = parts_.clock.now();
  std::erase_if(sites_, [&](const auto& one) { return one.second.asked_at < now - kept_for; });
  if (const std::uint64_t era = parts_.store.era(); era != era_) {
    sites_.clear();
    era_ = era;
  }
  Site& kept = sites_[site];
  kept.asked_at = now;
  for (;;) {
    TRY(const std::vector<journey::Happening> later,
        history::history_of(parts_.store, journey::identity::identities_of(site).key,
                            ledger::Touching::changes, kept.read_to, INT64_MAX, facts_at_once));
    if (later.empty()) return &kept;
    TRY([[maybe_unused]] const Done read, follow(kept, later));
    kept.read_to = later.back().told.seq;
  }
}

Result<Done, Fault> PatientIndex::follow(Site& kept, const std::vector<journey::Happening>& later) {
  std::set<std::string> moved;
  for (const journey::Happening& one : later) {
    for (const std::string& thing : one.changes) {
      if (thing.starts_with(subject_prefix)) moved.insert(thing.substr(subject_prefix.size()));
    }
  }
  for (const std::string& subject : moved) {
    // Whoever treats somebody must find them, and must not take them for another: texts that are
    // kept for the law alone are compared for that, and not told.
    TRY(std::optional<Card> card, read(subject, {Extent::to_find, Purpose::care}));
    if (!card) continue;
    if (kept.cards.size() >= cards_max) return Failure{Fault::unreadable};
    kept.cards[subject] = std::move(*card);
  }
  return Done{};
}

Result<std::vector<std::string>, Fault> PatientIndex::by_tags(
    const std::string& site, const std::vector<PlainDocument>& numbers) {
  std::vector<std::string> out;
  if (parts_.index == nullptr) return out;
  for (const PlainDocument& one : numbers) {
    auto owners = parts_.index->find(
        vault::blind_tag(parts_.secret, site, text(one.kind), one.number), owners_max);
    if (!owners) return Failure{fault_of(owners.error())};
    for (const std::string& owner : *owners) {
      if (owner.starts_with(subject_prefix)) out.push_back(owner.substr(subject_prefix.size()));
    }
  }
  return out;
}

template <class Fits>
Result<Found, Fault> PatientIndex::told(const std::string& site, By by,
                                        std::vector<std::string> subjects, const Fits& fits) {
  std::sort(subjects.begin(), subjects.end());
  subjects.erase(std::unique(subjects.begin(), subjects.end()), subjects.end());
  Found out{by, {}, false};
  if (subjects.size() > hits_max) {
    out.is_too_many = true;
    return out;
  }
  for (const std::string& subject : subjects) {
    TRY(std::optional<Card> card, read(subject, {Extent::whole, Purpose::care}));
    if (!card || card->site != site || !fits(*card)) continue;
    TRY(const std::optional<Card> told, read(subject, {Extent::whole, Purpose::other}));
    if (!told || told->is_withheld) withhold(*card);
    out.cards.push_back(std::move(*card));
  }
  return out;
}

namespace {

/// Of these, those of whom who looks may be told.
Result<std::vector<std::string>, Fault> seen_of(const std::vector<std::string>& subjects,
                                                const Sees& sees) {
  if (!sees) return subjects;
  std::vector<std::string> out;
  for (const std::string& subject : subjects) {
    TRY(const bool is_seen, sees(subject));
    if (is_seen) out.push_back(subject);
  }
  return out;
}

}  // namespace

Result<Found, Fault> PatientIndex::find(const std::string& site, std::string_view text, By by,
                                        const Sees& sees) {
  if (text.size() > find_bytes_max) return Found{by, {}, false};
  const std::lock_guard lock(mutex_);
  const Wanted wanted(text, by);
  const auto fits = [&](const Card& card) { return wanted.fits(card); };
  if (by == By::number) {
    TRY(const std::vector<std::string> tagged, by_tags(site, wanted.numbers()));
    TRY(std::vector<std::string> owners, seen_of(tagged, sees));
    TRY(Found found, told(site, by, std::move(owners), fits));
    if (!found.cards.empty()) return found;
  }
  TRY(const Site* kept, cards_at(site));
  std::vector<std::string> fitting;
  for (const auto& [subject, card] : kept->cards) {
    if (wanted.fits(card)) fitting.push_back(subject);
  }
  TRY(std::vector<std::string> subjects, seen_of(fitting, sees));
  TRY(Found found, told(site, by, std::move(subjects), fits));
  std::stable_partition(found.cards.begin(), found.cards.end(),
                        [&](const Card& card) { return wanted.is_whole(card); });
  return found;
}

namespace {

/// What two people have in common; none: nothing that anybody could mix up.
class Comparing {
 public:
  Comparing(const PlainPerson& person, const Card* own) : person_(person), own_(own) {
    key_ = Wiped(codes::name_key(person.name));
    reading_ = Wiped(codes::reading_key(person.reading.empty() ? person.name : person.reading));
  }
  [[nodiscard]] std::optional<Likeness> with(const Card& card) const {
    for (const PlainDocument& one : person_.documents) {
      if (has_document(card, one)) return Likeness::same_document;
    }
    if (card.subject == person_.subject) return std::nullopt;
    if (!key().empty() &&
        any_name(card, [&](const CardName& name) { return name.key.reveal() == key(); })) {
      return Likeness::same_name;
    }
    if (!reading().empty() &&
        any_name(card, [&](const CardName& name) { return name.reading.reveal() == reading(); })) {
      return Likeness::same_reading;
    }
    // Twins: born on one day, with one family name.
    if (!born().empty() && card.birth_date && card.birth_date->reveal() == born() &&
        first(key()) == first(card.name.key.reveal())) {
      return Likeness::same_birth;
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] std::string_view key() const {
    return key_.empty() && own_ != nullptr ? own_->name.key.reveal() : key_.reveal();
  }
  [[nodiscard]] std::string_view reading() const {
    return reading_.empty() && own_ != nullptr ? own_->name.reading.reveal() : reading_.reveal();
  }
  [[nodiscard]] std::string_view born() const {
    if (!person_.birth_date.empty()) return person_.birth_date;
    return own_ != nullptr && own_->birth_date ? own_->birth_date->reveal() : std::string_view();
  }
  /// The first character of a key.
  static std::string_view first(std::string_view text) {
    std::size_t end = text.empty() ? 0 : 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    return text.substr(0, end);
  }

  const PlainPerson& person_;
  const Card* own_;
  Wiped key_;
  Wiped reading_;
};

/// Documents that both have.
std::vector<PlainDocument> shared(const PlainPerson& person, const Card& card) {
  std::vector<PlainDocument> out;
  for (const PlainDocument& one : person.documents) {
    if (has_document(card, one)) out.push_back(one);
  }
  return out;
}

}  // namespace

Result<std::vector<Alike>, Fault> PatientIndex::alike(const std::string& site,
                                                      const PlainPerson& person) {
  const std::lock_guard lock(mutex_);
  TRY(const Site* kept, cards_at(site));
  const auto own = kept->cards.find(person.subject);
  const Comparing comparing(person, own == kept->cards.end() ? nullptr : &own->second);
  std::vector<Alike> out;
  for (const auto& [subject, card] : kept->cards) {
    const auto likeness = comparing.with(card);
    if (likeness == Likeness::same_document) {
      // A vault that was restored has no tags: of one human all pseudonyms get theirs again.
      TRY([[maybe_unused]] const Done known, remember(site, subject, shared(person, card)));
    }
    auto id = journey::SubjectId::parse(subject);
    if (likeness && id) out.push_back({std::move(*id), *likeness});
  }
  std::sort(out.begin(), out.end(), [](const Alike& a, const Alike& b) {
    return std::pair(a.likeness, a.subject) < std::pair(b.likeness, b.subject);
  });
  // Whoever has the same document decides; of others the nearest are enough of a warning.
  const auto certain =
      static_cast<std::size_t>(std::count_if(out.begin(), out.end(), [](const Alike& one) {
        return one.likeness == Likeness::same_document;
      }));
  if (out.size() > certain + alike_max) {
    out.erase(out.begin() + static_cast<std::ptrdiff_t>(certain + alike_max), out.end());
  }
  return out;
}

Result<Done, Fault> PatientIndex::remember(const std::string& site, const std::string& subject,
                                           const std::vector<PlainDocument>& documents) {
  if (parts_.index == nullptr) return Done{};
  for (const PlainDocument& one : documents) {
    const auto put =
        parts_.index->put(vault::blind_tag(parts_.secret, site, text(one.kind), one.number),
                          std::string(subject_prefix) + subject);
    if (!put) return Failure{fault_of(put.error())};
  }
  return Done{};
}

Result<std::optional<Card>, Fault> PatientIndex::show(const std::string& subject,
                                                      const std::string& site, Purpose purpose) {
  TRY(std::optional<Card> card, read(subject, {Extent::whole, purpose}));
  if (card && card->site != site) card.reset();
  return card;
}

Result<Text, Fault> PatientIndex::arm(const std::string& subject) {
  const std::string owner = std::string(subject_prefix) + subject;
  TRY(const journey::ThingState state,
      history::state_as_of(parts_.catalogue, parts_.store, owner, UINT64_MAX));
  const auto* allocation = state.aspects.find<journey::blinding::Allocation>();
  if (allocation == nullptr || !allocation->arm) return Text{};
  const std::string field(journey::blinding::arm_in_vault);
  auto opened = parts_.vault.open(*allocation->arm, {parts_.node, owner, field});
  if (opened) return Text(Wiped(opened->reveal()));
  using vault::VaultFault;
  if (opened.error() == VaultFault::erased) return Text{};
  return Failure{fault_of(opened.error())};
}

Result<Done, Fault> PatientIndex::forget(const journey::DoomedKey& doomed) {
  if (doomed.key_class != kernel::KeyClass::trace) return Done{};
  if (doomed.owner.kind() != journey::SubjectNoun::kind) return Done{};
  return forget(std::string(doomed.owner.id()));
}

Result<Done, Fault> PatientIndex::forget(const std::string& subject) {
  {
    const std::lock_guard lock(mutex_);
    for (auto& [id, site] : sites_) site.cards.erase(subject);
  }
  if (parts_.index == nullptr) return Done{};
  const auto removed = parts_.index->remove(std::string(subject_prefix) + subject);
  if (!removed) return Failure{fault_of(removed.error())};
  return Done{};
}

std::size_t PatientIndex::cards_kept() {
  const std::lock_guard lock(mutex_);
  std::size_t out = 0;
  for (const auto& [id, site] : sites_) out += site.cards.size();
  return out;
}

}  // namespace veinline::patients
