// SPDX-License-Identifier: Apache-2.0
#include "golden/sample.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

namespace veinline::tests::golden {

using journey::Field;
using journey::FieldType;
using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

namespace fs = std::filesystem;

/// The same text, the same id: bytes of its digest.
std::string sample_id(const std::string& of) {
  const kernel::Digest digest = kernel::sha256(of);
  std::array<std::uint8_t, 10> bytes{};
  std::copy_n(digest.view().begin(), bytes.size(), bytes.begin());
  return kernel::id_text(bytes);
}

std::string sample_code(const Field& field, std::size_t place) {
  static const std::map<std::string, std::string> samples{
      {"code", "SAMPLE-"},
      {"site code", "SITE-"},
      {"study code", "STUDY-"},
      {"donation number", "A99992612345"},
      {"label code", "sgtin:09506000134352.S"},
      {"base64", "c2FtcGx"},
      {"web name", "https://veinline.example:844"},
      {"scan", "(01)09506000134352(21)S"},
      {"chain-of-identity id", "CHA999926ABCD0"}};
  const std::string digit = std::to_string(place + 1);
  if (field.syntax == "SHA-256 in hex" || field.syntax == "token digest" ||
      field.syntax == "passkey digest" || field.syntax == "device key") {
    return kernel::to_hex(kernel::sha256(field.name + digit).view());
  }
  if (field.syntax == "record id" || field.syntax == "key id") {
    return kernel::to_hex(kernel::sha256(field.name + digit).view()).substr(0, 32);
  }
  if (field.syntax == "time zone") return place == 0 ? "Asia/Shanghai" : "Europe/Berlin";
  if (field.syntax == "read thing") return "course/" + sample_id(field.name + digit);
  const auto found = samples.find(field.syntax);
  if (found == samples.end()) {
    ADD_FAILURE() << "tests/golden/sample.cpp has no sample of the syntax " << field.syntax;
    return "";
  }
  return found->second + digit;
}

Object sample_sealed() {
  Object out;
  out.set("ciphertext", Value(kernel::to_base64(kernel::sha256("ciphertext").view())));
  out.set("key_commitment", Value(kernel::to_base64(kernel::sha256("commitment").view())));
  out.set("key_id", Value("000102030405060708090a0b0c0d0e0f"));
  out.set("padded_length", Value(64));
  out.set("suite", Value("xchacha20poly1305/1"));
  return out;
}

Object sample_object() {
  Object out;
  out.set("data", Value(Object{}));
  out.set("fact", Value("sample.fact/1"));
  return out;
}

Object sample_fields(const std::vector<Field>& fields, std::size_t place);

Value sample_value(const Field& field, std::size_t place) {
  const std::string nth = "/" + field.name + "/" + std::to_string(place);
  switch (field.type) {
    case FieldType::id:
      return Value(sample_id(field.kinds.front() + nth));
    case FieldType::thing: {
      const std::string& kind = field.kinds[place % field.kinds.size()];
      return Value(kind + "/" + sample_id(kind + nth));
    }
    case FieldType::code:
      return Value(sample_code(field, place));
    case FieldType::choice:
      return Value(field.choices[place % field.choices.size()]);
    case FieldType::count:
      return Value(static_cast<std::int64_t>(28 + place));
    case FieldType::decimal:
      return Value(place == 0 ? "91.5" : "100");
    case FieldType::quantity: {
      Object quantity;
      quantity.set("unit", Value("mL"));
      quantity.set("value", Value(place == 0 ? "120.5" : "60"));
      return Value(std::move(quantity));
    }
    case FieldType::instant:
      return Value(place == 0 ? "2027-03-01T08:15:00.000Z" : "2027-03-01T08:15:30.250Z");
    case FieldType::date:
      return Value(place == 0 ? "2027-03-01" : "2028-02-29");
    case FieldType::sealed:
      return Value(sample_sealed());
    case FieldType::record:
      return Value(static_cast<std::int64_t>(7 + place));
    case FieldType::object:
      return Value(sample_object());
    case FieldType::group:
      return Value(sample_fields(field.fields, place));
  }
  std::abort();
}

Object sample_fields(const std::vector<Field>& fields, std::size_t place) {
  Object out;
  for (const Field& field : fields) {
    if (field.many) {
      out.set(field.name, Value(Array{sample_value(field, 0), sample_value(field, 1)}));
    } else {
      out.set(field.name, sample_value(field, place));
    }
  }
  return out;
}

kernel::Instant sample_time(const char* text) {
  return kernel::instant_from_text(text).value();
}

std::string at_root(const std::string& path) {
  return std::string(VEINLINE_SOURCE_DIR) + "/" + path;
}

}  // namespace

Object sample_data(const journey::FactType& type) {
  return sample_fields(type.fields, 0);
}

const ledger::SigningKey& sample_key() {
  static const ledger::SigningKey key = [] {
    std::array<std::uint8_t, 32> seed{};
    seed.fill(7);
    return ledger::SigningKey::from_seed("sample.example/log", ledger::KeyType::ed25519, seed)
        .value();
  }();
  return key;
}

ledger::Record sample_record(const journey::FactType& type) {
  ledger::Draft draft;
  draft.fact = type.stored_name;
  draft.data = sample_data(type);
  const journey::Touched touched = journey::touched(type, draft.data);
  draft.changes = touched.changes;
  draft.mentions = touched.mentions;
  draft.after = {kernel::to_hex(kernel::sha256("cause").view()).substr(0, 32)};
  draft.at = sample_id("site");
  draft.by = sample_id("person");
  draft.command = {"sample-key-1", 0, kernel::sha256("body")};
  draft.happened_at = {sample_time("2027-03-01T08:15:00Z"), "person", "+08:00", 60};
  draft.id = kernel::to_hex(kernel::sha256(type.stored_name).view()).substr(0, 32);
  draft.node = kernel::to_hex(kernel::sha256("node").view()).substr(0, 32);
  draft.reason = ledger::Reason{"SAMPLE", sample_sealed()};
  draft.signatures = {ledger::countersign(draft, draft.by, "release",
                                          sample_time("2027-03-01T08:16:00Z"), sample_key())};
  const kernel::Instant recorded = sample_time("2027-03-01T08:16:01.500Z");
  return {std::move(draft), {recorded, {recorded.time_since_epoch().count(), 3}}};
}

std::string file_text(const std::string& path) {
  std::ifstream in(at_root(path), std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

bool has_file(const std::string& path) {
  return fs::exists(at_root(path));
}

void write_file(const std::string& path, const std::string& text) {
  fs::create_directories(fs::path(at_root(path)).parent_path());
  std::ofstream out(at_root(path), std::ios::binary);
  out << text;
  EXPECT_TRUE(out.good()) << path;
}

bool is_blessing() {
  const char* bless = std::getenv("VEINLINE_BLESS");
  return bless != nullptr && std::string_view(bless) == "1";
}

}  // namespace veinline::tests::golden
