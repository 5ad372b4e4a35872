// SPDX-License-Identifier: Apache-2.0
// Writing and reading evidence bundles; every byte goes through the hash that the manifest signs.
#include "ledger/bundle.hpp"

#include <utility>

#include "ledger/lines.hpp"

namespace veinline::ledger {

using kernel::Done;
using kernel::Failure;

namespace {

constexpr std::string_view family = "veinline-evidence@";
constexpr std::string_view first_line = "veinline-evidence@v1";
constexpr std::string_view manifest_line = "veinline-evidence-manifest@v1";
constexpr std::string_view about_word = "about ";
constexpr std::string_view records_word = "records ";
constexpr std::string_view key_word = "key ";
constexpr std::string_view index_word = "index ";
constexpr std::size_t digest_text_bytes = 44;
constexpr std::size_t manifest_bytes_max = 4096;
constexpr std::size_t read_bytes = 64 * 1024;

static_assert(read_bytes > bundle_line_bytes_max);
// Origin and key name, what it is about, and under 1 KiB of numbers, digest and signature.
static_assert(manifest_bytes_max >= 2 * key_name_bytes_max + about_bytes_max + 1024);
static_assert(bundle_line_bytes_max > kernel::record_bytes_max + digest_text_bytes + 1);

std::string manifest_text(const Checkpoint& checkpoint, std::string_view about,
                          std::uint64_t records, const Digest& bytes) {
  std::string text(manifest_line);
  text.append("\n").append(checkpoint.origin).append("\n").append(about).append("\n");
  text += std::to_string(records) + "\n" + std::to_string(checkpoint.size) + "\n";
  return text + kernel::to_base64(bytes.view()) + "\n";
}

}  // namespace

bool is_about(std::string_view about) {
  return !about.empty() && about.size() <= about_bytes_max &&
         about.find('\n') == std::string_view::npos && is_note_text(std::string(about) + "\n");
}

void BundleWriter::write(std::string_view text) {
  hash_.update(text);
  sink_(text);
}

Result<Done, BadText> BundleWriter::begin(const BundleHead& head) {
  INVARIANT(!head_);
  if (!is_about(head.about)) return Failure{BadText{"a bundle is about one line of text"}};
  TRY(const Note note, parse_note(head.checkpoint_text));
  TRY(checkpoint_, parse_checkpoint(note.text));
  if (checkpoint_.origin != head.key.name() || head.key.type() != KeyType::ed25519) {
    return Failure{BadText{"the key of a bundle is the one that its checkpoint is named after"}};
  }
  if (head.is_whole_log() && head.records != checkpoint_.size) {
    return Failure{BadText{"a bundle of the whole log has as many records as its checkpoint"}};
  }
  head_ = head;
  write(std::string(first_line) + "\n");
  write(std::string(about_word) + head.about + "\n");
  write(std::string(records_word) + std::to_string(head.records) + "\n");
  write(std::string(key_word) + head.key.text() + "\n\n");
  write(head.checkpoint_text);
  write("\n");
  return Done{};
}

void BundleWriter::add(const Digest& leaf, std::string_view record) {
  INVARIANT(head_ && head_->is_whole_log() && written_ < head_->records);
  INVARIANT(record.size() <= kernel::record_bytes_max);
  INVARIANT(record.find('\n') == std::string_view::npos);
  write(kernel::to_base64(leaf.view()) + " ");
  write(record);
  write("\n");
  ++written_;
}

void BundleWriter::add_proved(std::uint64_t index, std::span<const Digest> proof,
                              const Digest& leaf, std::string_view record) {
  INVARIANT(head_ && !head_->is_whole_log() && written_ < head_->records);
  INVARIANT(index >= next_index_ && index < checkpoint_.size);
  INVARIANT(proof.size() <= bundle_hashes_max);
  INVARIANT(record.size() <= kernel::record_bytes_max);
  INVARIANT(record.find('\n') == std::string_view::npos);
  write(std::string(index_word) + std::to_string(index) + " " + std::to_string(proof.size()) +
        "\n");
  for (const Digest& hash : proof) write(kernel::to_base64(hash.view()) + "\n");
  write(kernel::to_base64(leaf.view()) + " ");
  write(record);
  write("\n");
  next_index_ = index + 1;
  ++written_;
}

void BundleWriter::finish(const SigningKey& key) {
  INVARIANT(head_ && written_ == head_->records);
  INVARIANT(key.verifier_key() == head_->key);
  write("\n");
  sink_(key.sign_note(manifest_text(checkpoint_, head_->about, written_, hash_.finish())));
}

Failure<BundleFault> BundleReader::bad(std::string why) const {
  return Failure{BundleFault{BundleFault::Kind::malformed, std::move(why), line_number_}};
}

Result<Done, BundleFault> BundleReader::fill() {
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t held = buffer_.size();
  buffer_.resize(held + read_bytes);
  auto count = source_.read(std::span(buffer_).subspan(held));
  buffer_.resize(held + (count ? *count : 0));
  if (!count) {
    return Failure{BundleFault{BundleFault::Kind::unreadable, std::string(sentence(count.error())),
                               line_number_}};
  }
  ended_ = *count == 0;
  return Done{};
}

BundleReader::Line BundleReader::line() {
  ++line_number_;
  std::size_t end = buffer_.find('\n', at_);
  while (end == std::string::npos && !ended_ && buffer_.size() - at_ <= bundle_line_bytes_max) {
    const std::size_t held = buffer_.size() - at_;
    TRY([[maybe_unused]] const Done filled, fill());
    end = buffer_.find('\n', held);
  }
  if (end == std::string::npos && ended_) return bad("the file ends too early");
  if (end == std::string::npos || end - at_ > bundle_line_bytes_max) return bad("a line too long");
  const std::string_view whole = std::string_view(buffer_).substr(at_, end - at_ + 1);
  hash_.update(whole);
  at_ = end + 1;
  return whole.substr(0, whole.size() - 1);
}

Result<std::string_view, BundleFault> BundleReader::line_after(std::string_view word) {
  TRY(const std::string_view text, line());
  if (!text.starts_with(word)) return bad("a line that does not belong there");
  return text.substr(word.size());
}

Result<std::uint64_t, BundleFault> BundleReader::number_after(std::string_view word) {
  TRY(const std::string_view text, line_after(word));
  const auto number = parse_decimal(text);
  if (!number) return bad("a number that is not written as a number");
  return *number;
}

// The lines of a note up to its end, which is the blank line after its signatures.
Result<std::string, BundleFault> BundleReader::note() {
  std::string out;
  int blanks = 0;
  while (true) {
    TRY(const std::string_view text, line());
    if (text.empty() && ++blanks == 2) return out;
    out.append(text) += '\n';
    if (out.size() > note_bytes_max) return bad("a checkpoint that is too long");
  }
}

Result<BundleHead, BundleFault> BundleReader::head() {
  INVARIANT(line_number_ == 0);
  auto first = line();
  if (!first && first.error().kind == BundleFault::Kind::unreadable) {
    return Failure{std::move(first).error()};
  }
  if (!first || *first != first_line) {
    const bool newer = first && first->starts_with(family);
    return Failure{BundleFault{BundleFault::Kind::other_format,
                               newer ? "an evidence file of a version this program does not know"
                                     : "this is not an evidence file",
                               line_number_}};
  }
  TRY(const std::string_view about, line_after(about_word));
  about_ = about;
  if (!is_about(about_)) return bad("a bundle is about all or about one thing");
  TRY(records_, number_after(records_word));
  TRY(const std::string_view vkey, line_after(key_word));
  auto key = VerifierKey::parse(vkey);
  if (!key || key->type() != KeyType::ed25519) return bad("a key that is no key");
  TRY(const std::string_view blank, line());
  if (!blank.empty()) return bad("a blank line is missing");
  TRY(std::string checkpoint_text, note());
  auto checkpoint_note = parse_note(checkpoint_text);
  if (!checkpoint_note) return bad("the checkpoint is not a signed note");
  auto checkpoint = parse_checkpoint(checkpoint_note->text);
  if (!checkpoint) return bad("the checkpoint is not a checkpoint");
  checkpoint_ = std::move(*checkpoint);
  BundleHead out{about_, records_, std::move(*key), std::move(checkpoint_text)};
  if (out.is_whole_log() ? records_ != checkpoint_.size : records_ > checkpoint_.size) {
    return bad("the number of records does not fit the size of the log");
  }
  return out;
}

Result<std::uint64_t, BundleFault> BundleReader::proof_header(BundleItem& item) {
  TRY(const std::string_view numbers, line_after(index_word));
  const std::size_t space = numbers.find(' ');
  if (space == std::string_view::npos) return bad("an index line has two numbers");
  const auto index = parse_decimal(numbers.substr(0, space));
  const auto count = parse_decimal(numbers.substr(space + 1));
  if (!index || !count || *count > bundle_hashes_max) return bad("an index line has two numbers");
  if (*index < next_index_ || *index >= checkpoint_.size) {
    return bad("the indices of a bundle rise, and stay within the log");
  }
  item.index = *index;
  return *count;
}

Result<std::optional<BundleItem>, BundleFault> BundleReader::next() {
  INVARIANT(line_number_ > 0);
  if (read_ == records_) return std::optional<BundleItem>{};
  BundleItem item{.index = next_index_, .proof = {}, .leaf = {}, .record = {}};
  if (about_ != about_all) {
    TRY(const std::uint64_t hashes, proof_header(item));
    for (std::uint64_t i = 0; i < hashes; ++i) {
      TRY(const std::string_view text, line());
      auto hash = kernel::digest_from_base64(text);
      if (!hash) return bad("a proof line is one hash");
      item.proof.push_back(*hash);
    }
  }
  TRY(const std::string_view text, line());
  if (text.size() <= digest_text_bytes || text[digest_text_bytes] != ' ') {
    return bad("a record line is a leaf hash and a record");
  }
  auto leaf = kernel::digest_from_base64(text.substr(0, digest_text_bytes));
  if (!leaf) return bad("a record line is a leaf hash and a record");
  item.leaf = *leaf;
  item.record = text.substr(digest_text_bytes + 1);
  if (item.record.size() > kernel::record_bytes_max) return bad("a record is at most 16 KiB");
  next_index_ = item.index + 1;
  ++read_;
  return std::optional(std::move(item));
}

Result<std::string, BundleFault> BundleReader::rest(std::size_t bytes_max) {
  while (!ended_ && buffer_.size() - at_ <= bytes_max) {
    TRY([[maybe_unused]] const Done filled, fill());
  }
  if (buffer_.size() - at_ > bytes_max) return bad("the file goes on after its end");
  return buffer_.substr(at_);
}

Result<Done, BundleFault> BundleReader::finish(const VerifierKey& key) {
  INVARIANT(line_number_ > 0 && read_ == records_);
  TRY(const std::string_view blank, line());
  if (!blank.empty()) return bad("a blank line is missing before the manifest");
  const std::string expected = manifest_text(checkpoint_, about_, records_, hash_.finish());
  TRY(const std::string text, rest(manifest_bytes_max));
  ++line_number_;
  auto note = parse_note(text);
  if (!note || to_text(*note) != text) return bad("the manifest is not a signed note");
  if (note->text != expected) {
    return Failure{BundleFault{BundleFault::Kind::manifest_differs,
                               "the manifest does not describe the bytes before it", line_number_}};
  }
  // One signature: nothing but what this key signed may follow the signed text.
  if (note->signatures.size() != 1 || !key.verifies(note->text, note->signatures.front())) {
    return Failure{BundleFault{BundleFault::Kind::wrong_signature,
                               "the manifest is not signed by this key", line_number_}};
  }
  return Done{};
}

}  // namespace veinline::ledger
