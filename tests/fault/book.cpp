// SPDX-License-Identifier: Apache-2.0
#include "fault/book.hpp"

#include <sqlite3.h>

#include <set>

#include "ledger/checkpoint.hpp"
#include "ledger/record.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "support/naive_tree.hpp"

namespace veinline::fault {

using ledger::Seq;
using ledger::StoredRecord;
using storage::sqlite::SqliteStore;

void Book::ask(const std::string& account, const std::string& key, std::uint32_t count) {
  const std::lock_guard lock(mutex_);
  Asked& one = all_[{account, key}];
  one.count = count;
  one.denied = false;
}

void Book::acknowledge(const std::string& account, const std::string& key, Seq first,
                       std::uint32_t count, const std::vector<kernel::Digest>& leaves) {
  const std::lock_guard lock(mutex_);
  Asked& one = all_[{account, key}];
  if (one.first && (*one.first != first || one.count != count)) {
    complaints_.push_back("key " + key + " was answered differently the second time");
  }
  one.first = first;
  one.count = count;
  one.denied = false;
  if (!leaves.empty()) one.leaves = leaves;
}

void Book::take(const ledger::Batch& asked, const ledger::Outcome& outcome) {
  if (const auto* appended = std::get_if<ledger::Appended>(&outcome)) {
    const auto count = static_cast<std::uint32_t>(appended->leaves.size());
    acknowledge(asked.account, asked.key, appended->first, count, appended->leaves);
    return;
  }
  if (const auto* used = std::get_if<ledger::KeyUsed>(&outcome)) {
    acknowledge(asked.account, asked.key, used->first, used->count);
    return;
  }
  const std::lock_guard lock(mutex_);
  const auto* fault = std::get_if<ledger::Fault>(&outcome);
  Asked& one = all_[{asked.account, asked.key}];
  if (fault != nullptr) ++faults_[std::string(name(*fault))];
  const bool is_unknown = fault != nullptr && *fault == ledger::Fault::unknown_outcome;
  const bool is_stopped = fault != nullptr && *fault == ledger::Fault::stopped;
  if (is_unknown || is_stopped) {
    one.unsure = true;
  } else if (!one.first) {
    one.denied = true;
  }
}

std::map<Book::Key, Asked> Book::all() const {
  const std::lock_guard lock(mutex_);
  return all_;
}

std::size_t Book::acknowledged() const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const auto& [key, one] : all_) count += one.first ? 1U : 0U;
  return count;
}

std::map<std::string, int> Book::faults() const {
  const std::lock_guard lock(mutex_);
  return faults_;
}

std::vector<std::string> Book::complaints() const {
  const std::lock_guard lock(mutex_);
  return complaints_;
}

namespace {

/// One look at one ledger.
class Inspection {
 public:
  Inspection(SqliteStore& store, const Book& book, const std::string& vkey, Seq before_us)
      : store_(store), book_(book.all()), vkey_(vkey), before_us_(before_us) {}

  std::vector<std::string> run() {
    if (!read()) return complaints_;
    check_root();
    check_touches();
    check_keys();
    check_tiles();
    return std::move(complaints_);
  }

 private:
  void complain(std::string what) { complaints_.push_back(std::move(what)); }

  bool read() {
    for (;;) {
      auto page = store_.read(records_.size() + 1, 500);
      if (!page) {
        complain("the records cannot be read");
        return false;
      }
      if (page->empty()) return true;
      for (StoredRecord& one : *page) take(std::move(one));
    }
  }
  void take(StoredRecord one) {
    const std::string number = std::to_string(one.seq);
    if (one.seq != records_.size() + 1) complain("there is a gap before " + number);
    if (one.leaf != ledger::leaf_hash(one.bytes)) complain("wrong leaf hash at " + number);
    auto parsed = ledger::parse_record(one.bytes);
    if (!parsed) {
      complain("no record at " + number);
      parsed = ledger::Record{};
    }
    if (!records_.empty() && parsed->stamp.recorded_at < records_.back().stamp.recorded_at) {
      complain("time runs back at " + number);
    }
    if (!records_.empty() && parsed->stamp.clock <= records_.back().stamp.clock) {
      complain("the clock does not rise at " + number);
    }
    bytes_.push_back(std::move(one.bytes));
    leaves_.push_back(one.leaf);
    records_.push_back(std::move(*parsed));
  }

