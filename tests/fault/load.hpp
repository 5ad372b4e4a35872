// SPDX-License-Identifier: Apache-2.0
// Load: random commands against a writer from several threads, several in flight, all in a book.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "fault/book.hpp"
#include "ledger/sealer.hpp"
#include "ledger/writer.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "support/given.hpp"
#include "support/test_node.hpp"

namespace veinline::fault {

/// One ledger file with its key and its clock.
class Bench {
 public:
  /// Makes an empty ledger in a new folder, with nothing between it and the disk.
  Bench();
  /// The same in this folder.
  explicit Bench(std::string folder);

  [[nodiscard]] std::string path() const { return path_; }
  [[nodiscard]] const support::NodeKeys& keys() const { return keys_; }
  support::SetClock& clock() { return clock_; }
  ledger::Sealer& sealer() { return sealer_; }
  Book& book() { return book_; }
  std::vector<std::string> complaints() {
    return complaints_about(path(), book_, keys_.identity.vkey);
  }
  /// A batch of 1 to 4 records that touch a few of forty things. Two batches of one key are alike.
  ledger::Batch batch(const std::string& key);

 private:
  support::TemporaryFolder folder_;
  const std::string path_;
  support::NodeKeys keys_;
  support::SetClock clock_;
  ledger::Sealer sealer_{keys_.key, clock_};
  Book book_;
};

/// An open ledger with its writer.
struct Open {
  std::unique_ptr<storage::sqlite::SqliteStore> store;
  std::unique_ptr<ledger::Writer> writer;
};
/// Opens the bench's ledger; both are null when it cannot be opened.
Open open(Bench& bench, const storage::sqlite::StoreOptions& options);

struct LoadSize {
  int threads = 4;
  int rounds = 0;  ///< of each thread; in each it sends 1 to 6 batches and waits for the answers
  int reads_of_10 = 3;  ///< how many of ten batches claim to have read something
};
/// Sends until the rounds are over or the writer stops. Keys begin with `name`.
void run_load(Bench& bench, Open& open, const std::string& name, std::uint64_t seed,
              const LoadSize& size);
/// Asks one batch, waits, and writes all in the book.
ledger::Outcome ask(Bench& bench, Open& open, const std::string& key);

}  // namespace veinline::fault
