// SPDX-License-Identifier: Apache-2.0
// RFC 6962 section 2.1 by its own definitions: recursive, slow, and written without our tree, so
// that the two can disagree.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "kernel/digest.hpp"

namespace veinline::naive {

using kernel::Digest;
using Entries = std::span<const std::string>;
using Hashes = std::vector<Digest>;

inline Digest pair(const Digest& left, const Digest& right) {
  std::string hashed("\x01");
  hashed += kernel::text_of(left.view());
  hashed += kernel::text_of(right.view());
  return kernel::sha256(hashed);
}

/// The largest power of two smaller than n.
inline std::size_t split(std::size_t n) {
  std::size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/// MTH(D[n]).
inline Digest mth(Entries d) {
  if (d.empty()) return kernel::sha256("");
  if (d.size() == 1) return kernel::sha256(std::string(1, '\0') + d[0]);
  const std::size_t k = split(d.size());
  return pair(mth(d.first(k)), mth(d.subspan(k)));
}

/// PATH(m, D[n]).
inline Hashes path(std::size_t m, Entries d) {
  if (d.size() == 1) return {};
  const std::size_t k = split(d.size());
  Hashes out = m < k ? path(m, d.first(k)) : path(m - k, d.subspan(k));
  out.push_back(m < k ? mth(d.subspan(k)) : mth(d.first(k)));
  return out;
}

/// SUBPROOF(m, D[n], b); `whole` is b.
enum class Whole { yes, no };
inline Hashes subproof(std::size_t m, Entries d, Whole whole) {
  if (m == d.size()) return whole == Whole::yes ? Hashes{} : Hashes{mth(d)};
  const std::size_t k = split(d.size());
  Hashes out = m <= k ? subproof(m, d.first(k), whole) : subproof(m - k, d.subspan(k), Whole::no);
  out.push_back(m <= k ? mth(d.subspan(k)) : mth(d.first(k)));
  return out;
}

/// PROOF(m, D[n]), 0 < m < n.
inline Hashes proof(std::size_t m, Entries d) {
  return subproof(m, d, Whole::yes);
}

}  // namespace veinline::naive
