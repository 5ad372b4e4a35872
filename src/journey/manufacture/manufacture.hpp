// SPDX-License-Identifier: Apache-2.0
// Manufacture: a batch takes materials in and gives products out; the genealogy is made here.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "journey/catalogue.hpp"

namespace veinline::journey::manufacture {

/// Aspect of a batch: one manufacturing run.
struct BatchState {
  std::string course;
  std::string source;  ///< subject id of its inputs
  std::string study;
  std::string site;  ///< id of the site where it is made
  kernel::Instant started_at{};
  std::set<std::string> inputs;     ///< material ids that went in
  std::set<std::string> people;     ///< person ids who worked on it: they may not release it
  std::set<std::string> divisions;  ///< division numbers given so far
  bool operator==(const BatchState&) const = default;
};

/// A part of a material that goes into the batch.
struct Input {
  MaterialId material;
  kernel::Amount quantity;
  static constexpr auto describe() {
    return std::tuple{
        field("material", &Input::material, "What goes in.", Mark::changes | Mark::from),
        field("quantity", &Input::quantity, "How much of it.")};
  }
};

/// A container that came out of the batch.
struct Output {
  MaterialId material;
  Code division;
  kernel::Amount quantity;
  kernel::Instant expires;
  static constexpr auto describe() {
    return std::tuple{
        field("material", &Output::material, "The new material.",
              Mark::changes | Mark::fresh | Mark::to),
        field("division", &Output::division, "Its division number in the batch."),
        field("quantity", &Output::quantity, "How much is in it."),
        field("expires", &Output::expires, "Until when it may be used, not included.")};
  }
};

/// Preparation began; the inputs are used up by these quantities.
struct BatchStarted {
  static constexpr std::string_view stored_name = "manufacture.started/1";
  static constexpr bool tells_arm = true;
  BatchId batch;
  CourseId course;
  StudyId study;
  SubjectId source;
  std::vector<Input> inputs;
  static constexpr auto describe() {
    return std::tuple{
        field("batch", &BatchStarted::batch, "The new batch.", Mark::changes | Mark::to),
        field("course", &BatchStarted::course, "For which treatment.", Mark::changes),
        field("study", &BatchStarted::study, "Whose specification it follows.", Mark::mentions),
        field("source", &BatchStarted::source, "Whose cells they are.", Mark::mentions),
        field("inputs", &BatchStarted::inputs, "What went in.")};
  }
};

/// Containers were filled from the batch.
struct ProductRecorded {
  static constexpr std::string_view stored_name = "manufacture.produced/1";
  static constexpr bool tells_arm = true;
  BatchId batch;
  CourseId course;
  SubjectId source;
  Holder holder;
  std::vector<Output> products;
  static constexpr auto describe() {
    return std::tuple{
        field("batch", &ProductRecorded::batch, "The batch.", Mark::changes | Mark::from),
        field("course", &ProductRecorded::course, "For which treatment.", Mark::changes),
        field("source", &ProductRecorded::source, "Whose cells they are.", Mark::mentions),
        field("holder", &ProductRecorded::holder, "Who has them.", Mark::mentions | Mark::holder),
        field("products", &ProductRecorded::products, "What came out.")};
  }
};

struct StartBatch {
  static constexpr std::string_view name = "manufacture/start";
  static constexpr std::string_view help = "Start the preparation of a product from its materials.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::operator_, Role::technologist};
  static constexpr bool tells_arm = true;
  static constexpr Duty duty = Duty::care;
  BatchId batch;
  CourseId course;
  std::vector<Input> inputs;
  static constexpr auto describe() {
    return std::tuple{
        field("batch", &StartBatch::batch, "The new batch; made when left out.", Mark::fresh),
        field("course", &StartBatch::course, "For which treatment."),
        field("inputs", &StartBatch::inputs, "What goes in, and how much of it.")};
  }
};

struct RecordProduct {
  static constexpr std::string_view name = "manufacture/record_product";
  static constexpr std::string_view help = "Record the containers that were filled from a batch.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Roles roles{Role::operator_, Role::technologist};
  static constexpr bool tells_arm = true;
  BatchId batch;
  std::vector<Output> products;
  static constexpr auto describe() {
    return std::tuple{field("batch", &RecordProduct::batch, "The batch."),
                      field("products", &RecordProduct::products, "What came out.")};
  }
};

inline constexpr Rule another_course{"manufacture.another_course", "R07"};
inline constexpr Rule input_on_hold{"manufacture.input_on_hold", "R21"};
inline constexpr Rule input_not_received{"manufacture.input_not_received", "R21"};
inline constexpr Rule not_enough_left{"manufacture.not_enough_left", "R32"};
inline constexpr Rule twice_an_input{"manufacture.twice_an_input", "R08"};
inline constexpr Rule twice_an_output{"manufacture.twice_an_output", "R08"};

}  // namespace veinline::journey::manufacture
