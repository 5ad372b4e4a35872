// SPDX-License-Identifier: Apache-2.0
// Receipts: read exactly as they are written.
#include "ledger/receipt.hpp"

#include "fuzz/keys.hpp"
#include "fuzz/target.hpp"

namespace veinline::fuzz {
namespace {

void one(std::string_view bytes) {
  const auto receipt = ledger::parse_receipt(bytes);
  if (!receipt) return;
  hold(ledger::to_text(*receipt) == bytes, "a receipt has one text");
  hold(receipt->proof.size() <= ledger::receipt_hashes_max, "no path is longer");
}

Corpus seeds() {
  ledger::Receipt receipt;
  receipt.index = 3;
  receipt.proof = {kernel::sha256("a"), kernel::sha256("b")};
  receipt.checkpoint_text = signed_checkpoint(5, kernel::sha256("root"));
  Corpus out = {ledger::to_text(receipt)};
  receipt.extra = std::string("\0\x01 bytes", 8);
  out.push_back(ledger::to_text(receipt));
  return out;
}

}  // namespace

Target receipt() {
  return {"receipt", one, seeds};
}

}  // namespace veinline::fuzz
