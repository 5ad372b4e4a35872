// SPDX-License-Identifier: Apache-2.0
// Reading and writing `.tlog-proof` files.
#include "ledger/receipt.hpp"

#include "ledger/lines.hpp"
#include "ledger/note.hpp"

namespace veinline::ledger {

using kernel::Failure;

namespace {

constexpr std::string_view first_line = "c2sp.org/tlog-proof@v1";
constexpr std::string_view extra_word = "extra ";
constexpr std::string_view index_word = "index ";

Failure<BadText> bad_receipt(const char* why) {
  return Failure{BadText{why}};
}

}  // namespace

std::string to_text(const Receipt& receipt) {
  INVARIANT(parse_note(receipt.checkpoint_text).has_value());
  std::string out(first_line);
  out += '\n';
  if (receipt.extra) {
    out.append(extra_word).append(kernel::to_base64(kernel::bytes_of(*receipt.extra))) += '\n';
  }
  out.append(index_word).append(std::to_string(receipt.index)) += '\n';
  for (const Digest& hash : receipt.proof) out += kernel::to_base64(hash.view()) + "\n";
  return out + "\n" + receipt.checkpoint_text;
}

Result<Receipt, BadText> parse_receipt(std::string_view text) {
  if (take_line(text) != first_line) return bad_receipt("not a receipt of version 1");
  Receipt receipt;
  auto line = take_line(text);
  if (line && line->starts_with(extra_word)) {
    TRY(const auto extra, kernel::from_base64(line->substr(extra_word.size())));
    if (extra.size() > receipt_extra_bytes_max) return bad_receipt("a receipt with much extra");
    receipt.extra = std::string(kernel::text_of(extra));
    line = take_line(text);
  }
  if (!line || !line->starts_with(index_word)) return bad_receipt("a receipt has an index line");
  const auto index = parse_decimal(line->substr(index_word.size()));
  if (!index) return bad_receipt("the index of a receipt is a whole number");
  receipt.index = *index;
  for (line = take_line(text); line && !line->empty(); line = take_line(text)) {
    if (receipt.proof.size() == receipt_hashes_max)
      return bad_receipt("a receipt with many hashes");
    TRY(const Digest hash, kernel::digest_from_base64(*line));
    receipt.proof.push_back(hash);
  }
  if (!line) return bad_receipt("a receipt has a blank line before its checkpoint");
  TRY(const Note checkpoint, parse_note(text));
  receipt.checkpoint_text = text;
  return receipt;
}

}  // namespace veinline::ledger
