// SPDX-License-Identifier: Apache-2.0
// Whether the tables beside the records say what the records say.
#include <functional>

#include "storage/sqlite/lookup.hpp"

namespace veinline::storage::sqlite {

using kernel::Failure;
using ledger::Astray;
using ledger::Seq;

namespace {

using Found = Result<std::optional<Astray>, Fault>;

Found astray(Seq seq, std::string_view table) {
  return std::optional(Astray{seq, table});
}
Found in_order() {
  return std::optional<Astray>{};
}

/// A command whose records are being read.
struct Running {
  std::string account, key;
  ledger::KeyUsed used;
};

/// One pass over the log: for each record the rows that it must have, found one by one; at the end
/// the numbers of rows, so that none stands there beside. Constant memory but for a hash a thing.
class Comparison {
 public:
  explicit Comparison(Connection& db) : db_(db) {}

  Result<Done, Fault> prepare() {
    TRY(records_, db_.prepare("SELECT seq, leaf, bytes FROM record ORDER BY seq"));
    TRY(thing_, db_.prepare(sql_find_thing));
    TRY(touch_, db_.prepare("SELECT 1 FROM touch WHERE thing = ?1 AND changes = ?2 AND seq = ?3"));
    TRY(key_, db_.prepare(sql_find_key));
    TRY(subtree_, db_.prepare("SELECT hash FROM subtree WHERE level = ?1 AND idx = ?2"));
    return Done{};
  }

  Found run() {
    const Asking asking(records_);
    for (;;) {
      TRY(const bool row, records_.step());
      if (!row) break;
      TRY(std::optional<Astray> wrong, record());
      if (wrong) return wrong;
    }
    TRY(std::optional<Astray> wrong, command_ends());
    if (wrong) return wrong;
    TRY(wrong, head());
    if (wrong) return wrong;
    return surplus();
  }

 private:
  Found record() {
    const auto seq = static_cast<Seq>(records_.integer(0));
    const std::string bytes(records_.blob(2));
    auto parsed = ledger::parse_record(bytes);
    if (!parsed || seq != head_.size() + 1) return astray(seq, "record");
    const ledger::SealedRecord sealed = ledger::Sealer::reseal(head_, *parsed, bytes);
    if (kernel::text_of(sealed.leaf.view()) != records_.blob(1)) return astray(seq, "record");
    for (const ledger::SubtreeRoot& root : sealed.roots) {
      TRY(const bool same, has_subtree(root));
      if (!same) return astray(seq, "subtree");
    }
    for (const std::string& thing : parsed->draft.changes) {
      TRY(std::optional<Astray> wrong, touch(seq, thing, 1));
      if (wrong) return wrong;
    }
    for (const std::string& thing : parsed->draft.mentions) {
      TRY(std::optional<Astray> wrong, touch(seq, thing, 0));
      if (wrong) return wrong;
    }
    return command(seq, parsed->draft);
  }

  Result<bool, Fault> has_subtree(const ledger::SubtreeRoot& root) {
    const Asking asking(subtree_);
    subtree_.bind(1, std::int64_t{root.level}).bind(2, static_cast<std::int64_t>(root.index));
    TRY(const bool found, subtree_.step());
    ++subtrees_;
    return found && subtree_.blob(0) == kernel::text_of(root.hash.view());
  }

  /// Numbers are given in the order in which things are first touched.
  Found touch(Seq seq, const std::string& thing, std::int64_t changes) {
    TRY(const std::int64_t num, num_from(thing_, thing));
    const std::size_t hash = std::hash<std::string>{}(thing);
    const auto next = static_cast<std::int64_t>(hashes_.size()) + 1;
    if (num == next) hashes_.push_back(hash);
    if (num < 1 || num > next || hashes_[static_cast<std::size_t>(num) - 1] != hash) {
      return astray(seq, "thing");
    }
    const Asking asking(touch_);
    touch_.bind(1, num).bind(2, changes).bind(3, static_cast<std::int64_t>(seq));
    TRY(const bool found, touch_.step());
    if (!found) return astray(seq, "touch");
    ++touches_;
    return in_order();
  }

