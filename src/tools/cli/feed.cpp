// SPDX-License-Identifier: Apache-2.0
// feed: each fact as it is recorded, a line each.
#include <chrono>
#include <iostream>
#include <thread>

#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

using gateway::net::HttpRequest;
using kernel::Object;
using kernel::Value;

namespace {

constexpr std::chrono::seconds asked_again{1};

std::string text_at(const Object& object, const char* key) {
  const Value* value = object.find(key);
  return value == nullptr || value->string() == nullptr ? "" : *value->string();
}

/// What a reader of a terminal wants of a fact.
std::string line_of(const std::string& id, const std::string& data) {
  const auto told = kernel::parse_json(data, {1024UL * 1024, 64});
  if (!told || told->object() == nullptr) return data;
  const Object& fact = *told->object();
  std::string out = id + "  " + text_at(fact, "happened_at") + "  " + text_at(fact, "fact");
  const Value* changes = fact.find("changes");
  if (changes == nullptr || changes->array() == nullptr) return out;
  for (const Value& thing : *changes->array()) {
    if (thing.string() != nullptr) out += "  " + *thing.string();
  }
  return out;
}

/// Puts events together from the pieces of a stream, and prints those that are facts.
class Printer {
 public:
  Printer(std::string seen, Style style, std::uint64_t count)
      : seen_(std::move(seen)), style_(style), left_(count), is_bounded_(count != 0) {}

  /// False: enough was told.
  bool take(std::string_view piece) {
    text_ += piece;
    for (std::size_t end = text_.find("\n\n"); end != text_.npos; end = text_.find("\n\n")) {
      const std::string event = text_.substr(0, end + 1);
      text_.erase(0, end + 2);
      print(event);
      if (is_bounded_ && left_ == 0) return false;
    }
    return true;
  }
  /// The last that was seen; what is half there is told again.
  const std::string& seen() {
    text_.clear();
    return seen_;
  }

 private:
  static std::string member(const std::string& event, const std::string& name) {
    const std::string start = name + ": ";
    for (std::size_t at = 0; at < event.size(); at = event.find('\n', at) + 1) {
      if (event.compare(at, start.size(), start) != 0) continue;
      return event.substr(at + start.size(), event.find('\n', at) - at - start.size());
    }
    return {};
  }
  void print(const std::string& event) {
    if (std::string id = member(event, "id"); !id.empty()) seen_ = std::move(id);
    if (member(event, "event") != "fact") return;
    const std::string data = member(event, "data");
    std::cout << (style_ == Style::json ? data : line_of(seen_, data)) << std::endl;
    if (is_bounded_) --left_;
  }

  std::string text_;
  std::string seen_;
  Style style_;
  std::uint64_t left_;
  bool is_bounded_;
};

}  // namespace

int run_feed(const FeedOptions& options) {
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  Printer printer(options.after, options.style, options.count);
  bool is_enough = false;
  for (bool was_there = false;;) {
    HttpRequest request;
    request.method = "GET";
    request.path = "/api/v1/feed";
    if (const std::string& seen = printer.seen(); !seen.empty()) request.query["after"] = seen;
    if (!options.thing.empty()) request.query["thing"] = options.thing;
    if (!options.fact.empty()) request.query["fact"] = options.fact;
    const auto answer = (*door)->follow(std::move(request), [&](std::string_view piece) {
      was_there = true;
      is_enough = !printer.take(piece);
      return !is_enough && static_cast<bool>(std::cout);  // who reads us may have gone
    });
    if (is_enough || !std::cout) return 0;
    const bool passes = answer && was_there && answer->status >= 500;
    if (answer && answer->status != 200 && !passes) {
      return show_answer(*answer, options.style, (*door)->language());
    }
    if (!was_there) return cannot(answer ? "The server ended the feed." : answer.error());
    std::this_thread::sleep_for(asked_again);
  }
}

}  // namespace veinline::tools::cli
