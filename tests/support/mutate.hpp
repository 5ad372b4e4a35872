// SPDX-License-Identifier: Apache-2.0
// Mutator: well-formed inputs made slightly wrong, the same for the same seed on any machine.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace veinline::support {

class Mutator {
 public:
  /// INVARIANT: the corpus is not empty.
  Mutator(std::uint64_t seed, std::vector<std::string> corpus);
  /// One of the corpus after one to eight changes.
  std::string next();
  /// The same of a text that is given.
  std::string changed(std::string text);
  /// From 0 to `below` - 1. INVARIANT: `below` is not 0.
  std::size_t number(std::size_t below) { return static_cast<std::size_t>(engine_() % below); }
  /// One of a list.
  template <class List>
  const auto& one_of(const List& list) {
    return list[number(std::size(list))];
  }

 private:
  void change(std::string& text);
  void insert(std::string& text, std::string_view piece);
  /// A piece of a text, of up to 64 bytes.
  std::string_view piece_of(std::string_view text);

  std::mt19937_64 engine_;
  std::vector<std::string> corpus_;
};

}  // namespace veinline::support
