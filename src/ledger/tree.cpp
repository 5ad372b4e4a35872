// SPDX-License-Identifier: Apache-2.0
// How the hashes of RFC 6962 are made, and how the frontier folds into a root.
#include "ledger/tree.hpp"

#include <algorithm>
#include <bit>

namespace veinline::ledger {

using kernel::Failure;
using kernel::text_of;

Digest leaf_hash(std::string_view entry) {
  return kernel::sha256(0x00, entry, {});
}

Digest node_hash(const Digest& left, const Digest& right) {
  return kernel::sha256(0x01, text_of(left.view()), text_of(right.view()));
}

Digest empty_root() {
  return kernel::sha256({});
}

Digest Frontier::root() const {
  if (peaks_.empty()) return empty_root();
  Digest root = peaks_.back();
  for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) {
    root = node_hash(*peak, root);
  }
  return root;
}

std::string Frontier::bytes() const {
  std::string out;
  out.reserve(peaks_.size() * sizeof(Digest::bytes));
  for (const Digest& peak : peaks_) out += text_of(peak.view());
  return out;
}

Result<Frontier, BadText> Frontier::from_bytes(std::uint64_t size, std::string_view bytes) {
  if (size > size_max) return Failure{BadText{"a log has fewer than 2^63 leaves"}};
  const auto count = static_cast<std::size_t>(std::popcount(size));
  Frontier frontier;
  if (bytes.size() != count * sizeof(Digest::bytes)) {
    return Failure{BadText{"a frontier has 32 bytes for every 1 bit of its size"}};
  }
  frontier.size_ = size;
  for (; !bytes.empty(); bytes.remove_prefix(sizeof(Digest::bytes))) {
    Digest& peak = frontier.peaks_.emplace_back();
    std::ranges::copy(kernel::bytes_of(bytes.substr(0, peak.bytes.size())), peak.bytes.begin());
  }
  return frontier;
}

}  // namespace veinline::ledger
