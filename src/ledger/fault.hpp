// SPDX-License-Identifier: Apache-2.0
// Fault: the world broke while the ledger was at work. Never a rule of medicine saying no.
#pragma once

#include <cstdint>
#include <string_view>

#include "kernel/invariant.hpp"

namespace veinline::ledger {

/// Why the ledger could not do what was asked, although the asking was right.
enum class Fault : std::uint8_t {
  conflict,         ///< something that was read has changed since: load, decide and try again
  busy,             ///< too much is waiting: nothing was written
  stopped,          ///< the ledger is shutting down, or stopped itself after a failed write
  disk_full,        ///< there is no room to write: nothing was written
  unreadable,       ///< the storage does not give the bytes back
  damaged,          ///< the bytes came back, and they are not the bytes that were sealed
  newer_format,     ///< written by a newer program than this one
  out_of_reach,     ///< the database does not answer: ask again by command key
  not_there,        ///< the log does not reach as far as the question does
  unknown_outcome,  ///< the write may or may not have happened: ask again by command key
};

/// True when the same request, made again after loading again, could well succeed.
/// An unknown outcome is not one of these: first find out what happened.
constexpr bool may_retry(Fault fault) {
  switch (fault) {
    case Fault::conflict:
    case Fault::busy:
      return true;
    case Fault::out_of_reach:
    case Fault::stopped:
    case Fault::disk_full:
    case Fault::unreadable:
    case Fault::damaged:
    case Fault::newer_format:
    case Fault::not_there:
    case Fault::unknown_outcome:
      return false;
  }
  kernel::broken_invariant("a fault is one of those listed", __FILE__, __LINE__);
}

/// What an operator reads in a log file. People at the bedside get words from `words/`.
constexpr std::string_view sentence(Fault fault) {
  switch (fault) {
    case Fault::conflict:
      return "Something this decision was based on has changed since it was read.";
    case Fault::busy:
      return "Too many requests are waiting; nothing was recorded.";
    case Fault::stopped:
      return "The ledger has stopped taking records.";
    case Fault::disk_full:
      return "There is no room left to write; nothing was recorded.";
    case Fault::unreadable:
      return "The storage does not give the recorded bytes back.";
    case Fault::damaged:
      return "The stored bytes are not the bytes that were sealed.";
    case Fault::newer_format:
      return "This ledger was written by a newer program.";
    case Fault::out_of_reach:
      return "The database does not answer; ask again with the same command key.";
    case Fault::not_there:
      return "The log is not as long as that.";
    case Fault::unknown_outcome:
      return "It is not known whether this was recorded; ask again with the same command key.";
  }
  kernel::broken_invariant("a fault is one of those listed", __FILE__, __LINE__);
}

/// The code of a fault: keys its sentence in words/.
constexpr std::string_view name(Fault fault) {
  switch (fault) {
    case Fault::conflict:
      return "conflict";
    case Fault::busy:
      return "busy";
    case Fault::stopped:
      return "stopped";
    case Fault::disk_full:
      return "disk_full";
    case Fault::unreadable:
      return "unreadable";
    case Fault::damaged:
      return "damaged";
    case Fault::newer_format:
      return "newer_format";
    case Fault::out_of_reach:
      return "out_of_reach";
    case Fault::not_there:
      return "not_there";
    case Fault::unknown_outcome:
      return "unknown_outcome";
  }
  kernel::broken_invariant("a fault is one of those listed", __FILE__, __LINE__);
}

}  // namespace veinline::ledger
