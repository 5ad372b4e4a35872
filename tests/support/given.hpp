// SPDX-License-Identifier: Apache-2.0
// Given: the world that tests hand in: a clock that is set, entropy from a seed, a folder that
// goes.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <mutex>
#include <random>
#include <string>
#include <utility>

#include "kernel/canonical.hpp"
#include "kernel/instant.hpp"
#include "kernel/random.hpp"

namespace veinline::support {

using kernel::Instant;
using kernel::Milliseconds;

/// 2026-03-02T08:00:00Z: when every test begins.
constexpr Instant first_morning{Milliseconds(1'772'438'400'000)};

class SetClock : public kernel::Clock {
 public:
  [[nodiscard]] Instant now() const override { return Instant(Milliseconds(ms_.load())); }
  void set(Instant instant) { ms_ = instant.time_since_epoch().count(); }
  void advance(Milliseconds by) { ms_ += by.count(); }

 private:
  std::atomic<std::int64_t> ms_{first_morning.time_since_epoch().count()};
};

/// The zones of the sites in tests, without daylight saving; no other is known.
class SetOffsets : public kernel::Offsets {
 public:
  [[nodiscard]] std::optional<std::chrono::minutes> of(const std::string& zone,
                                                       Instant at) const override {
    static_cast<void>(at);
    if (zone == "Asia/Shanghai") return std::chrono::hours(8);
    if (zone == "Etc/UTC") return std::chrono::minutes(0);
    return std::nullopt;
  }
};

class SeededEntropy : public kernel::Entropy {
 public:
  explicit SeededEntropy(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::uint8_t> out) override {
    const std::lock_guard lock(mutex_);
    for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(engine_() & 0xFFU);
  }

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

/// A new folder under the system's temporary one; removed with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// `object({{"material", bag}, {"condition", "intact"}})`
kernel::Object object(std::initializer_list<std::pair<std::string_view, kernel::Value>> members);
/// `quantity("10", "mL")`
kernel::Value quantity(std::string_view value, std::string_view unit);
/// A command key of the form that is stored as it is, the same for the same text.
std::string opaque_key(std::string_view text);
/// The seed of a random test: VEINLINE_SEED when that is set, else a fresh one. Print it.
std::uint64_t seed_of_this_run();
/// Walks of a campaign: `few`, or `many` when VEINLINE_CAMPAIGN is `full`.
std::size_t campaign(std::size_t few, std::size_t many);

}  // namespace veinline::support
