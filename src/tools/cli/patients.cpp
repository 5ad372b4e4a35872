// SPDX-License-Identifier: Apache-2.0
// The verbs that ask who patients are. What is looked for comes from a file or standard input: what
// stands on the command line is seen by everybody on the machine.
#include "exchange/disclosure.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

using gateway::net::HttpRequest;
using kernel::Object;
using kernel::Value;

namespace {

int asked(const Where& where, const char* path, const Object& body, Style style) {
  auto door = open_door(where);
  if (!door) return cannot(door.error());
  HttpRequest request;
  request.method = "POST";
  request.path = path;
  request.body = kernel::canonical_text(body);
  auto answer = (*door)->ask(std::move(request));
  if (!answer) return cannot(answer.error());
  return show_answer(*answer, style, (*door)->language());
}

}  // namespace

int run_find(const FindOptions& options) {
  auto text = whole_input(options.file);
  if (!text) return cannot(text.error());
  while (!text->empty() && (text->back() == '\n' || text->back() == '\r')) text->pop_back();
  if (text->size() > patients::find_bytes_max) {
    return cannot("What is looked for is one name or one number. Nothing was asked.");
  }
  Object body;
  body.set("text", Value(std::move(*text)));
  if (!options.kind.empty()) body.set("kind", Value(options.kind));
  return asked(options.where, "/api/v1/find", body, options.style);
}

int run_identity(const IdentityOptions& options) {
  Object body;
  body.set("subject", Value(options.subject));
  body.set("purpose", Value(options.purpose));
  return asked(options.where, "/api/v1/identity", body, options.style);
}

int run_arm(const ArmOptions& options) {
  Object body;
  body.set("subject", Value(options.subject));
  return asked(options.where, "/api/v1/arm", body, options.style);
}

}  // namespace veinline::tools::cli
