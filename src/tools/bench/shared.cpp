// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/shared.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "storage/postgres/connection.hpp"
#include "storage/sqlite/data_folder.hpp"
#include "tools/bench/served.hpp"

namespace veinline::tools::bench {

using kernel::Object;
using kernel::Value;
using storage::postgres::Connection;

namespace {

constexpr double seconds_a_round = 3;
constexpr double seconds_to_warm = 2;
constexpr int rounds = 5;  // the median of the ratios: this machine has other things to do too
constexpr unsigned many_lines = 32;
constexpr unsigned few_lines = 8;
constexpr unsigned listeners = 1'000;

/// How far a log is, and by how many commits it came there.
struct Mark {
  double commits = 0;
  double facts = 0;
};

class Database {
 public:
  static Measured<Database> open(const std::string& address) {
    auto connection = Connection::open(address);
    if (!connection) return not_measured(connection.error().sentence);
    return Database(address, std::move(*connection));
  }
  Measured<Mark> mark() {
    const auto rows = connection_.ask("SELECT epoch, size FROM head");
    if (!rows) return not_measured(rows.error().sentence);
    return Mark{static_cast<double>(rows->integer(0, 0)), static_cast<double>(rows->integer(0, 1))};
  }
  /// Rows a second of the engine alone, so many in each commit.
  [[nodiscard]] Measured<double> raw(const Shape& shape, double rows_a_commit) const {
    TRY(const Object told,
        run_beside("raw_postgres",
                   {address_, std::to_string(std::max(1L, std::lround(rows_a_commit))),
                    std::to_string(shape.bytes), std::to_string(shape.changes),
                    std::to_string(shape.mentions), decimal(seconds_a_round, 0)}));
    const Value* rows = told.find("rows_per_s");
    if (rows == nullptr || rows->integer() == nullptr) return not_measured("No raw figure");
    return static_cast<double>(*rows->integer());
  }