  void check_root() {
    const kernel::Digest root = naive::mth(bytes_);
    auto tip = store_.tip();
    if (!tip) return complain("no tip");
    if (tip->head.size() != bytes_.size()) complain("the head has another size than the records");
    if (tip->head.tree.root() != root) complain("the root is not that of the records");
    auto key = ledger::VerifierKey::parse(vkey_);
    if (!key) return complain("no key");
    const auto opened = ledger::open_checkpoint(tip->checkpoint, std::span(&*key, 1));
    if (!opened) return complain("the checkpoint is not signed by the node");
    if (opened->size != bytes_.size() || opened->root != root) {
      complain("the checkpoint is of another log");
    }
    if (!records_.empty() && (tip->head.clock != records_.back().stamp.clock ||
                              tip->head.time != records_.back().stamp.recorded_at)) {
      complain("the head has another time than the last record");
    }
  }

  void check_touches() {
    std::map<std::string, std::set<Seq>> changes;
    std::map<std::string, std::set<Seq>> touches;
    for (std::size_t i = 0; i < records_.size(); ++i) {
      for (const std::string& thing : records_[i].draft.changes) changes[thing].insert(i + 1);
      for (const std::string& thing : records_[i].draft.changes) touches[thing].insert(i + 1);
      for (const std::string& thing : records_[i].draft.mentions) touches[thing].insert(i + 1);
    }
    std::vector<std::string> things;
    for (const auto& [thing, seqs] : touches) things.push_back(thing);
    if (store_.things("", "", 1'000'000).value_or(std::vector<std::string>{}) != things) {
      complain("the things are not those of the records");
    }
    auto heads = store_.heads(things);
    if (!heads) return complain("the heads cannot be read");
    for (std::size_t i = 0; i < things.size(); ++i) {
      const std::set<Seq>& seqs = changes[things[i]];
      const Seq head = seqs.empty() ? 0 : *seqs.rbegin();
      if ((*heads)[i] != head) complain("wrong head of " + things[i]);
      check_history(things[i], ledger::Touching::changes, seqs);
      check_history(things[i], ledger::Touching::changes_and_mentions, touches[things[i]]);
    }
  }
  void check_history(const std::string& thing, ledger::Touching touching,
                     const std::set<Seq>& expected) {
    auto found = store_.history(thing, touching, 0, UINT64_MAX, 1'000'000);
    if (!found) return complain("the history of " + thing + " cannot be read");
    std::set<Seq> seqs;
    for (const StoredRecord& one : *found) seqs.insert(one.seq);
    if (seqs != expected) complain("wrong history of " + thing);
  }

