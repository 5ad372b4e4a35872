// SPDX-License-Identifier: Apache-2.0
// raw_append: what SQLite alone does with rows like ours. Includes nothing of ours.
//
// raw_append FOLDER RECORD_BYTES CHANGES MENTIONS SECONDS [GROUP ROWS]
// Commits of 64 rows, or of GROUP, for so many SECONDS or until there are ROWS: record with leaf,
// command key, touches, one head row a commit; then records alone; then lone commits. Run again in
// the same FOLDER it goes on in the file that it left, which grows as ours does from round to
// round. WAL, synchronous=FULL, checkpoints on a thread of their own after 64 commits and a WAL of
// at most 64 MiB, the same tables and triggers. Prints one line of JSON.
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr int group_size_unless_said = 64;
constexpr int lone_commits = 2'000;
constexpr int things = 64;
constexpr int persons = 16;
constexpr unsigned commits_between_checkpoints = 64;
constexpr int wal_frames_max = 16'384;

const char* const schema = R"sql(
CREATE TABLE IF NOT EXISTS record (seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL, bytes BLOB NOT NULL) STRICT;
CREATE TRIGGER IF NOT EXISTS record_is_never_updated BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'no'); END;
CREATE TRIGGER IF NOT EXISTS record_is_never_deleted BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'no'); END;
CREATE TRIGGER IF NOT EXISTS record_is_never_replaced BEFORE INSERT ON record
WHEN EXISTS (SELECT 1 FROM record WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'no'); END;
CREATE TABLE IF NOT EXISTS head (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL,
  frontier BLOB NOT NULL, time_ms INTEGER NOT NULL, clock_n INTEGER NOT NULL,
  things INTEGER NOT NULL, checkpoint TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS touch (thing INTEGER NOT NULL, changes INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (thing, changes, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS command (account TEXT NOT NULL, key TEXT NOT NULL, first INTEGER NOT NULL,
  count INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (account, key)) STRICT, WITHOUT ROWID;
INSERT INTO head VALUES (1, 0, x'', 0, 0, 0, '') ON CONFLICT DO NOTHING;
)sql";

void check(int code, sqlite3* db) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  std::fprintf(stderr, "raw_append: %s\n", sqlite3_errmsg(db));
  std::exit(2);
}

double seconds_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

struct Shape {
  int bytes, changes, mentions;
};

class Engine {
 public:
  Engine(const std::string& path, Shape shape)
      : path_(path), shape_(shape), bytes_(static_cast<std::size_t>(shape.bytes), 'r') {
    db_ = open();
    check(sqlite3_exec(db_, schema, nullptr, nullptr, nullptr), db_);
    begin_ = prepare("BEGIN IMMEDIATE");
    commit_ = prepare("COMMIT");
    record_ = prepare("INSERT INTO record(seq, leaf, bytes) VALUES(?1, ?2, ?3)");
    touch_ = prepare("INSERT INTO touch(thing, changes, seq) VALUES(?1, ?2, ?3)");
    command_ =
        prepare("INSERT INTO command(account, key, first, count, body) VALUES(?1, ?2, ?3, 1, ?4)");
    head_ = prepare(
        "UPDATE head SET size = ?1, frontier = ?2, time_ms = ?3, clock_n = ?4, "
        "things = ?5, checkpoint = ?6");
    sqlite3_stmt* size = prepare("SELECT size FROM head");
    check(sqlite3_step(size), db_);
    seq_ = sqlite3_column_int64(size, 0);
    sqlite3_finalize(size);
    checkpointer_ = std::thread([this] { checkpoint_loop(); });
  }
  ~Engine() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    grew_.notify_one();
    checkpointer_.join();
    for (sqlite3_stmt* one : {begin_, commit_, record_, touch_, command_, head_}) {
      sqlite3_finalize(one);
    }
    sqlite3_close(db_);
  }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  void commit_group(int rows) {
    const std::lock_guard lock(writing_);
    step(begin_);
    for (int i = 0; i < rows; ++i) insert_whole(++seq_);
    sqlite3_bind_int64(head_, 1, seq_);
    bind_blob(head_, 2, frontier_);
    sqlite3_bind_int64(head_, 3, 1'772'438'400'000 + seq_);
    sqlite3_bind_int64(head_, 4, 0);
    sqlite3_bind_int64(head_, 5, things + persons);
    bind_text(head_, 6, checkpoint_);
    step(head_);
    step(commit_);
    grow();
  }
  void commit_records(int rows) {
    const std::lock_guard lock(writing_);
    step(begin_);
    for (int i = 0; i < rows; ++i) insert_record(++seq_);
    step(commit_);
    grow();
  }

 private:
  sqlite3* open() const {
    sqlite3* db = nullptr;
    check(
        sqlite3_open_v2(path_.c_str(), &db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr),
        db);
    sqlite3_busy_timeout(db, 5000);
    check(sqlite3_exec(db,
                       "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                       "PRAGMA recursive_triggers=ON; PRAGMA wal_autocheckpoint=0",
                       nullptr, nullptr, nullptr),
          db);
    return db;
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* out = nullptr;
    check(sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &out, nullptr), db_);
    return out;
  }
  void step(sqlite3_stmt* statement) {
    check(sqlite3_step(statement), db_);
    sqlite3_reset(statement);
  }
  static void bind_blob(sqlite3_stmt* statement, int index, const std::string& bytes) {
    sqlite3_bind_blob(statement, index, bytes.data(), static_cast<int>(bytes.size()),
                      SQLITE_STATIC);
  }
  static void bind_text(sqlite3_stmt* statement, int index, const std::string& text) {
    sqlite3_bind_text(statement, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
  void insert_record(std::int64_t seq) {
    sqlite3_bind_int64(record_, 1, seq);
    bind_blob(record_, 2, digest_);
    bind_blob(record_, 3, bytes_);
    step(record_);
  }
  void insert_touch(std::int64_t thing, int changes, std::int64_t seq) {
    sqlite3_bind_int64(touch_, 1, thing);
    sqlite3_bind_int64(touch_, 2, changes);
    sqlite3_bind_int64(touch_, 3, seq);
    step(touch_);
  }
  void insert_whole(std::int64_t seq) {
    insert_record(seq);
    for (int i = 0; i < shape_.changes; ++i) insert_touch(1 + (seq + i) % things, 1, seq);
    for (int i = 0; i < shape_.mentions; ++i) {
      insert_touch(1 + things + (seq + i) % persons, 0, seq);
    }
    char account[24];
    char key[24];
    std::snprintf(account, sizeof account, "PERSON%012d", static_cast<int>(seq % persons));
    std::snprintf(key, sizeof key, "h%010lld", static_cast<long long>(seq));
    sqlite3_bind_text(command_, 1, account, -1, SQLITE_STATIC);
    sqlite3_bind_text(command_, 2, key, -1, SQLITE_STATIC);
    sqlite3_bind_int64(command_, 3, seq);
    bind_blob(command_, 4, digest_);
    step(command_);
  }
  void grow() {
    const std::lock_guard lock(mutex_);
    if (++grown_ >= commits_between_checkpoints) grew_.notify_one();
  }
  void checkpoint_loop() {
    sqlite3* db = open();
    for (;;) {
      {
        std::unique_lock lock(mutex_);
        grew_.wait(lock, [&] { return stop_ || grown_ >= commits_between_checkpoints; });
        if (stop_) break;
        grown_ = 0;
      }
      int frames = 0;
      sqlite3_wal_checkpoint_v2(db, nullptr, SQLITE_CHECKPOINT_PASSIVE, &frames, nullptr);
      if (frames < wal_frames_max) continue;
      sqlite3_wal_checkpoint_v2(db, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
      const std::lock_guard lock(writing_);
      sqlite3_wal_checkpoint_v2(db, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    }
    sqlite3_close(db);
  }

  std::string path_;
  Shape shape_;
  std::string bytes_;
  std::string digest_ = std::string(32, 'd');
  std::string frontier_ = std::string(32 * 10, 'f');
  std::string checkpoint_ = std::string(200, 'c');
  sqlite3* db_ = nullptr;
  sqlite3_stmt *begin_ = nullptr, *commit_ = nullptr, *record_ = nullptr, *touch_ = nullptr;
  sqlite3_stmt *command_ = nullptr, *head_ = nullptr;
  std::int64_t seq_ = 0;
  std::mutex writing_;
  std::mutex mutex_;
  std::condition_variable grew_;
  unsigned grown_ = 0;
  bool stop_ = false;
  std::thread checkpointer_;
};

/// How long: until so many rows are there, or for so many seconds where no number is said.
struct Until {
  double seconds;
  std::int64_t rows;
  [[nodiscard]] bool is_over(double passed, std::int64_t written) const {
    return rows > 0 ? written >= rows : passed >= seconds;
  }
};

template <class Commit>
double rows_per_second(Until until, int group, const Commit& commit) {
  for (int i = 0; i < 20; ++i) commit();
  const auto began = std::chrono::steady_clock::now();
  std::int64_t rows = 0;
  while (!until.is_over(seconds_since(began), rows)) {
    commit();
    rows += group;
  }
  return static_cast<double>(rows) / seconds_since(began);
}

double lone_median_us(Engine& engine) {
  std::vector<double> times;
  for (int i = 0; i < lone_commits; ++i) {
    const auto began = std::chrono::steady_clock::now();
    engine.commit_group(1);
    times.push_back(seconds_since(began) * 1e6);
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6 && argc != 8) {
    std::fprintf(stderr, "raw_append FOLDER RECORD_BYTES CHANGES MENTIONS SECONDS [GROUP ROWS]\n");
    return 2;
  }
  const std::filesystem::path folder(argv[1]);
  const Shape shape{std::atoi(argv[2]), std::atoi(argv[3]), std::atoi(argv[4])};
  const double seconds = std::atof(argv[5]);
  const int group = argc == 8 ? std::max(1, std::atoi(argv[6])) : group_size_unless_said;
  const std::int64_t rows = argc == 8 ? std::atoll(argv[7]) : 0;
  std::filesystem::create_directories(folder);
  double whole = 0, records = 0, lone = 0;
  {
    Engine engine((folder / "whole.db").string(), shape);
    whole = rows_per_second({seconds, rows}, group, [&] { engine.commit_group(group); });
    lone = lone_median_us(engine);
  }
  {
    std::filesystem::remove_all(folder / "records");
    std::filesystem::create_directories(folder / "records");
    Engine engine((folder / "records" / "records.db").string(), shape);
    records = rows_per_second({seconds / 2, 0}, group, [&] { engine.commit_records(group); });
  }
  std::printf("{\"lone_p50_us\":%.0f,\"record_only_per_s\":%.0f,\"rows_per_s\":%.0f}\n", lone,
              records, whole);
  return 0;
}
