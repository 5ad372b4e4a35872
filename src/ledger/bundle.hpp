// SPDX-License-Identifier: Apache-2.0
// Evidence bundles: records with all that is needed to check them, in one text file.
// docs/formats/bundle.md.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kernel/bad_text.hpp"
#include "kernel/digest.hpp"
#include "kernel/limits.hpp"
#include "kernel/result.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/fault.hpp"
#include "ledger/proof.hpp"

namespace veinline::ledger {

constexpr std::string_view about_all = "all";  ///< what a bundle of the whole log says
/// How the word of what it is about begins, of a bundle that leaves out what its reader may not see.
constexpr std::string_view about_part = "part of ";
constexpr std::size_t about_bytes_max = 1024;  ///< of a thing key
constexpr std::size_t bundle_line_bytes_max = 2 * kernel::record_bytes_max;
constexpr std::size_t bundle_hashes_max = 63;  ///< no path in a log is longer

/// What stands before the records.
struct BundleHead {
  std::string about;            ///< about_all, or the key of a thing
  std::uint64_t records = 0;    ///< how many follow
  VerifierKey key;              ///< the log's, by its own word: whose it is, the reader must know
  std::string checkpoint_text;  ///< the signed note, byte for byte
  [[nodiscard]] bool is_whole_log() const { return about == about_all; }
  [[nodiscard]] bool is_a_part() const { return about.starts_with(about_part); }
};

/// True for about_all and for what a thing key may be: one line of UTF-8 without controls.
bool is_about(std::string_view about);

/// Writes a bundle piece by piece, so that it never has to fit in memory.
/// INVARIANT: begin, then as many records as announced, of the one kind, then finish.
class BundleWriter {
 public:
  using Sink = std::function<void(std::string_view)>;
  /// The sink gets every byte of the file, in order.
  explicit BundleWriter(Sink sink) : sink_(std::move(sink)) {}

  /// Refuses a checkpoint that is none, what is not is_about, and a whole log of another size than
  /// the checkpoint's; then nothing was written.
  Result<kernel::Done, BadText> begin(const BundleHead& head);
  /// The next record of the whole log. INVARIANT: at most record_bytes_max, and no newline in it.
  void add(const Digest& leaf, std::string_view record);
  /// The next record about a thing, with its inclusion proof in the tree of the checkpoint.
  /// INVARIANT: the indices rise.
  void add_proved(std::uint64_t index, std::span<const Digest> proof, const Digest& leaf,
                  std::string_view record);
  /// Signs everything. INVARIANT: the key is the one that the head named.
  void finish(const SigningKey& key);

 private:
  void write(std::string_view text);

  Sink sink_;
  kernel::Sha256 hash_;
  std::optional<BundleHead> head_;
  Checkpoint checkpoint_;
  std::uint64_t written_ = 0;
  std::uint64_t next_index_ = 0;
};

/// Bytes from somewhere, once, in order.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills the beginning of `into` and says how much of it; 0 only at the end.
  [[nodiscard]] virtual Result<std::size_t, Fault> read(std::span<char> into) = 0;
};

/// Bytes that are in memory already. The text must outlive it.
class TextSource : public ByteSource {
 public:
  explicit TextSource(std::string_view text) : rest_(text) {}
  [[nodiscard]] Result<std::size_t, Fault> read(std::span<char> into) override {
    const std::size_t count = rest_.copy(into.data(), into.size());
    rest_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view rest_;
};

/// Why a bundle could not be read further. Holds no part of it.
struct BundleFault {
  enum class Kind : std::uint8_t {
    unreadable,        ///< the source does not give its bytes
    other_format,      ///< no bundle at all, or of a version that this program does not know
    malformed,         ///< a bundle that breaks its own format: cut off or altered
    manifest_differs,  ///< the closing manifest speaks of other bytes than those before it
    wrong_signature,   ///< the closing manifest is not signed by the key that was given
  };
  Kind kind;
  std::string why;  ///< a sentence's middle, e.g. "a record line has a leaf hash and a record"
  std::uint64_t line = 0;  ///< the line where it was seen, from 1; 0 when none
};

/// One record of a bundle, unchecked.
struct BundleItem {
  std::uint64_t index = 0;  ///< in the tree, from 0
  InclusionProof proof;     ///< empty in a bundle of the whole log
  Digest leaf;              ///< as it stands in the file: compare leaf_hash(record)
  std::string_view record;  ///< good until the next call
};

/// Reads a bundle line by line in constant memory. It checks the form, the order and, in finish,
/// that the manifest covers every byte; hashes, proofs and the checkpoint's signature are left to
/// the caller. Call head once, next until it is empty, then finish.
class BundleReader {
 public:
  explicit BundleReader(ByteSource& source) : source_(source) {}

  Result<BundleHead, BundleFault> head();
  /// The next record; empty after the last.
  Result<std::optional<BundleItem>, BundleFault> next();
  /// Reads the manifest to the last byte of the file: it must say exactly what was read, and be
  /// signed by this key and nobody else.
  Result<kernel::Done, BundleFault> finish(const VerifierKey& key);

 private:
  using Line = Result<std::string_view, BundleFault>;
  Result<kernel::Done, BundleFault> fill();
  Line line();
  Result<std::string_view, BundleFault> line_after(std::string_view word);
  Result<std::uint64_t, BundleFault> number_after(std::string_view word);
  Result<std::string, BundleFault> note();
  Result<std::string, BundleFault> rest(std::size_t bytes_max);
  Result<std::uint64_t, BundleFault> proof_header(BundleItem& item);
  [[nodiscard]] kernel::Failure<BundleFault> bad(std::string why) const;

  ByteSource& source_;
  kernel::Sha256 hash_;
  std::string buffer_;
  std::size_t at_ = 0;  // of the next unread byte in buffer_
  bool ended_ = false;  // the source has no more
  std::uint64_t line_number_ = 0;
  std::string about_;
  std::uint64_t records_ = 0;
  std::uint64_t read_ = 0;
  std::uint64_t next_index_ = 0;
  Checkpoint checkpoint_;
};

}  // namespace veinline::ledger
