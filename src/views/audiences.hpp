// SPDX-License-Identifier: Apache-2.0
// Audiences: for whom the facts of the log are, one after another. It keeps the states that this
// rests on, no more than it may, and goes on from there.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "history/states.hpp"
#include "journey/reader.hpp"
#include "kernel/result.hpp"
#include "ledger/store.hpp"
#include "views/sight.hpp"

namespace veinline::views {

/// Of one thread. What is passed by reference outlives it.
class Audiences {
 public:
  static constexpr std::size_t states_kept_max = 4'096;

  Audiences(const journey::Catalogue& catalogue, const ledger::Store& store,
            std::size_t kept_max = states_kept_max)
      : catalogue_(catalogue), store_(store), kept_max_(kept_max) {}

  /// For whom a recorded fact is. A fault: the things that it is about cannot be read.
  kernel::Result<Audience, ledger::Fault> of(const FactSaid& said);
  /// Whose a thing is now.
  kernel::Result<Audience, ledger::Fault> of_thing(const std::string& thing);

 private:
  /// What `ask` says of a reader that finds all that it looks at.
  template <class Ask>
  kernel::Result<Audience, ledger::Fault> asked_until_whole(const Ask& ask);
  kernel::Result<history::StatePointer, ledger::Fault> newest(const std::string& thing,
                                                              ledger::Seq head);

  const journey::Catalogue& catalogue_;
  const ledger::Store& store_;
  const std::size_t kept_max_;
  std::unordered_map<std::string, history::StatePointer> kept_;
  std::uint64_t era_ = 0;  ///< of the store, of what is kept
};

}  // namespace veinline::views
