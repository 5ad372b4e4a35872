// SPDX-License-Identifier: Apache-2.0
// Values: ids, decimals, units, times, digests and coded texts. One value has one text.
#include <algorithm>

#include "fuzz/target.hpp"
#include "journey/coded.hpp"
#include "journey/thing.hpp"
#include "kernel/digest.hpp"
#include "kernel/instant.hpp"
#include "kernel/quantity.hpp"

namespace veinline::fuzz {
namespace {

void decimals(std::string_view text) {
  const auto decimal = kernel::Decimal::parse(text);
  if (!decimal) return;
  const auto again = kernel::Decimal::parse(decimal->text());
  hold(again && *again == *decimal, "a decimal is the one that its text says");
  hold(again->text() == decimal->text(), "a decimal has one text");
  const auto twice = decimal->plus(*decimal);
  hold(!twice || twice->minus(*decimal) == std::optional(*decimal), "a sum can be taken back");
}

void times(std::string_view text) {
  if (const auto instant = kernel::instant_from_text(text)) {
    const auto again = kernel::instant_from_text(kernel::to_text(*instant));
    hold(again && *again == *instant, "a time is the one that its text says");
  }
  if (const auto date = kernel::date_from_text(text)) {
    hold(kernel::to_text(*date) == text, "a date has one text");
  }
}

void digests(std::string_view text) {
  if (const auto bytes = kernel::from_hex(text)) {
    hold(kernel::to_hex(*bytes) == text, "bytes have one text in hex");
  }
  if (const auto bytes = kernel::from_base64(text)) {
    hold(kernel::to_base64(*bytes) == text, "bytes have one text in base64");
  }
  if (const auto digest = kernel::digest_from_base64(text)) {
    hold(kernel::to_base64(digest->view()) == text, "a digest has one text");
  }
}

template <class Code>
void coded(std::string_view text) {
  if (const auto code = Code::parse(text)) hold(code->text() == text, "a code is as it was read");
}

void one(std::string_view text) {
  if (const auto id = journey::MaterialId::parse(text)) {
    hold(id->text() == text && text.size() == kernel::id_length, "an id is as it was read");
  }
  decimals(text);
  times(text);
  digests(text);
  hold(!kernel::is_unit(text) || text.size() <= 20, "a unit is short");
  coded<journey::Code>(text);
  coded<journey::DonationNumber>(text);
  coded<journey::ChainOfIdentity>(text);
  coded<journey::HexDigest>(text);
  coded<journey::Zone>(text);
  coded<journey::RecordId>(text);
}

Corpus seeds() {
  return {"X7CDEJ002BY398ABXU",
          "-180.000000001",
          "999999999999999",
          "0.5",
          "10*6/mL",
          "2026-03-02T08:00:00.250Z",
          "2026-12-31T23:59:59+14:00",
          "1900-01-01T00:00:00Z",
          "2024-02-29",
          "2199-12-31",
          std::string(64, 'a'),
          "A999926123456",
          "CHA999926000A1",
          "CHA999926000001",
          "Asia/Shanghai",
          "Etc/GMT+8",
          std::string(32, '0'),
          "VIABILITY",
          "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
          "AAE="};
}

}  // namespace

Target value() {
  return {"value", one, seeds, 5'000};
}

}  // namespace veinline::fuzz
