// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/meter.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <span>

#include "kernel/invariant.hpp"

namespace veinline::gateway::net {
namespace {

using std::chrono::nanoseconds;

std::uint64_t unforeseen() {
  std::array<unsigned char, 8> bytes{};
  INVARIANT(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
  std::uint64_t out = 0;
  for (const unsigned char byte : bytes) out = out << 8 | byte;
  return out;
}

std::uint64_t mixed(std::uint64_t bits) {  // the finalizer of SplitMix64
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
  return bits ^ (bits >> 31);
}

std::uint64_t number_of(std::span<const std::uint8_t, 8> bytes) {
  std::uint64_t out = 0;
  for (const std::uint8_t byte : bytes) out = out << 8 | byte;
  return out;
}

}  // namespace

Meter::Meter(MeterOptions options)
    : options_(options),
      token_(options.per_second == 0 ? nanoseconds{}
                                     : nanoseconds(std::chrono::seconds(1)) / options.per_second),
      secret_(unforeseen()),
      buckets_(
          options.per_second == 0 ? 0 : std::max<std::size_t>(1, options.addresses / ways) * ways) {
}

Meter::Bucket& Meter::bucket_of(const Address& who) {
  const std::span bytes(who.bytes);
  const std::uint64_t high = number_of(bytes.first<8>());
  const std::uint64_t low =
      high == 0 ? number_of(bytes.last<8>()) : 0;  // an IPv4 address, or a /64
  const std::uint64_t place = mixed(mixed(high ^ secret_) ^ low);
  const std::size_t set = static_cast<std::size_t>(place % (buckets_.size() / ways)) * ways;
  const auto all = std::span(buckets_).subspan(set, ways);
  for (Bucket& one : all) {
    if (one.who_high == high && one.who_low == low) return one;
  }
  Bucket& out = *std::ranges::min_element(all, {}, &Bucket::full_at);
  out = {.who_high = high, .who_low = low, .full_at = {}};
  return out;
}

nanoseconds Meter::take(const Address& who, Clock::time_point now) {
  if (!is_on()) return {};
  const std::lock_guard lock(mutex_);
  Bucket& bucket = bucket_of(who);
  const Clock::time_point full_at = std::max(bucket.full_at, now) + token_;
  const nanoseconds over = full_at - now - token_ * options_.burst;
  if (over > nanoseconds(0)) return over;
  bucket.full_at = full_at;
  return {};
}

void Meter::charge(const Address& who, std::uint32_t tokens, Clock::time_point now) {
  if (!is_on()) return;
  const std::lock_guard lock(mutex_);
  Bucket& bucket = bucket_of(who);
  const Clock::time_point latest = now + 2 * token_ * options_.burst;  // so that it ends
  bucket.full_at = std::min(latest, std::max(bucket.full_at, now) + token_ * tokens);
}

}  // namespace veinline::gateway::net
