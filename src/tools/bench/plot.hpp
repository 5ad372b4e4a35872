// SPDX-License-Identifier: Apache-2.0
// Plot: the made-up world of the bench, all of it from a seed: hospitals, people, treatments.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "commands/request.hpp"
#include "journey/catalogue.hpp"

namespace veinline::tools::bench {

/// A hospital with its study, and who works there and for it.
struct Cast {
  std::string hospital, factory, carrier, study;
  std::string coordinator, investigator, physician, apheresis_nurse, infusion_nurse, second_nurse;
  std::string courier, technologist, operator_, qc_analyst, quality;
};

/// The things of one treatment.
struct Things {
  std::string subject, course, collection, batch, product, box, collection_box;
};

class Plot {
 public:
  static constexpr unsigned casts = 8;  ///< treatment n happens at hospital n % 8

  Plot(const journey::Catalogue& catalogue, std::uint64_t seed)
      : catalogue_(catalogue), seed_(seed) {}

  [[nodiscard]] Cast cast(std::uint64_t treatment) const;
  [[nodiscard]] Things things(std::uint64_t treatment) const;
  /// Sites, people and studies, asked by the person at the console.
  [[nodiscard]] std::vector<commands::Request> setting(const std::string& console) const;
  /// From enrolment to follow-up: every treatment 19 commands, some a few more.
  [[nodiscard]] std::vector<commands::Request> treatment(std::uint64_t number) const;
  /// Only the beginning of treatment(): the collection lies in the hospital.
  [[nodiscard]] std::vector<commands::Request> collecting(std::uint64_t number) const;
  /// One command of a person, signed and with a reason where it wants them.
  [[nodiscard]] commands::Request request(const std::string& person, std::string key,
                                          std::string_view command, kernel::Object data) const;

 private:
  [[nodiscard]] std::string id(std::string_view noun, std::uint64_t number) const;

  const journey::Catalogue& catalogue_;
  std::uint64_t seed_;
};

/// A command key as ours are, opaque and in the order of `number`; each story has keys of its own.
std::string key_of(char story, std::uint64_t number);

/// `object({{"material", bag}, {"condition", "intact"}})`
kernel::Object object(std::initializer_list<std::pair<std::string_view, kernel::Value>> members);

}  // namespace veinline::tools::bench
