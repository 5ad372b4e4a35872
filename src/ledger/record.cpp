// SPDX-License-Identifier: Apache-2.0
#include "ledger/record.hpp"

#include "kernel/digest.hpp"
#include "kernel/limits.hpp"

namespace veinline::ledger {

using kernel::append_canonical;
using kernel::Array;
using kernel::Failure;
using kernel::Object;
using kernel::Value;

namespace {

void member(std::string& out, std::string_view key) {
  out += out.back() == '{' ? "\"" : ",\"";
  out += key;
  out += "\":";
}

void put(std::string& out, std::string_view key, std::string_view text) {
  member(out, key);
  append_canonical(out, text);
}

void put(std::string& out, std::string_view key, const std::vector<std::string>& list) {
  member(out, key);
  out += '[';
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) out += ',';
    append_canonical(out, list[i]);
  }
  out += ']';
}

void put_signatures(std::string& out, const std::vector<Signature>& signatures) {
  if (signatures.empty()) return;
  member(out, "signatures");
  Array list;
  for (const Signature& signature : signatures) {
    Object one;
    one.set("by", Value(signature.by));
    one.set("meaning", Value(signature.meaning));
    one.set("suite", Value(signature.suite));
    one.set("time", Value(kernel::to_text(signature.time)));
    one.set("value", Value(kernel::to_base64(signature.value)));
    list.push_back(Value(std::move(one)));
  }
  append_canonical(out, Value(std::move(list)));
}

void put_command(std::string& out, const CommandRef& command) {
  member(out, "command");
  out += "{\"body\":\"" + kernel::to_base64(command.body.view()) +
         "\",\"index\":" + std::to_string(command.index) + ",\"key\":";
  append_canonical(out, command.key);
  out += '}';
}

void put_happened_at(std::string& out, const HappenedAt& happened) {
  member(out, "happened_at");
  out += "{\"offset\":";
  append_canonical(out, happened.offset);
  out += ",\"source\":";
  append_canonical(out, happened.source);
  out += ",\"time\":\"" + kernel::to_text(happened.time) +
         "\",\"uncertainty_s\":" + std::to_string(happened.uncertainty_s) + "}";
}

void put_reason(std::string& out, const std::optional<Reason>& reason) {
  if (!reason) return;
  Object one;
  one.set("code", Value(reason->code));
  if (reason->text) one.set("text", Value(*reason->text));
  member(out, "reason");
  append_canonical(out, Value(std::move(one)));
}

/// Everything between "clock" and "recorded_at" but for the id, which a signature does not cover.
void put_middle(std::string& out, const Draft& draft, std::string_view id) {
  put_command(out, draft.command);
  if (!draft.corrects.empty()) put(out, "corrects", draft.corrects);
  member(out, "data");
  append_canonical(out, Value(draft.data));
  put(out, "fact", draft.fact);
  put_happened_at(out, draft.happened_at);
  if (!id.empty()) put(out, "id", id);
  put(out, "mentions", draft.mentions);
  put(out, "node", draft.node);
  put_reason(out, draft.reason);
}

void put_start(std::string& out, const Draft& draft) {
  if (!draft.after.empty()) put(out, "after", draft.after);
  put(out, "at", draft.at);
  put(out, "by", draft.by);
  put(out, "changes", draft.changes);
}

}  // namespace

// Members are written in the order of RFC 8785 by hand: all keys are ASCII and the order is fixed.
// The round trip through parse_record, which refuses any other order, is the proof.
Unfinished encode(const Draft& draft) {
  Unfinished out;
  out.to_clock = "{";
  put_start(out.to_clock, draft);
  member(out.to_clock, "clock");
  out.to_recorded_at = "]";
  put_middle(out.to_recorded_at, draft, draft.id);
  member(out.to_recorded_at, "recorded_at");
  out.to_end = "\"";
  put_signatures(out.to_end, draft.signatures);
  member(out.to_end, "v");
  out.to_end += "1}";
  return out;
}

std::string finish(const Unfinished& unfinished, const Stamp& stamp) {
  std::string out;
  out.reserve(unfinished.size());
  out += unfinished.to_clock;
  out += '[' + std::to_string(stamp.clock.ms) + ',' + std::to_string(stamp.clock.n);
  out += unfinished.to_recorded_at;
  out += '"' + kernel::to_text(stamp.recorded_at);
  out += unfinished.to_end;
  return out;
}