 private:
  Database(std::string address, Connection connection)
      : address_(std::move(address)), connection_(std::move(connection)) {}
  std::string address_;
  Connection connection_;
};

/// A node with nurses who have bags and tokens, in two folders: one for each server.
struct Scene {
  Tokens tokens;
  Shape shape;
  std::string address;
};

Measured<Scene> set(const std::string& first, const std::string& second, const std::string& store,
                    const Plot& plot, HandOvers& work) {
  Scene out;
  TRY(const auto node, open_node(first, store));
  TRY([[maybe_unused]] const kernel::Done ready, give_bags(*node, plot));
  TRY(out.tokens, give_tokens(*node, plot, work));
  for (unsigned slot = 0; slot < 2; ++slot) {  // both nurses of a bag once
    auto reply = node->desk().ask(work.next(0));
    if (!reply) return not_measured("A hand-over was refused: " + reply.error().code);
  }
  TRY(out.shape, shape_of_last(node->store()));
  out.address = storage::sqlite::DataFolder::database_of(first);
  std::error_code error;
  std::filesystem::create_directory(second, error);
  std::filesystem::permissions(second, std::filesystem::perms::owner_all, error);
  std::filesystem::copy(first + "/keys", second + "/keys", error);
  std::filesystem::permissions(second + "/keys", std::filesystem::perms::owner_all, error);
  if (error) return not_measured("The folder of the second server cannot be made");
  auto joined = node::Node::join(second, out.address);
  if (!joined) return not_measured(joined.error().sentence);
  return out;
}

/// One way of serving, over all rounds.
struct Samples {
  std::vector<double> ours, raw, ratio, rows_a_commit, p99_many, p99_few;
};

using Servers = std::vector<const Served*>;

/// `lines`: connections of all servers together.
Measured<kernel::Done> measure(const Servers& servers, unsigned lines, HandOvers& work,
                               Database& database, const Shape& shape, Samples& samples) {
  // Whoever was not asked for a while first reads what others did meanwhile.
  TRY([[maybe_unused]] const Round warm, ask_for(servers, work, lines, seconds_to_warm));
  TRY(const Mark before, database.mark());
  TRY(const Round many, ask_for(servers, work, lines, seconds_a_round));
  TRY(const Mark after, database.mark());
  const double group = (after.facts - before.facts) / std::max(1.0, after.commits - before.commits);
  TRY(const double raw, database.raw(shape, group));
  TRY(const Round few, ask_for(servers, work, few_lines, seconds_a_round));
  samples.ours.push_back(many.facts_per_s);
  samples.raw.push_back(raw);
  samples.ratio.push_back(many.facts_per_s / std::max(1.0, raw));
  samples.rows_a_commit.push_back(group);
  samples.p99_many.push_back(quantile(many.times_ms, 0.99));
  samples.p99_few.push_back(quantile(few.times_ms, 0.99));
  return kernel::Done{};
}

Object figures_of(const Samples& samples) {
  return object({{"facts_per_s", whole(median(samples.ours))},
                 {"p99_ms", decimal(median(samples.p99_many), 1)},
                 {"p99_ms_at_8", decimal(median(samples.p99_few), 1)},
                 {"ratio", decimal(median(samples.ratio), 2)},
                 {"raw_rows_per_s", whole(median(samples.raw))},
                 {"rows_a_commit", decimal(median(samples.rows_a_commit), 1)}});
}

/// What the second server brings, round by round.
std::vector<double> beside(const std::vector<double>& two, const std::vector<double>& one) {
  std::vector<double> out;
  for (std::size_t i = 0; i < one.size(); ++i) out.push_back(two[i] / std::max(1.0, one[i]));
  return out;
}

Part part_of(const Samples& one, const Samples& two, const Samples& each, const Feed& feed) {
  const double brought = median(beside(each.ours, one.ours));
  Part out;
  out.figures =
      object({{"connections", static_cast<std::int64_t>(many_lines)},
              {"feed_listeners", static_cast<std::int64_t>(listeners)},
              {"feed_p50_ms", decimal(median(feed.times_ms), 1)},
              {"feed_p95_ms", decimal(quantile(feed.times_ms, 0.95), 1)},
              {"one_server", figures_of(one)},
              {"two_servers", figures_of(two)},
              {"two_servers_32_each", figures_of(each)},
              {"two_to_one", decimal(brought, 2)},
              {"two_to_one_same_lines", decimal(median(beside(two.ours, one.ours)), 2)},
              {"two_to_one_same_lines_raw", decimal(median(beside(two.raw, one.raw)), 2)}});
  out.gates.push_back(gate("shared.one.ours_to_raw", median(one.ratio), Bound::at_least, 0.5));
  out.gates.push_back(gate("shared.two.ours_to_raw", median(two.ratio), Bound::at_least, 0.5));
  out.gates.push_back(gate("shared.two_to_one", brought, Bound::at_least, 1));
  out.gates.push_back(gate("shared.one.p99_ms_at_8", median(one.p99_few), Bound::at_most, 50));
  out.gates.push_back(gate("shared.two.p99_ms_at_8", median(two.p99_few), Bound::at_most, 50));
  out.gates.push_back(
      gate("shared.feed_p95_ms", quantile(feed.times_ms, 0.95), Bound::at_most, 100));
  return out;
}

}  // namespace

Measured<Part> measure_shared(const std::string& folder, const std::string& store,
                              std::uint64_t seed) {
  const std::string first = folder + "/shared", second = folder + "/shared_too";
  const journey::Catalogue catalogue = journey::whole_catalogue();
  const Plot plot(catalogue, seed);
  HandOvers work(plot);
  TRY(const Scene scene, set(first, second, store, plot, work));
  TRY(Database database, Database::open(scene.address));
  TRY(const Served one, serve(first, scene.tokens));
  TRY(const Served two, serve(second, scene.tokens));
  const Servers alone{&one}, both{&one, &two};
  Samples of_one, of_two, of_each;
  for (int i = 0; i < rounds; ++i) {
    TRY([[maybe_unused]] const auto first_done,
        measure(alone, many_lines, work, database, scene.shape, of_one));
    TRY([[maybe_unused]] const auto second_done,
        measure(both, many_lines, work, database, scene.shape, of_two));
    TRY([[maybe_unused]] const auto each_done,
        measure(both, 2 * many_lines, work, database, scene.shape, of_each));
  }
  TRY(const Feed feed, tell(both, work, listeners));
  return part_of(of_one, of_two, of_each, feed);
}

}  // namespace veinline::tools::bench
