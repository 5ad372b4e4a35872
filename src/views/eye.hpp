// SPDX-License-Identifier: Apache-2.0
// Eye: who reads, and what they may see of the log. Every view looks through one.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "journey/catalogue.hpp"
#include "journey/fold.hpp"
#include "kernel/result.hpp"
#include "ledger/store.hpp"
#include "views/audiences.hpp"
#include "views/sight.hpp"

namespace veinline::views {

/// Audiences that several threads ask: one at a time.
class SharedAudiences {
 public:
  SharedAudiences(const journey::Catalogue& catalogue, const ledger::Store& store)
      : audiences_(catalogue, store) {}
  kernel::Result<Audience, ledger::Fault> of(const FactSaid& said) {
    const std::lock_guard lock(mutex_);
    return audiences_.of(said);
  }
  kernel::Result<Audience, ledger::Fault> of_thing(const std::string& thing) {
    const std::lock_guard lock(mutex_);
    return audiences_.of_thing(thing);
  }

 private:
  std::mutex mutex_;
  Audiences audiences_;
};

/// What one reader may see (R43). Rights are those of now, whatever position of the log is asked
/// about: a thing that came to a site is seen there with all of its past.
class Eye {
 public:
  /// Of whoever runs the node, at its own machine: sees everything.
  static const Eye& of_operator();
  /// Sees nothing but what is for everybody.
  static const Eye& of_nobody();
  /// Sees this one thing, and reads no record.
  static Eye of_one(std::string thing);
  /// `audiences` outlives it.
  Eye(Sight sight, SharedAudiences& audiences) : sight_(std::move(sight)), audiences_(&audiences) {}

  [[nodiscard]] bool sees_everything() const { return sight_.is_everything; }
  /// Whether the thing is of a patient of a blinded study whose arm the reader may not know: what
  /// is made of facts that are not for them is shown neutrally.
  [[nodiscard]] kernel::Result<bool, ledger::Fault> is_blind_to(const std::string& thing) const;
  /// The ids of the studies whose arms the reader may know although they are blinded.
  [[nodiscard]] const std::set<std::string>& unblinded() const { return sight_.unblinded; }
  /// Whether who reads has one of these roles.
  [[nodiscard]] bool has_one_of(const journey::Roles& roles) const {
    return roles.has_one_of(sight_.roles);
  }
  /// Of whoever runs the node at its own machine: they have its files.
  [[nodiscard]] bool is_operator() const { return sight_.is_everything && audiences_ == nullptr; }
  /// Whether what is for these concerns the reader. For rows of lists, which say it themselves.
  [[nodiscard]] bool sees(const Audience& audience) const { return may_hear(sight_, audience); }
  /// Whether the thing is theirs to ask about, by its key. What is in no record is nobody's.
  [[nodiscard]] kernel::Result<bool, ledger::Fault> sees(const std::string& thing) const;
  /// Whether the record is theirs to read.
  [[nodiscard]] kernel::Result<bool, ledger::Fault> reads(const ledger::StoredRecord& record) const;
  /// The same by what it changes alone, of a thing that they may ask about.
  [[nodiscard]] kernel::Result<bool, ledger::Fault> reads(
      const journey::Happening& happening) const;

 private:
  [[nodiscard]] kernel::Result<bool, ledger::Fault> reads(const FactSaid& said) const;
  explicit Eye(Sight sight) : sight_(std::move(sight)) {}

  Sight sight_;
  SharedAudiences* audiences_ = nullptr;  ///< none: nothing is looked up
};

}  // namespace veinline::views
