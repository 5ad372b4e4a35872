// SPDX-License-Identifier: Apache-2.0
// World: the slice of things that a fold or a decision works on. State is never stored or printed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "journey/thing.hpp"
#include "kernel/instant.hpp"
#include "kernel/invariant.hpp"

namespace veinline::journey {

/// What is strange about a thing's history. People see all of it; permissions refuse on the first
/// two.
enum class Strange : std::uint8_t {
  unknown_fact = 1,              ///< a fact of a newer program: kept, shown opaque
  inconsistent = 2,              ///< history breaks a rule that is newer or stricter than it
  decided_before_correction = 4  ///< a permission was given on data that was corrected later
};
std::string_view text(Strange strange);
inline constexpr Strange all_strange[] = {Strange::unknown_fact, Strange::inconsistent,
                                          Strange::decided_before_correction};

/// Aspects: what the stages know about one thing, one struct a stage, compared and copied as
/// values.
class Aspects {
 public:
  Aspects() = default;
  Aspects(const Aspects& other) { *this = other; }
  Aspects(Aspects&&) noexcept = default;
  Aspects& operator=(const Aspects& other);
  Aspects& operator=(Aspects&&) noexcept = default;
  ~Aspects() = default;

  template <class A>
  [[nodiscard]] const A* find() const {
    for (const Slot& slot : slots_) {
      if (slot.held->tag() == tag_of<A>()) return &static_cast<const Held<A>&>(*slot.held).value;
    }
    return nullptr;
  }
  template <class A>
  [[nodiscard]] A* find() {
    return const_cast<A*>(std::as_const(*this).find<A>());
  }
  /// The aspect, made with its defaults when the thing has none yet.
  template <class A>
  A& make() {
    for (Slot& slot : slots_) {
      if (slot.held->tag() == tag_of<A>()) return static_cast<Held<A>&>(*slot.held).value;
    }
    slots_.push_back({std::make_unique<Held<A>>()});
    return static_cast<Held<A>&>(*slots_.back().held).value;
  }
  bool operator==(const Aspects& other) const;

 private:
  struct Base {
    virtual ~Base() = default;
    [[nodiscard]] virtual const void* tag() const = 0;
    [[nodiscard]] virtual std::unique_ptr<Base> copy() const = 0;
    [[nodiscard]] virtual bool same(const Base& other) const = 0;
  };
  template <class A>
  struct Held : Base {
    A value{};
    [[nodiscard]] const void* tag() const override { return tag_of<A>(); }
    [[nodiscard]] std::unique_ptr<Base> copy() const override {
      return std::make_unique<Held<A>>(*this);
    }
    [[nodiscard]] bool same(const Base& other) const override {
      return other.tag() == tag() && static_cast<const Held<A>&>(other).value == value;
    }
  };
  struct Slot {
    std::unique_ptr<Base> held;
  };
  template <class A>
  static const void* tag_of() {
    static constexpr char tag = 0;
    return &tag;
  }
  std::vector<Slot> slots_;
};

/// A record that changed a thing, and the later one that corrected it, by sequence number.
struct Amended {
  std::uint64_t of = 0;
  std::uint64_t by = 0;
  bool operator==(const Amended&) const = default;
};

/// The decidable state of one thing after the facts that changed it.
struct ThingState {
  std::uint64_t head = 0;    ///< sequence number of the last fact that changed it; 0: no such thing
  std::uint64_t since = 0;   ///< sequence number of the first one
  std::uint8_t strange = 0;  ///< set of Strange
  Aspects aspects;
  std::vector<Amended> amended;  ///< every correction of a record that changed it
  bool operator==(const ThingState&) const = default;
  [[nodiscard]] bool exists() const { return head != 0; }
  void mark(Strange one) {
    strange = static_cast<std::uint8_t>(strange | static_cast<std::uint8_t>(one));
  }
  [[nodiscard]] bool is(Strange one) const {
    return (strange & static_cast<std::uint8_t>(one)) != 0;
  }
  /// True when a record from before `seq` was corrected after it: what was decided at `seq` was
  /// decided on other words.
  [[nodiscard]] bool amended_since(std::uint64_t seq) const {
    return std::any_of(amended.begin(), amended.end(),
                       [&](const Amended& one) { return one.of < seq && seq < one.by; });
  }
};

/// Who, where and when of a fact that has happened: what `evolve` may know beside the fact.
struct Told {
  std::uint64_t seq = 0;
  std::string record_id;
  std::string by;  ///< person id
  std::string at;  ///< site id
  kernel::Instant happened_at{};
  kernel::Instant recorded_at{};
  bool imported = false;  ///< a file told it: the node met nobody but who took the file in
};

/// The loaded things. `evolve` changes only those that are loaded and that the fact changes.
class World {
 public:
  void load(Thing thing, ThingState state) {
    things_.push_back({std::move(thing), std::move(state)});
  }
  [[nodiscard]] ThingState* find(const Thing& thing) {
    for (auto& [key, state] : things_) {
      if (key == thing) return &state;
    }
    return nullptr;
  }
  // Nothing happens to a thing that is not loaded.

  /// `fn(A&)` on an aspect that this fact may begin: whoever makes one fills it.
  template <class A, class Fn>
  void make(const Thing& thing, Fn&& fn) {
    if (ThingState* state = find(thing)) fn(state->aspects.make<A>());
  }
  /// `fn(A&)` on an aspect that an earlier fact began. When none did (it was entered in error and
  /// retracted), the history is inconsistent; an aspect that nobody filled would be worse.
  template <class A, class Fn>
  void change(const Thing& thing, Fn&& fn) {
    ThingState* state = find(thing);
    if (state == nullptr) return;
    if (A* aspect = state->aspects.find<A>()) {
      fn(*aspect);
    } else {
      state->mark(Strange::inconsistent);
    }
  }
  /// `fn(A&)` on an aspect that may rightly be missing.
  template <class A, class Fn>
  void change_if_any(const Thing& thing, Fn&& fn) {
    ThingState* state = find(thing);
    if (state == nullptr) return;
    if (A* aspect = state->aspects.find<A>()) fn(*aspect);
  }
  void mark(const Thing& thing, Strange strange) {
    if (ThingState* state = find(thing)) state->mark(strange);
  }

 private:
  std::vector<std::pair<Thing, ThingState>> things_;
};

}  // namespace veinline::journey
