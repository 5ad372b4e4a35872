// SPDX-License-Identifier: Apache-2.0
#include "bad_input/complaints.hpp"

#include "exchange/words.hpp"
#include "kernel/canonical.hpp"

namespace veinline::bad_input {
namespace {

using exchange::Language;
using exchange::Words;
using kernel::Object;
using kernel::Value;

class Complaints {
 public:
  explicit Complaints(const gateway::net::HttpResponse& answer) : answer_(answer) {}

  std::vector<std::string> about(const Wanted& wanted) {
    const int status = answer_.status;
    if ((status < 400 || status > 499) && status != 503) {
      say("the status is " + std::to_string(status));
    }
    if (answer_.content_type != "application/problem+json") say("it is no problem document");
    if (!wanted.marker.empty()) look_for(wanted.marker);
    const auto body = kernel::parse_json(answer_.body, {.bytes_max = 1 << 20, .depth_max = 16});
    if (!body || body->object() == nullptr) {
      say("it is no JSON object");
      return std::move(out_);
    }
    const Object& problem = *body->object();
    words_of(problem);
    if (text(problem, "recorded") != "no") say("it does not say that nothing was recorded");
    if (text(problem, "title").empty()) say("it has no title");
    const Value* told = problem.find("status");
    if (told == nullptr || told->integer() == nullptr || *told->integer() != status) {
      say("its status is another one");
    }
    if (status == 409 && text(problem, "rule").empty()) say("a refusal names no rule");
    if (!wanted.field.empty() && !names(problem, wanted.field)) {
      say("it does not name " + wanted.field + " but " + text(problem, "about"));
    }
    return std::move(out_);
  }

 private:
  void say(std::string what) { out_.push_back(std::move(what)); }
  static std::string text(const Object& object, std::string_view key) {
    const Value* value = object.find(key);
    return value == nullptr || value->string() == nullptr ? "" : *value->string();
  }
  void look_for(const std::string& marker) {
    bool found = answer_.body.find(marker) != std::string::npos;
    for (const auto& [name, value] : answer_.headers) {
      found = found || value.find(marker) != std::string::npos;
    }
    if (found) say("it repeats what was sent");
  }
  /// The sentences are there in both languages, and what was told is one of them.
  void words_of(const Object& problem) {
    const std::string code = text(problem, "code");
    bool told = false;
    for (const Language language : {Language::en, Language::zh_cn}) {
      const Words& words = Words::of(language);
      bool found = false;
      for (const std::string prefix : {"problem.", "rule.", ""}) {
        const std::string key = code.starts_with("code.") && prefix == "problem."
                                    ? "problem.scan.unreadable"
                                    : prefix + code;
        found = found || words.has(key);
        told = told || words.find(key) == text(problem, "detail");
      }
      if (code.empty() || !found) say("the code '" + code + "' has no words");
    }
    if (!told) say("what it says is no sentence of words/");
    if (const Value* fields = problem.find("fields"); fields != nullptr) {
      for (const Value& field : *fields->array()) {
        for (const Language language : {Language::en, Language::zh_cn}) {
          const std::string why = text(*field.object(), "code");
          if (!Words::of(language).has(why)) say("'" + why + "' has no words");
        }
      }
    }
  }
  /// A field, something in it, or what it is in.
  static bool is_there(const std::string& told, const std::string& field) {
    if (told.empty()) return false;
    return told.starts_with(field) || field.starts_with(told);
  }
  static bool names(const Object& problem, const std::string& field) {
    const std::string about = text(problem, "about");
    if (is_there(about, field)) return true;
    // A refusal by a rule may name the thing instead that stands in the field, or its counterpart.
    if (!text(problem, "rule").empty() && !about.empty()) return true;
    const Value* fields = problem.find("fields");
    if (fields == nullptr) return false;
    for (const Value& one : *fields->array()) {
      if (is_there(text(*one.object(), "path"), field)) return true;
    }
    return false;
  }

  const gateway::net::HttpResponse& answer_;
  std::vector<std::string> out_;
};

}  // namespace

std::vector<std::string> complaints(const gateway::net::HttpResponse& answer,
                                    const Wanted& wanted) {
  return Complaints(answer).about(wanted);
}

}  // namespace veinline::bad_input
