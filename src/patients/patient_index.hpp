// SPDX-License-Identifier: Apache-2.0
// PatientIndex: finds the patients of one site by what their names and documents say, and who may
// be taken for whom.
//
// It keeps the cards of a site in memory, read from the vault when they are first asked for, goes
// on with the facts (each changes `identity/<site>`), and wipes them when nobody has asked for a
// while. They are candidates: whatever is told of somebody is read anew from facts and vault.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "journey/catalogue.hpp"
#include "journey/disclosure/disclosure.hpp"
#include "journey/fold.hpp"
#include "kernel/instant.hpp"
#include "ledger/store.hpp"
#include "patients/card.hpp"
#include "vault/blind_index.hpp"

namespace veinline::patients {

using journey::disclosure::By;

constexpr std::size_t hits_max = 20;         ///< that one search tells
constexpr std::size_t alike_max = 20;        ///< look-alikes that one registration names
constexpr std::size_t cards_max = 200'000;   ///< of one site
constexpr std::size_t find_bytes_max = 400;  ///< of what is looked for

/// All that it works with; everything outlives it.
struct Parts {
  const journey::Catalogue& catalogue;
  const ledger::Store& store;
  vault::Vault& vault;
  vault::BlindIndex* index;  ///< null: it only reads, and from the cards alone
  const kernel::Clock& clock;
  std::string node;
  kernel::Bytes secret;  ///< of the node: keys the tags
};

/// Who was found.
struct Found {
  By by = By::name;  ///< how the text was read
  std::vector<Card> cards;
  bool is_too_many = false;  ///< more than hits_max; then none is told
};

/// Whether who looks may be told of a subject, by its id. Empty: of everybody.
using Sees = std::function<Result<bool, Fault>(const std::string& subject)>;

class PatientIndex {
 public:
  static constexpr std::chrono::minutes kept_for{15};

  explicit PatientIndex(Parts parts) : parts_(std::move(parts)) {}
  PatientIndex(const PatientIndex&) = delete;
  PatientIndex& operator=(const PatientIndex&) = delete;

  /// How a text is read when nobody says: a number, the last four characters of one, a name, its
  /// reading, or initials. None: it holds nothing to look for.
  static std::optional<By> meaning_of(std::string_view text);

  /// Patients of the site of whom who looks may be told, the nearest first; others are not counted,
  /// and nothing more is read of them. What does not say enough finds nobody.
  Result<Found, Fault> find(const std::string& site, std::string_view text, By by,
                            const Sees& sees);
  /// Others of the site who are like the person, the nearest first; one with the same document is
  /// always among them. Members that are not said are those that are known of the subject.
  Result<std::vector<journey::Alike>, Fault> alike(const std::string& site,
                                                   const journey::PlainPerson& person);
  /// The tags of documents of a subject: before the fact that says so. Nothing where it only reads.
  Result<kernel::Done, Fault> remember(const std::string& site, const std::string& subject,
                                       const std::vector<journey::PlainDocument>& documents);
  /// What is known of a subject, whole; none: nobody was registered there under this id.
  /// For a purpose for which restricted texts are not read, it has none of them.
  Result<std::optional<Card>, Fault> show(const std::string& subject, const std::string& site,
                                          journey::erasure::Purpose purpose);
  /// The arm to which a subject was allocated, from the vault; none: its key was destroyed.
  Result<Text, Fault> arm(const std::string& subject);
  /// What is forgotten with a key that was destroyed: cards and tags of the subject, where who they
  /// are was under it; otherwise nothing.
  Result<kernel::Done, Fault> forget(const journey::DoomedKey& doomed);
  /// Forgets cards and tags of a subject.
  Result<kernel::Done, Fault> forget(const std::string& subject);
  /// How many cards are in memory.
  [[nodiscard]] std::size_t cards_kept();

 private:
  struct Site {
    std::unordered_map<std::string, Card> cards;  ///< by the id of the subject
    ledger::Seq read_to = 0;                      ///< of the facts of the site's identities
    kernel::Instant asked_at;
  };
  /// The cards of a site as they are now. The mutex is held.
  Result<Site*, Fault> cards_at(const std::string& site);
  /// Reads the cards that these facts moved.
  Result<kernel::Done, Fault> follow(Site& kept, const std::vector<journey::Happening>& later);
  Result<std::optional<Card>, Fault> read(const std::string& subject, Wish wish);
  /// Of these, read anew, who fits and belongs to the site.
  template <class Fits>
  Result<Found, Fault> told(const std::string& site, By by, std::vector<std::string> subjects,
                            const Fits& fits);
  Result<std::vector<std::string>, Fault> by_tags(
      const std::string& site, const std::vector<journey::PlainDocument>& numbers);

  const Parts parts_;
  std::mutex mutex_;
  std::map<std::string, Site> sites_;
  std::uint64_t era_ = 0;  ///< of the store, of what is kept
};

}  // namespace veinline::patients
