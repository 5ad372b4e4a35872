// SPDX-License-Identifier: Apache-2.0
// raw_postgres: what PostgreSQL alone does with rows like ours. Includes nothing of ours.
//
// raw_postgres ADDRESS ROWS_A_COMMIT RECORD_BYTES CHANGES MENTIONS SECONDS
// One connection in pipeline mode: BEGIN, for each row a record with leaf, its touches and a
// command key, one head row a commit, COMMIT; then the next. The same tables and primary keys as
// ours, in a schema of its own that is dropped at the end; the synchronous setting is that of the
// address. Prints one line of JSON.
#include <arpa/inet.h>
#include <libpq-fe.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

constexpr int things = 64;
constexpr int persons = 16;

const char* const schema = R"sql(
DROP SCHEMA IF EXISTS raw_postgres CASCADE;
CREATE SCHEMA raw_postgres;
SET search_path = raw_postgres;
CREATE TABLE record (seq bigint PRIMARY KEY, leaf bytea NOT NULL, bytes bytea NOT NULL);
CREATE TABLE head (one smallint PRIMARY KEY, epoch bigint NOT NULL, size bigint NOT NULL, frontier bytea NOT NULL,
  time_ms bigint NOT NULL, clock_n bigint NOT NULL, things bigint NOT NULL, checkpoint text NOT NULL) WITH (fillfactor = 10);
CREATE TABLE touch (thing bigint NOT NULL, changes bigint NOT NULL, seq bigint NOT NULL,
  PRIMARY KEY (thing, changes, seq));
CREATE TABLE command (account text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, first bigint NOT NULL,
  count bigint NOT NULL, body bytea NOT NULL, PRIMARY KEY (account, key));
INSERT INTO head VALUES (1, 0, 0, '', 0, 0, 0, '');
)sql";

struct Shape {
  int bytes, changes, mentions;
};

[[noreturn]] void fail(PGconn* connection) {
  std::fprintf(stderr, "raw_postgres: %s", PQerrorMessage(connection));
  std::exit(2);
}

std::string big_endian(std::int64_t value) {
  std::string out(8, '\0');
  for (int i = 0; i < 8; ++i) {
    out[static_cast<std::size_t>(i)] = static_cast<char>(
        (static_cast<std::uint64_t>(value) >> (8U * (7U - static_cast<unsigned>(i)))) & 0xFFU);
  }
  return out;
}

class Engine {
 public:
  Engine(const char* address, Shape shape) : shape_(shape), connection_(PQconnectdb(address)) {
    if (PQstatus(connection_) != CONNECTION_OK) fail(connection_);
    run(schema);
    prepare("record",
            "INSERT INTO record(seq, leaf, bytes) VALUES ($1::bigint, $2::bytea, $3::bytea)");
    prepare("touch",
            "INSERT INTO touch(thing, changes, seq) VALUES ($1::bigint, $2::bigint, $3::bigint)");
    prepare("command",
            "INSERT INTO command(account, key, first, count, body) VALUES ($1::text, $2::text, "
            "$3::bigint, 1, $4::bytea)");
    prepare("head",
            "UPDATE head SET epoch = epoch + 1, size = $1::bigint, frontier = $2::bytea, time_ms = "
            "$3::bigint, "
            "clock_n = 0, things = $4::bigint, checkpoint = $5::text WHERE one = 1");
    prepare("begin", "BEGIN");
    prepare("commit", "COMMIT");
    if (PQenterPipelineMode(connection_) != 1) fail(connection_);
  }
  ~Engine() {
    PQexitPipelineMode(connection_);
    run("DROP SCHEMA raw_postgres CASCADE");
    PQfinish(connection_);
  }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  void commit_group(int rows) {
    send("begin", {});
    for (int i = 0; i < rows; ++i) put_row(++seq_);
    send("head", {big_endian(seq_), frontier_, big_endian(1'772'438'400'000 + seq_),
                  big_endian(things + persons), checkpoint_});
    send("commit", {});
    if (PQpipelineSync(connection_) != 1) fail(connection_);
    for (; sent_ > 0; --sent_) take();
    PQclear(PQgetResult(connection_));  // the sync
  }

 private:
  void run(const char* sql) {
    PGresult* result = PQexec(connection_, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(connection_);
    PQclear(result);
  }
  void prepare(const char* name, const char* sql) {
    PGresult* result = PQprepare(connection_, name, sql, 0, nullptr);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(connection_);
    PQclear(result);
  }
  void send(const char* name, const std::vector<std::string>& values) {
    std::vector<const char*> pointers;
    std::vector<int> lengths;
    for (const std::string& value : values) {
      pointers.push_back(value.data());
      lengths.push_back(static_cast<int>(value.size()));
    }
    const std::vector<int> formats(values.size(), 1);
    if (PQsendQueryPrepared(connection_, name, static_cast<int>(values.size()), pointers.data(),
                            lengths.data(), formats.data(), 1) != 1) {
      fail(connection_);
    }
    ++sent_;
  }
  void take() {
    PGresult* result = PQgetResult(connection_);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(connection_);
    PQclear(result);
    PQclear(PQgetResult(connection_));
  }
  void put_row(std::int64_t seq) {
    send("record", {big_endian(seq), digest_, bytes_});
    for (int i = 0; i < shape_.changes; ++i) {
      send("touch", {big_endian(1 + (seq + i) % things), big_endian(1), big_endian(seq)});
    }
    for (int i = 0; i < shape_.mentions; ++i) {
      send("touch", {big_endian(1 + things + (seq + i) % persons), big_endian(0), big_endian(seq)});
    }
    char account[24];
    char key[24];
    std::snprintf(account, sizeof account, "PERSON%012d", static_cast<int>(seq % persons));
    std::snprintf(key, sizeof key, "h%010lld", static_cast<long long>(seq));
    send("command", {account, key, big_endian(seq), digest_});
  }

  const Shape shape_;
  PGconn* connection_;
  std::string bytes_ = std::string(static_cast<std::size_t>(shape_.bytes), 'r');
  std::string digest_ = std::string(32, 'd');
  std::string frontier_ = std::string(32 * 10, 'f');
  std::string checkpoint_ = std::string(200, 'c');
  std::int64_t seq_ = 0;
  int sent_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) {
    std::fprintf(stderr,
                 "raw_postgres ADDRESS ROWS_A_COMMIT RECORD_BYTES CHANGES MENTIONS SECONDS\n");
    return 2;
  }
  const int group = std::max(1, std::atoi(argv[2]));
  const double seconds = std::atof(argv[6]);
  Engine engine(argv[1], {std::atoi(argv[3]), std::atoi(argv[4]), std::atoi(argv[5])});
  for (int i = 0; i < 20; ++i) engine.commit_group(group);
  const auto began = std::chrono::steady_clock::now();
  const auto passed = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  };
  std::vector<double> times;
  std::int64_t rows = 0;
  while (passed() < seconds) {
    const double before = passed();
    engine.commit_group(group);
    times.push_back((passed() - before) * 1e6);
    rows += group;
  }
  const double lasted = passed();
  std::sort(times.begin(), times.end());
  std::printf("{\"commit_p50_us\":%.0f,\"rows_a_commit\":%d,\"rows_per_s\":%.0f}\n",
              times[times.size() / 2], group, static_cast<double>(rows) / lasted);
  return 0;
}
