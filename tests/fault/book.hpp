// SPDX-License-Identifier: Apache-2.0
// Book: what clients asked and were told, kept outside the ledger, and the judgement of a ledger by
// it: nothing acknowledged is lost, nothing is doubled, nothing half there.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ledger/store.hpp"

namespace veinline::fault {

/// What is known of one command key of one account.
struct Asked {
  std::uint32_t count = 0;             ///< records that it wants; 0: not known, but all or none
  std::optional<ledger::Seq> first;    ///< acknowledged with this first sequence number
  std::vector<kernel::Digest> leaves;  ///< acknowledged with these; may be empty
  bool denied = false;                 ///< told for certain that nothing was recorded
  bool unsure = false;  ///< told once that it is not known, which no denial of a twin takes back
};

/// Safe from many threads.
class Book {
 public:
  void ask(const std::string& account, const std::string& key, std::uint32_t count);
  void acknowledge(const std::string& account, const std::string& key, ledger::Seq first,
                   std::uint32_t count, const std::vector<kernel::Digest>& leaves = {});
  /// Takes what the writer said. An answer that contradicts an earlier one is a complaint.
  void take(const ledger::Batch& asked, const ledger::Outcome& outcome);

  using Key = std::pair<std::string, std::string>;  ///< account, command key
  [[nodiscard]] std::map<Key, Asked> all() const;
  [[nodiscard]] std::size_t acknowledged() const;
  /// Faults by name, how often each was told.
  [[nodiscard]] std::map<std::string, int> faults() const;
  [[nodiscard]] std::vector<std::string> complaints() const;

 private:
  mutable std::mutex mutex_;
  std::map<Key, Asked> all_;
  std::map<std::string, int> faults_;
  std::vector<std::string> complaints_;
};

/// Everything that is wrong with the ledger of this file, by the book and by itself: sequence, leaf
/// hashes, naive root, checkpoint, times, touches and heads, command keys, tiles, SQLite's own
/// integrity check. `before_us` records at its beginning are in no book.
std::vector<std::string> complaints_about(const std::string& path, const Book& book,
                                          const std::string& vkey, ledger::Seq before_us = 0);

/// The first few complaints, for a person.
std::string told(const std::vector<std::string>& complaints);

}  // namespace veinline::fault
