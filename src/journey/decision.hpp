// SPDX-License-Identifier: Apache-2.0
// Decision: what a stage is asked, and the two things it may answer: facts, or a refusal.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "journey/codec.hpp"
#include "journey/reader.hpp"
#include "journey/thing.hpp"
#include "kernel/result.hpp"

namespace veinline::journey {

/// A rule that can refuse. `code` keys its sentence in words/; `id` is R01…R48 or empty.
struct Rule {
  std::string_view code;
  std::string_view id;
};

/// The answer is no: part of the domain, never an error of the program.
struct Refusal {
  const Rule* rule;
  std::string about;  ///< the field or the thing key that it is about; pseudonymous
};

/// One fact about to be told, already as data.
struct Said {
  std::string_view stored_name;
  kernel::Object data;
  std::string corrects;                 ///< id of the record it corrects, or empty
  std::vector<std::string> things{};    ///< every thing that it changes, when its fields do not say
  std::vector<std::string> mentions{};  ///< what it mentions beside what its fields say
};

/// A record that a command names, as it was recorded.
struct Original {
  std::string record_id;
  std::string fact;
  kernel::Object data;
  std::vector<std::string> changes;  ///< empty: nobody may correct it
  kernel::Instant recorded_at;
  std::int64_t clock_n = 0;
  std::optional<kernel::Object> replacement{};     ///< the data that the command brings for it
  std::vector<std::string> replacement_changes{};  ///< things that the replacement would change
  std::vector<std::string> mentions{};             ///< what it or its replacement mentions
  std::vector<std::string> users{};  ///< things of later permissions that named one of `changes`
  std::optional<Refusal> unfit{};    ///< why the replacement may not stand in its place
  std::vector<Said> consequences{};  ///< what the stage tells of the replacement, beside it
  std::optional<PersonId> by{};
  std::optional<SiteId> at{};
  std::optional<kernel::Instant> happened_at{};
};

/// Why somebody may be taken for another, or is the same.
enum class Likeness : std::uint8_t { same_document, same_name, same_reading, same_birth };

/// Another subject of the asker's site who is like the person that a command names.
struct Alike {
  SubjectId subject;
  Likeness likeness;
};

/// What ties a subject to products, by all records that touch the subject.
struct Ties {
  std::optional<kernel::Instant> last{};  ///< from then on the law counts; empty: nothing ties them
  std::vector<std::string> things{};      ///< thing keys that a later tie would change
  bool operator==(const Ties&) const = default;
};

/// Who asks, where and when. Pure data: the clock and the entropy were met in commands/.
struct Asked {
  PersonId by;
  SiteId at;
  kernel::Instant now;  ///< a permission is judged at this moment; an imported one when it happened
  kernel::Instant happened_at;
  std::string reason_code;             ///< empty when none was given
  DeviationId fresh_deviation;         ///< id for the deviation that the decision may open
  std::optional<Original> original{};  ///< the record that the command names
  bool imported = false;               ///< a file asks it in the name of `by`
  std::vector<Alike> alike{};          ///< the nearest first; the vault was asked before
  Ties ties{};                         ///< of the subject, for a command that weighs retention
  /// Keys of the subject's treatments and materials, for a command that asks who sees the subject.
  std::vector<std::string> of_subject{};
  bool at_machine = false;  ///< who asks may read the data folder of the node
};

inline kernel::Failure<Refusal> refuse(const Rule& rule, std::string about = {}) {
  return kernel::Failure{Refusal{&rule, std::move(about)}};
}

/// What a decision tells, in order.
class Facts {
 public:
  template <class F>
  Facts& add(const F& fact) {
    said_.push_back(Said{F::stored_name, codec::put(fact), {}, {}});
    return *this;
  }
  Facts& add(Said said) {
    said_.push_back(std::move(said));
    return *this;
  }
  [[nodiscard]] const std::vector<Said>& said() const { return said_; }

 private:
  std::vector<Said> said_;
};
template <class... F>
Facts facts(const F&... fact) {
  Facts out;
  (out.add(fact), ...);
  return out;
}

using Decision = kernel::Result<Facts, Refusal>;

}  // namespace veinline::journey
