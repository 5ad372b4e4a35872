// SPDX-License-Identifier: Apache-2.0
// verify: says whether evidence, a log or a folder of tiles is what its node signed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bundle.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/store.hpp"

namespace veinline::tools::verify {

using kernel::Digest;
using ledger::Fault;
using ledger::Seq;

/// What the reader brings along, from a place that the node cannot reach.
struct Options {
  std::optional<std::string> key;    ///< vkey of the log; without it nothing is called intact
  std::optional<std::string> since;  ///< an older signed checkpoint of the log: the note's text
  std::vector<ledger::VerifierKey> witnesses;  ///< whose cosignatures are looked for
};

struct Verdict {
  enum class Result : std::uint8_t {
    intact,        ///< every check held, under the key that the reader brought
    broken,        ///< a check failed: this is not what the node signed
    cannot_judge,  ///< something is missing to say either: a key, a readable file, a newer program
  };
  Result result = Result::cannot_judge;
  std::string message;           ///< sentences for people; hold no text of any record
  std::optional<Seq> first_bad;  ///< the first record that fails a check of its own, from 1
  std::string origin;            ///< of the log, when a checkpoint was read
  std::string found_vkey;        ///< as the thing checked claims; only `name+id` for bare tiles
  std::uint64_t records = 0;     ///< records whose bytes were checked
  std::uint64_t signatures = 0;  ///< persons' signatures inside them that are good
  std::uint64_t imported_signatures = 0;  ///< of those, how many for persons whom an import named
  std::uint64_t size = 0;                 ///< of the log at the checkpoint
  std::string root_base64;
  std::vector<ledger::Cosignature> cosignatures;  ///< good ones, by options.witnesses
};

/// 0 intact, 1 broken, 2 cannot judge.
int exit_code(Verdict::Result result);
/// Several lines, each with its newline.
std::string to_text(const Verdict& verdict);
/// Canonical JSON on one line, with its newline.
std::string to_json(const Verdict& verdict);

/// Checks an evidence bundle in constant memory. docs/formats/bundle.md says what is proven.
Verdict verify_bundle(ledger::ByteSource& source, const Options& options);

/// A log whose records can be read. The checkpoint may be older than the log: exactly the records
/// that it covers are checked.
class LogSource {
 public:
  virtual ~LogSource() = default;
  /// The newest signed checkpoint.
  [[nodiscard]] virtual kernel::Result<std::string, Fault> checkpoint() const = 0;
  /// The log's key, by its own word.
  [[nodiscard]] virtual kernel::Result<std::string, Fault> vkey() const = 0;
  /// Up to `count_max` records from `from` on, with the leaf hashes that were stored beside them.
  [[nodiscard]] virtual kernel::Result<std::vector<ledger::StoredRecord>, Fault> read(
      Seq from, std::uint32_t count_max) const = 0;
};

/// Any store as such a log. The store must outlive it.
class StoreLog : public LogSource {
 public:
  explicit StoreLog(const ledger::Store& store) : store_(store) {}
  [[nodiscard]] kernel::Result<std::string, Fault> checkpoint() const override {
    TRY(ledger::Tip tip, store_.tip());
    return std::move(tip.checkpoint);
  }
  [[nodiscard]] kernel::Result<std::string, Fault> vkey() const override {
    TRY(ledger::Identity identity, store_.identity());
    return std::move(identity.vkey);
  }
  [[nodiscard]] kernel::Result<std::vector<ledger::StoredRecord>, Fault> read(
      Seq from, std::uint32_t count_max) const override {
    return store_.read(from, count_max);
  }

 private:
  const ledger::Store& store_;
};

/// Checks every record of a log against its stored hash, its neighbours and the signed root.
Verdict verify_log(const LogSource& log, const Options& options);

/// Files of a log in the layout of c2sp.org/tlog-tiles: a folder, or a server.
class PathSource {
 public:
  virtual ~PathSource() = default;
  /// The file `checkpoint` or `tile/...`; empty when there is none of that name.
  [[nodiscard]] virtual kernel::Result<std::optional<std::string>, Fault> read(
      std::string_view path) const = 0;
};

/// Checks all tiles against each other and the signed root; and the records too, when entry
/// bundles are there. The message says whether they were.
Verdict verify_tiles(const PathSource& files, const Options& options);

}  // namespace veinline::tools::verify