kernel::Digest signed_digest(const Draft& draft) {
  std::string out = "{";
  put_start(out, draft);
  put_middle(out, draft, "");
  member(out, "v");
  out += "1}";
  return kernel::sha256(out);
}

std::string signature_text(const Signature& signature, const kernel::Digest& record) {
  // The first suite is not named in what it signs. Every other one is, so that no signature can
  // pass for one of another suite.
  const std::string suite = signature.suite == suite_node ? "" : " " + signature.suite;
  return "veinline-signature@v1" + suite + "\n" + signature.by + "\n" + signature.meaning + "\n" +
         kernel::to_text(signature.time) + "\n" + kernel::to_base64(record.view()) + "\n";
}

kernel::Digest signature_digest(const Signature& signature, const Draft& draft) {
  return kernel::sha256(signature_text(signature, signed_digest(draft)));
}

std::string statement_of(const std::vector<kernel::Digest>& texts) {
  std::string out = "veinline-statement@v1\n";
  for (const kernel::Digest& text : texts) out += kernel::to_base64(text.view()) + "\n";
  return out;
}

kernel::Digest challenge_of(const std::vector<kernel::Digest>& texts) {
  return kernel::sha256(statement_of(texts));
}

Signature countersign(const Draft& draft, std::string by, std::string meaning, Instant time,
                      const SigningKey& node_key, std::string_view suite) {
  INVARIANT(is_known_suite(suite));
  Signature signature{std::move(by), std::move(meaning), time, std::string(suite), {}};
  signature.value = node_key.sign(signature_text(signature, signed_digest(draft))).signature;
  return signature;
}

bool signature_holds(const Draft& draft, const Signature& signature, const VerifierKey& node_key) {
  if (!is_known_suite(signature.suite)) return false;
  const SignatureLine line{node_key.name(), node_key.key_id(), signature.value};
  return node_key.verifies(signature_text(signature, signed_digest(draft)), line);
}

namespace {

/// Takes members off an object and remembers how many, so that unknown ones are found.
class Members {
 public:
  explicit Members(const Object& object) : object_(object) {}
  const Value* find(std::string_view key) {
    const Value* value = object_.find(key);
    if (value != nullptr) ++taken_;
    return value;
  }
  bool text(std::string_view key, std::string& out) {
    const Value* value = find(key);
    if (value == nullptr || value->string() == nullptr) return false;
    out = *value->string();
    return true;
  }
  bool number(std::string_view key, std::int64_t& out) {
    const Value* value = find(key);
    if (value == nullptr || value->integer() == nullptr) return false;
    out = *value->integer();
    return true;
  }
  bool time(std::string_view key, Instant& out) {
    std::string words;
    if (!text(key, words)) return false;
    auto instant = kernel::instant_from_text(words);
    if (!instant || kernel::to_text(*instant) != words) return false;
    out = *instant;
    return true;
  }
  bool texts(std::string_view key, std::vector<std::string>& out) {
    const Value* value = find(key);
    if (value == nullptr || value->array() == nullptr) return false;
    for (const Value& item : *value->array()) {
      if (item.string() == nullptr) return false;
      out.push_back(*item.string());
    }
    return true;
  }
  [[nodiscard]] bool has(std::string_view key) const { return object_.find(key) != nullptr; }
  [[nodiscard]] bool all_taken() const { return taken_ == object_.members().size(); }