  /// The records of one command follow each other.
  Found command(Seq seq, const ledger::Draft& draft) {
    if (running_ && running_->account == draft.by && running_->key == draft.command.key) {
      ++running_->used.count;
      return in_order();
    }
    TRY(std::optional<Astray> wrong, command_ends());
    running_ = Running{draft.by, draft.command.key, {seq, 1, draft.command.body}};
    return wrong;
  }
  Found command_ends() {
    if (!running_) return in_order();
    ++commands_;
    auto found = key_from(key_, running_->account, running_->key);
    if (!found && found.error() != Fault::damaged) return Failure{found.error()};
    const ledger::KeyUsed& used = running_->used;
    const bool same = found && *found && (*found)->first == used.first &&
                      (*found)->count == used.count && (*found)->body == used.body;
    return same ? in_order() : astray(used.first, "command");
  }

  Found head() {
    TRY(Statement find,
        db_.prepare("SELECT size, frontier, time_ms, clock_n, things, checkpoint FROM head"));
    TRY(const bool found, find.step());
    const bool same = found && static_cast<Seq>(find.integer(0)) == head_.size() &&
                      find.blob(1) == head_.tree.bytes() && find.integer(2) == head_.clock.ms &&
                      find.integer(3) == head_.clock.n &&
                      find.integer(4) == static_cast<std::int64_t>(hashes_.size());
    return same ? in_order() : astray(head_.size(), "head");
  }

  Found surplus() {
    TRY(const std::int64_t touches, count("SELECT count(*) FROM touch"));
    if (touches != touches_) return surplus_touch();
    TRY(const std::int64_t commands, count("SELECT count(*) FROM command"));
    if (commands != commands_) return surplus_command();
    TRY(const std::int64_t things, count("SELECT count(*) FROM thing"));
    if (things != static_cast<std::int64_t>(hashes_.size())) return astray(0, "thing");
    TRY(const std::int64_t subtrees, count("SELECT count(*) FROM subtree"));
    return subtrees == subtrees_ ? in_order() : astray(0, "subtree");
  }
  Result<std::int64_t, Fault> count(std::string_view sql) {
    TRY(Statement statement, db_.prepare(sql));
    TRY(const bool found, statement.step());
    return found ? statement.integer(0) : std::int64_t{0};
  }

  Result<std::optional<ledger::Draft>, Fault> draft_at(std::int64_t seq) {
    TRY(Statement find, db_.prepare("SELECT bytes FROM record WHERE seq = ?1"));
    find.bind(1, seq);
    TRY(const bool found, find.step());
    if (!found) return std::optional<ledger::Draft>{};
    auto parsed = ledger::parse_record(find.blob(0));
    if (!parsed) return Failure{Fault::damaged};
    return std::optional(std::move(parsed->draft));
  }

  // Every row that must be there was found, so a record with more rows than that has the surplus.
  Found surplus_touch() {
    TRY(Statement each, db_.prepare("SELECT seq, count(*) FROM touch GROUP BY seq ORDER BY seq"));
    for (;;) {
      TRY(const bool row, each.step());
      if (!row) return astray(0, "touch");
      TRY(const std::optional<ledger::Draft> draft, draft_at(each.integer(0)));
      if (!draft) return astray(0, "touch");
      const auto wanted = static_cast<std::int64_t>(draft->changes.size() + draft->mentions.size());
      if (each.integer(1) != wanted) return astray(static_cast<Seq>(each.integer(0)), "touch");
    }
  }
  Found surplus_command() {
    TRY(Statement each, db_.prepare("SELECT first, account, key FROM command ORDER BY first"));
    for (;;) {
      TRY(const bool row, each.step());
      if (!row) return astray(0, "command");
      TRY(const std::optional<ledger::Draft> draft, draft_at(each.integer(0)));
      if (!draft) return astray(0, "command");
      if (draft->by != each.text(1) || draft->command.key != each.text(2)) {
        return astray(static_cast<Seq>(each.integer(0)), "command");
      }
    }
  }

  Connection& db_;
  Statement records_, thing_, touch_, key_, subtree_;
  ledger::Head head_;
  std::vector<std::size_t> hashes_;  // of the things, by number
  std::optional<Running> running_;
  std::int64_t touches_ = 0;
  std::int64_t commands_ = 0;
  std::int64_t subtrees_ = 0;
};

}  // namespace

Result<std::optional<Astray>, Fault> SqliteStore::check_derived() const {
  TRY(Connection db,
      Connection::open(path_, {OpenMode::read_only, options_.durability, options_.vfs}));
  TRY([[maybe_unused]] Done begun, db.run("BEGIN"));  // all questions to one state of the file
  Comparison comparison(db);
  TRY([[maybe_unused]] Done prepared, comparison.prepare());
  return comparison.run();
}

}  // namespace veinline::storage::sqlite