  void check_keys() {
    std::map<Book::Key, std::vector<Seq>> by_key;
    for (std::size_t i = 0; i < records_.size(); ++i) {
      const ledger::Draft& draft = records_[i].draft;
      std::vector<Seq>& seqs = by_key[{draft.by, draft.command.key}];
      if (draft.command.index != static_cast<std::int64_t>(seqs.size())) {
        complain("key " + draft.command.key + " is there twice, or out of order");
      }
      if (!seqs.empty() && seqs.back() != i) {
        complain("key " + draft.command.key + " has a foreign record between its own");
      }
      seqs.push_back(i + 1);
    }
    for (const auto& [key, seqs] : by_key) {
      if (!book_.contains(key) && seqs.back() > before_us_) complain("nobody asked " + key.second);
      check_index(key, seqs);
    }
    for (const auto& [key, asked] : book_) {
      const auto found = by_key.find(key);
      check_asked(key.second, asked, found == by_key.end() ? std::vector<Seq>{} : found->second);
      if (found == by_key.end()) check_index(key, {});
    }
  }
  void check_index(const Book::Key& key, const std::vector<Seq>& seqs) {
    auto used = store_.find_key(key.first, key.second);
    if (!used) return complain("the key " + key.second + " cannot be looked up");
    const bool right =
        *used ? !seqs.empty() && (*used)->first == seqs.front() && (*used)->count == seqs.size()
              : seqs.empty();
    if (!right) complain("the index of keys is wrong about " + key.second);
  }
  void check_asked(const std::string& key, const Asked& asked, const std::vector<Seq>& seqs) {
    if (asked.first && seqs.empty()) return complain("acknowledged and lost: " + key);
    if (asked.denied && !asked.unsure && !seqs.empty()) complain("denied and recorded: " + key);
    if (seqs.empty()) return;
    if (asked.first && *asked.first != seqs.front()) complain("moved: " + key);
    if (asked.count != 0 && asked.count != seqs.size()) complain("half there: " + key);
    for (std::size_t i = 0; i < asked.leaves.size() && i < seqs.size(); ++i) {
      if (asked.leaves[i] != leaves_[seqs[i] - 1]) complain("other bytes: " + key);
    }
  }

  void check_tiles() {
    for (std::uint64_t index = 0; index * 256 < leaves_.size(); ++index) {
      const std::size_t from = index * 256;
      const std::size_t width = std::min<std::size_t>(256, leaves_.size() - from);
      auto tile = store_.tile({0, index, static_cast<int>(width)});
      if (!tile || !std::equal(tile->begin(), tile->end(),
                               leaves_.begin() + static_cast<std::ptrdiff_t>(from))) {
        complain("wrong tile of leaves " + std::to_string(index));
      }
      if (width < 256) continue;
      auto above = store_.tile({1, 0, static_cast<int>(index + 1)});
      const auto root = naive::mth(naive::Entries(bytes_).subspan(from, 256));
      if (!above || above->back() != root) complain("wrong subtree " + std::to_string(index));
    }
  }

  SqliteStore& store_;
  const std::map<Book::Key, Asked> book_;
  const std::string& vkey_;
  const Seq before_us_;
  std::vector<std::string> bytes_;
  std::vector<kernel::Digest> leaves_;
  std::vector<ledger::Record> records_;
  std::vector<std::string> complaints_;
};

/// Empty when SQLite finds its file in order.
std::string integrity(const std::string& path) {
  sqlite3* db = nullptr;
  std::string out = "SQLite cannot open the file";
  if (sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK) {
    out.clear();
    const auto take = [](void* to, int, char** row, char**) {
      if (std::string_view(row[0]) != "ok") *static_cast<std::string*>(to) += row[0];
      return 0;
    };
    if (sqlite3_exec(db, "PRAGMA integrity_check", take, &out, nullptr) != SQLITE_OK) {
      out = "SQLite cannot check the file";
    }
  }
  sqlite3_close(db);
  return out;
}

}  // namespace

std::vector<std::string> complaints_about(const std::string& path, const Book& book,
                                          const std::string& vkey, Seq before_us) {
  std::vector<std::string> out = book.complaints();
  {
    auto store = SqliteStore::open(path, {});
    if (!store) {
      out.push_back("the ledger cannot be opened: " + std::string(name(store.error())));
      return out;
    }
    const auto found = Inspection(**store, book, vkey, before_us).run();
    out.insert(out.end(), found.begin(), found.end());
  }
  if (const std::string wrong = integrity(path); !wrong.empty()) out.push_back(wrong);
  return out;
}

std::string told(const std::vector<std::string>& complaints) {
  std::string out = std::to_string(complaints.size()) + " complaints";
  for (std::size_t i = 0; i < complaints.size() && i < 5; ++i) out += "\n  " + complaints[i];
  return out;
}

}  // namespace veinline::fault