 private:
  const Object& object_;
  std::size_t taken_ = 0;
};

const Object* object_at(Members& members, std::string_view key) {
  const Value* value = members.find(key);
  return value == nullptr ? nullptr : value->object();
}

bool read_command(Members& members, CommandRef& out) {
  const Object* object = object_at(members, "command");
  if (object == nullptr) return false;
  Members inner(*object);
  std::string body;
  if (!inner.text("body", body) || !inner.text("key", out.key) ||
      !inner.number("index", out.index)) {
    return false;
  }
  auto digest = kernel::digest_from_base64(body);
  if (!digest || !inner.all_taken()) return false;
  out.body = *digest;
  return true;
}

bool read_happened_at(Members& members, HappenedAt& out) {
  const Object* object = object_at(members, "happened_at");
  if (object == nullptr) return false;
  Members inner(*object);
  return inner.time("time", out.time) && inner.text("source", out.source) &&
         inner.text("offset", out.offset) && inner.number("uncertainty_s", out.uncertainty_s) &&
         inner.all_taken();
}

bool read_reason(Members& members, std::optional<Reason>& out) {
  if (!members.has("reason")) return true;
  const Object* object = object_at(members, "reason");
  if (object == nullptr) return false;
  Members inner(*object);
  out.emplace();
  if (!inner.text("code", out->code)) return false;
  if (inner.has("text")) {
    const Object* text = object_at(inner, "text");
    if (text == nullptr) return false;
    out->text = *text;
  }
  return inner.all_taken();
}

bool read_signatures(Members& members, std::vector<Signature>& out) {
  if (!members.has("signatures")) return true;
  const Value* value = members.find("signatures");
  if (value->array() == nullptr || value->array()->empty()) return false;
  for (const Value& item : *value->array()) {
    if (item.object() == nullptr) return false;
    Members inner(*item.object());
    Signature one;
    std::string signature;
    if (!inner.text("by", one.by) || !inner.text("meaning", one.meaning) ||
        !inner.text("suite", one.suite) || !inner.time("time", one.time) ||
        !inner.text("value", signature) || !inner.all_taken()) {
      return false;
    }
    auto bytes = kernel::from_base64(signature);
    if (!bytes) return false;
    one.value = std::move(*bytes);
    out.push_back(std::move(one));
  }
  return true;
}

bool read_clock(Members& members, HybridClock& out) {
  const Value* value = members.find("clock");
  if (value == nullptr || value->array() == nullptr || value->array()->size() != 2) return false;
  const std::int64_t* ms = (*value->array())[0].integer();
  const std::int64_t* n = (*value->array())[1].integer();
  if (ms == nullptr || n == nullptr || *n < 0) return false;
  out = {*ms, *n};
  return true;
}

Failure<RecordFault> no(std::string why) {
  return Failure{RecordFault{std::move(why)}};
}

}  // namespace

Result<Record, RecordFault> parse_record(std::string_view bytes) {
  auto value = kernel::parse_json(bytes, kernel::record_json);
  if (!value) return no(std::string(kernel::sentence(value.error().kind)));
  const Object* object = value->object();
  if (object == nullptr) return no("a record is a JSON object");
  // One value has one text: the hash is over bytes, and two readers must not differ about them.
  if (kernel::canonical_text(*value) != bytes) return no("bytes that are not canonical");
  Members members(*object);
  std::int64_t version = 0;
  if (!members.number("v", version)) return no("no format version");
  if (version != 1) return no("a format version that this program does not know");
  Record out;
  Draft& draft = out.draft;
  if (members.has("after") && !members.texts("after", draft.after)) return no("after");
  if (!members.text("at", draft.at)) return no("at");
  if (!members.text("by", draft.by)) return no("by");
  if (!members.texts("changes", draft.changes)) return no("changes");
  if (!read_clock(members, out.stamp.clock)) return no("clock");
  if (!read_command(members, draft.command)) return no("command");
  if (members.has("corrects") && !members.text("corrects", draft.corrects)) return no("corrects");
  const Object* data = object_at(members, "data");
  if (data == nullptr) return no("data");
  draft.data = *data;
  if (!members.text("fact", draft.fact)) return no("fact");
  if (!read_happened_at(members, draft.happened_at)) return no("happened_at");
  if (!members.text("id", draft.id) || !kernel::is_hex_of(draft.id, 16)) return no("id");
  if (!members.texts("mentions", draft.mentions)) return no("mentions");
  if (!members.text("node", draft.node)) return no("node");
  if (!read_reason(members, draft.reason)) return no("reason");
  if (!members.time("recorded_at", out.stamp.recorded_at)) return no("recorded_at");
  if (!read_signatures(members, draft.signatures)) return no("signatures");
  if (!members.all_taken()) return no("a member that this format does not have");
  if (out.stamp.recorded_at.time_since_epoch().count() != out.stamp.clock.ms) {
    return no("clock and recorded_at differ");
  }
  return out;
}

}  // namespace veinline::ledger
