// SPDX-License-Identifier: Apache-2.0
#include "tools/cohort/staging.hpp"

#include "access/token.hpp"
#include "journey/staff/staff.hpp"

namespace veinline::tools::cohort {

using kernel::Done;
using kernel::Failure;
using kernel::Instant;
using kernel::Result;
using std::chrono::days;
using std::chrono::hours;

namespace {
constexpr hours offset{8};  // China knows one time and no summer time
constexpr hours morning{8};
constexpr minutes half_past_ten = hours(10) + minutes(30);
}  // namespace

Instant local_midnight(Instant time) {
  return std::chrono::floor<days>(time + offset) - offset;
}

int year_of(Instant time) {
  const std::chrono::year_month_day date(std::chrono::floor<days>(time));
  return static_cast<int>(date.year()) % 100;
}

Dice opening_dice(const Dice& dice) {
  return dice.apart("opening", 0);
}

Instant standing_at(Instant now) {
  const Instant today = local_midnight(now) + half_past_ten;
  return today <= now ? today : today - days(1);
}

Staging::Staging(const CohortOptions& options, House house, Instant first, Pace pace)
    : options_(options),
      dice_(options.seed),
      house_(std::move(house)),
      first_(first),
      pace_(pace),
      clock_(first + morning),
      ids_(dice_.apart("ids", 0)) {}

Result<Done, std::string> Staging::open(const std::string& folder) {
  folder_ = folder;
  auto node = node::Node::create_demonstration(folder, {clock_, ids_}, options_.database);
  if (!node) return Failure{node.error().sentence};
  node_ = std::move(*node);
  const auto console = node_->console_person();
  if (!console) return Failure{std::string("The new node has nobody at its console.")};
  runner_ = std::make_unique<Runner>(node_->desk(), node_->catalogue(), clock_,
                                     dice_.apart("keys", 0), pace_);
  const int last = static_cast<int>((options_.now - first_) / days(1));
  runner_->add("The opening of the house", first_,
               opening(house_, *console, opening_dice(dice_), first_, last));
  return Done{};
}

Treatment Staging::treatment(std::uint64_t number, Story story, std::size_t hospital,
                             int year) const {
  Dice dice = dice_.apart("treatment", number);
  Things things = make_things(dice, number, year);
  return {number,
          story,
          house_,
          house_.hospitals[hospital],
          house_.factories[hospital % house_.factories.size()],
          house_.couriers[number % house_.couriers.size()],
          dice,
          std::move(things),
          {},
          {},
          {},
          0,
          {}};
}

Result<std::vector<Token>, std::string> Staging::issue_tokens() {
  std::vector<Token> out;
  Arc arc(dice_.apart("tokens", 0));
  const std::string console = node_->console_person().value_or("");
  const auto issue = [&](const std::string& desk, const std::string& person) {
    out.push_back({desk, access::new_token(node_->entropy())});
    arc.ask("issue a token for " + desk, console, "staff/issue_token",
            object({{"person", person},
                    {"token", access::token_digest(out.back().token)},
                    {"expires", kernel::to_text(clock_.now() + journey::staff::token_lasts_max)}}));
  };
  issue("administrator", console);
  for (const Member& member : house_.members) issue(member.desk, member.person);
  runner_->add("The tokens", clock_.now(), std::move(arc));
  TRY([[maybe_unused]] const Done issued, runner_->run_until(clock_.now()));
  return out;
}

Result<Cohort, std::string> Staging::finish() {
  Cohort out;
  out.now = options_.now;
  out.counts = runner_->counts();
  out.digest = runner_->digest();
  runner_.reset();
  node_.reset();
  auto node = node::Node::open(folder_, {});
  if (!node) return Failure{node.error().sentence};
  out.node = std::move(*node);
  return out;
}

}  // namespace veinline::tools::cohort
