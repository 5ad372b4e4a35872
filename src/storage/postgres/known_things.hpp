// SPDX-License-Identifier: Apache-2.0
// KnownThings: the number and the head of each thing that was asked for, as of one log. The records
// that follow move them, whoever wrote them, so that a server need not ask again for what others
// changed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/store.hpp"

namespace veinline::storage::postgres {

/// A thing in the database. Number 0: it is not there; head 0: nothing changed it.
struct Known {
  std::int64_t num = 0;
  ledger::Seq head = 0;
};

class KnownThings {
 public:
  /// More records than these are not followed: asking again costs less.
  static constexpr std::int64_t records_max = 256;

  /// The records that follow() wants come after this one.
  [[nodiscard]] std::int64_t after() const;
  /// Moves to the log of `tree`. Unless `records` are exactly what leads there from where it
  /// stands, everything is forgotten.
  void follow(const ledger::Frontier& tree, const std::vector<ledger::StoredRecord>& records);
  /// Of no log, and without a thing.
  void forget();
  /// Whether it is of a log, and of another one than this.
  [[nodiscard]] bool is_elsewhere_than(const ledger::Frontier& tree) const;

  [[nodiscard]] const Known* find(const std::string& thing) const;
  /// INVARIANT: as of the log where it stands.
  void know(std::string thing, Known one);
  /// A group was committed: the log is that of `tree`, and these things are so.
  void move(const ledger::Frontier& tree, const std::unordered_map<std::string, Known>& things);

 private:
  bool lead(const ledger::Frontier& tree, const std::vector<ledger::StoredRecord>& records);
  void touch(const std::vector<std::string>& things, ledger::Seq head);

  std::optional<ledger::Frontier> tree_;
  std::unordered_map<std::string, Known> things_;
};

}  // namespace veinline::storage::postgres
