// SPDX-License-Identifier: Apache-2.0
// Reach: what of all that a command names its asker could not read. A refusal about it would tell
// that it is there, so that they are answered as about what there is not (docs/decisions/0045).
#pragma once

#include <optional>
#include <set>
#include <string>

#include "commands/request.hpp"
#include "journey/catalogue.hpp"
#include "views/sight.hpp"

namespace veinline::commands {

/// Of one decision. What is passed by reference outlives it.
class Reach {
 public:
  /// `slice`: what `reader` reads. Whoever is not known yet, as a node is founded, reaches
  /// everything.
  Reach(const journey::Slice& slice, journey::Reader& reader, const journey::CommandType& type,
        const Request& request, const journey::Asked& asked);

  /// A hold may be of anything and is always permitted: it is decided as if what they could not
  /// read were not there.
  [[nodiscard]] bool hides_at_once() const;
  /// What it names is in their hands: it is told of whatever they could read.
  [[nodiscard]] bool tells_all() const;
  /// From now on what they could not read is not there: until then what is hidden from the blinded
  /// alone. `data` names its things by their ids.
  void hide(const kernel::Object& data);
  [[nodiscard]] bool is_hiding() const { return is_hiding_; }
  /// Whether something that is there was hidden.
  [[nodiscard]] bool has_hidden() const { return has_hidden_; }

  /// Whether it is there, and hidden from them.
  bool hides(const journey::Named& named);
  /// The same of the record that the command names.
  bool hides_record(const journey::Catalogue& catalogue, const journey::Asked& asked);

 private:
  /// Whether no address would show it to them: it is of another site or study. Whether they are
  /// blinded is asked elsewhere.
  bool is_of_others(const journey::Thing& thing);
  template <class Audience>
  bool is_out_of_sight(const Audience& audience_by);

  const journey::Slice& slice_;
  journey::Reader& reader_;
  const journey::CommandType& type_;
  const Request& request_;
  const journey::Asked& asked_;
  std::optional<views::Sight> sight_;  ///< none: they reach everything
  /// Keys of the treatments that cells are of which the command names beside them, and which they
  /// could read: a factory begins with the cells, before the treatment is one of its own.
  std::set<std::string> told_beside_;
  bool is_hiding_ = false;
  bool has_hidden_ = false;
};

}  // namespace veinline::commands
