// SPDX-License-Identifier: Apache-2.0
// label: prints a label into a file, by the command first and the drawing after it.
#include <iostream>

#include "tools/cli/new_file.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

using gateway::net::HttpRequest;
using gateway::net::HttpResponse;
using kernel::Object;
using kernel::Value;

namespace {

HttpRequest print_request(const LabelOptions& options) {
  Object data;
  data.set("material", Value(options.material));
  Object body;
  body.set("data", Value(std::move(data)));
  if (options.reason.empty()) return command_request("labelling/print", new_command_key(), body);
  body.set("reason", Value(options.reason));
  return command_request("labelling/reprint", new_command_key(), body);
}

/// A member of the data of the first record that was made; empty: there is none.
std::string recorded(const HttpResponse& answer, const char* member) {
  const auto told = kernel::parse_json(answer.body, kernel::command_json);
  const Value* records =
      told && told->object() != nullptr ? told->object()->find("records") : nullptr;
  if (records == nullptr || records->array() == nullptr || records->array()->empty()) return {};
  const Object* first = records->array()->front().object();
  const Value* data = first == nullptr ? nullptr : first->find("data");
  const Value* text =
      data == nullptr || data->object() == nullptr ? nullptr : data->object()->find(member);
  return text == nullptr || text->string() == nullptr ? std::string() : *text->string();
}

}  // namespace

int run_label(const LabelOptions& options) {
  // First of all: a label that was printed and has no paper would have to be destroyed.
  auto out = NewFile::create(options.out);
  if (!out) return cannot(out.error());
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  auto printed = (*door)->ask(print_request(options));
  if (!printed) {
    return cannot(
        printed.error() +
        " It is not known whether the label was printed: the trace of the material says.");
  }
  if (printed->status >= 400) return show_answer(*printed, Style::people, (*door)->language());
  const std::string label = recorded(*printed, "label");
  HttpRequest request;
  request.method = "GET";
  request.path = "/api/v1/label/" + label;
  request.query["form"] = options.form;
  auto drawn = (*door)->ask(std::move(request));
  if (drawn && drawn->status < 400) out->write(drawn->body);
  if (!drawn || drawn->status >= 400 || !out->finish()) {
    if (drawn) show_answer(*drawn, Style::people, (*door)->language());
    return cannot("label/" + label +
                  " is recorded and has no paper. Print it anew with --reason CODE.");
  }
  std::cout << "The label label:" << label << " is in " << options.out << "\n"
            << "It is live when it is on its material and both were scanned:\n"
            << "  veinline do labelling/scan_back --material SCAN --code SCAN\n";
  return 0;
}

}  // namespace veinline::tools::cli
