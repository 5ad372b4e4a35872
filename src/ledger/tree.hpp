// SPDX-License-Identifier: Apache-2.0
// The Merkle tree of RFC 6962 section 2.1: its hashes, and its growing right edge.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/bad_text.hpp"
#include "kernel/digest.hpp"
#include "kernel/result.hpp"

namespace veinline::ledger {

using kernel::BadText;
using kernel::Digest;
using kernel::Result;

/// SHA-256(0x00 || entry). RFC 6962 section 2.1.
Digest leaf_hash(std::string_view entry);
/// SHA-256(0x01 || left || right). RFC 6962 section 2.1.
Digest node_hash(const Digest& left, const Digest& right);
/// SHA-256 of nothing: the root of a tree without leaves. RFC 6962 section 2.1.
Digest empty_root();

/// The compact range [0, size): the roots of the largest complete subtrees, left to right. It is
/// all that is needed to go on growing a tree; at most 63 digests however long the log is.
class Frontier {
 public:
  Frontier() = default;

  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Appends the hash of one leaf (leaf_hash of the entry).
  void add(const Digest& leaf) {
    add(leaf, [](int, std::uint64_t, const Digest&) {});
  }
  /// Appends one leaf and calls `on_node(int level, std::uint64_t index, const Digest&)` for every
  /// complete subtree this finishes, lowest first, the leaf itself being level 0. The node at
  /// (level, index) covers the leaves [index << level, (index + 1) << level). Tiles keep the levels
  /// 0, 8, 16, 24 and so on.
  template <class OnNode>
  void add(const Digest& leaf, OnNode&& on_node) {
    INVARIANT(size_ < size_max);
    Digest node = leaf;
    int level = 0;
    on_node(level, size_, std::as_const(node));
    for (std::uint64_t rest = size_; (rest & 1U) != 0; rest >>= 1U) {
      node = node_hash(peaks_.back(), node);
      peaks_.pop_back();
      ++level;
      on_node(level, size_ >> static_cast<unsigned>(level), std::as_const(node));
    }
    peaks_.push_back(node);
    ++size_;
  }
  /// The Merkle Tree Hash of the leaves so far.
  [[nodiscard]] Digest root() const;

  /// The digests one after another, largest subtree first; 32 bytes for every 1 bit of the size.
  [[nodiscard]] std::string bytes() const;
  /// Reads what `bytes` wrote for this size. Refuses any other length, and sizes over 2^63 - 1.
  static Result<Frontier, BadText> from_bytes(std::uint64_t size, std::string_view bytes);

  bool operator==(const Frontier&) const = default;

  static constexpr std::uint64_t size_max = (std::uint64_t{1} << 63U) - 1;

 private:
  std::uint64_t size_ = 0;
  std::vector<Digest> peaks_;  // one for every 1 bit of size_, most significant first
};

}  // namespace veinline::ledger
