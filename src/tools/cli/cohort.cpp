// SPDX-License-Identifier: Apache-2.0
// demo and simulate: nodes full of people who do not exist.
#include "tools/cohort/cohort.hpp"

#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "exchange/words.hpp"
#include "tools/cli/new_file.hpp"
#include "tools/cli/print.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

using kernel::Done;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;

namespace fs = std::filesystem;

namespace {

/// Made beside, and moved there in one step when it is whole: half a demonstration is never there
/// to be served.
class Beside {
 public:
  static Result<Beside, std::string> make(const std::string& folder) {
    std::error_code error;
    fs::path wanted = fs::absolute(folder, error).lexically_normal();
    if (!wanted.has_filename()) wanted = wanted.parent_path();
    if (fs::exists(wanted, error) &&
        !(fs::is_directory(wanted, error) && fs::is_empty(wanted, error))) {
      return Failure{folder + " is there and is no empty folder. Nothing was changed."};
    }
    fs::create_directories(wanted.parent_path(), error);
    std::string half = wanted.string() + ".XXXXXX";
    if (error || ::mkdtemp(half.data()) == nullptr) {
      return Failure{"No folder can be made beside " + folder + ". Nothing was changed."};
    }
    return Beside(wanted, half);
  }
  Beside(Beside&& other) noexcept
      : wanted_(std::move(other.wanted_)), half_(std::exchange(other.half_, fs::path())) {}
  Beside& operator=(Beside&&) = delete;
  Beside(const Beside&) = delete;
  ~Beside() {
    std::error_code error;
    if (!half_.empty()) fs::remove_all(half_, error);
  }

  [[nodiscard]] std::string folder() const { return half_.string(); }
  Result<Done, std::string> move_there() {
    std::error_code error;
    fs::remove(wanted_, error);  // it is empty
    fs::rename(half_, wanted_, error);
    if (error) return Failure{"The folder cannot be moved to where it belongs."};
    half_.clear();
    return Done{};
  }

 private:
  Beside(fs::path wanted, fs::path half) : wanted_(std::move(wanted)), half_(std::move(half)) {}
  fs::path wanted_, half_;
};

Result<cohort::CohortOptions, std::string> options_of(const CohortVerbOptions& options) {
  const auto now = std::chrono::floor<kernel::Milliseconds>(std::chrono::system_clock::now());
  cohort::CohortOptions out{options.seed, now, options.store};
  if (options.until.empty()) return out;
  const auto until = kernel::instant_from_text(options.until);
  if (!until) return Failure{std::string("--until wants a time like 2026-11-25T02:30:00Z.")};
  if (*until > now) {
    return Failure{std::string(
        "--until lies ahead of this machine's clock: the node could not be served. Nothing was "
        "made.")};
  }
  out.now = *until;
  return out;
}

Result<Done, std::string> write_file(const std::string& path, const std::string& text) {
  TRY(NewFile file, NewFile::create(path));
  file.write(text);
  if (!file.finish()) return Failure{path + " cannot be written."};
  return Done{};
}

/// What a person needs beside the node: the key to check it with, tokens, the ids of the tour.
Result<Done, std::string> write_beside(const std::string& folder, const cohort::Cohort& cohort) {
  TRY([[maybe_unused]] const Done key,
      write_file(folder + "/demonstration.vkey", cohort.node->identity().vkey + "\n"));
  if (cohort.tokens.empty()) return Done{};
  std::error_code error;
  fs::create_directory(folder + "/tokens", error);
  fs::permissions(folder + "/tokens", fs::perms::owner_all, error);
  if (error) return Failure{std::string("The folder of the tokens cannot be made.")};
  for (const cohort::Token& token : cohort.tokens) {
    TRY([[maybe_unused]] const Done written,
        write_file(folder + "/tokens/" + token.desk, token.token + "\n"));
  }
  std::string names;
  for (const auto& [name, id] : cohort.tour) names += name + "=" + id + "\n";
  return write_file(folder + "/demonstration.env", names);
}

Object summary(const cohort::Cohort& cohort, const CohortVerbOptions& options,
               std::chrono::milliseconds took) {
  const auto number = [](std::uint64_t value) { return Value(static_cast<std::int64_t>(value)); };
  Object stories;
  std::uint64_t courses = 0;
  for (const auto& [story, count] : cohort.stories) {
    stories.set(story, number(count));
    courses += count;
  }
  const cohort::Counts& counts = cohort.counts;
  const auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(1, took.count()));
  Object out;
  out.set("commands", number(counts.commands));
  out.set("courses", number(courses));
  out.set("deviations", number(counts.deviations));
  out.set("digest", Value(cohort.digest));
  out.set("facts", number(counts.facts));
  out.set("facts_per_s", number(counts.facts * 1000 / ms));
  out.set("groups", number(counts.groups));
  out.set("origin", Value(cohort.node->identity().origin));
  out.set("refusals", number(counts.refusals));
  out.set("seconds", Value(std::to_string(ms / 1000) + "." + std::to_string(ms % 1000 / 100)));
  out.set("seed", number(options.seed));
  out.set("stories", Value(std::move(stories)));
  out.set("until", Value(kernel::to_text(cohort.now)));
  return out;
}

}  // namespace

int run_cohort(const CohortVerbOptions& options) {
  if (options.prints_people) {
    for (const std::string& line : cohort::people_of_demonstration(options.seed)) {
      std::cout << line << "\n";
    }
    return 0;
  }
  if (options.data.empty()) return cannot("--data DIR is needed. Nothing was made.");
  if (options.courses > cohort::courses_max) {
    return cannot("--courses wants 1 to " + std::to_string(cohort::courses_max) + ".");
  }
  auto wanted = options_of(options);
  if (!wanted) return cannot(wanted.error());
  auto beside = Beside::make(options.data);
  if (!beside) return cannot(beside.error());
  const auto began = std::chrono::steady_clock::now();
  auto made = options.courses == 0 ? cohort::make_demonstration(beside->folder(), *wanted)
                                   : cohort::simulate(beside->folder(), options.courses, *wanted);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - began);
  if (!made) return cannot(made.error());
  if (auto written = write_beside(beside->folder(), *made); !written) {
    return cannot(written.error());
  }
  const Object told = summary(*made, options, took);
  made->node.reset();
  if (auto moved = beside->move_there(); !moved) return cannot(moved.error());
  const exchange::Words& words = exchange::Words::of(language_for(options.language));
  std::cout << (options.style == Style::json ? kernel::canonical_text(told) + "\n"
                                             : pretty(Value(told), words));
  return 0;
}

}  // namespace veinline::tools::cli
