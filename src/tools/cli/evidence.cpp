// SPDX-License-Identifier: Apache-2.0
// export: evidence out.
#include "exchange/evidence.hpp"

#include <iostream>

#include "tools/cli/new_file.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

using gateway::net::HttpRequest;

namespace {

int exported(const std::string& out) {
  std::cout << "The evidence is in " << out << "\n"
            << "Check it anywhere with: veinline-verify " << out << " --key VKEY\n";
  return 0;
}

int finish(NewFile& file, const std::string& path) {
  return file.finish() ? exported(path) : cannot("The file " + path + " cannot be written.");
}

int write_all(const ExportOptions& options) {
  auto node = node::Node::open(options.where.data, {});
  if (!node) return cannot(node.error().sentence);
  auto out = NewFile::create(options.out);
  if (!out) return cannot(out.error());
  auto count = exchange::export_all((*node)->sources(), (*node)->key(),
                                    [&](std::string_view bytes) { out->write(bytes); });
  if (!count) return cannot("The log could not be read: " + count.error().code);
  return finish(*out, options.out);
}

}  // namespace

int run_export(const ExportOptions& options) {
  if (options.all != options.id.empty()) {
    return cannot("Say either what the evidence is about, as kind/ID, or --all.");
  }
  if (options.all && options.where.data.empty()) {
    return cannot("--all exports a whole node and wants --data DIR; stop the server first.");
  }
  if (options.all) return write_all(options);
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  HttpRequest request;
  request.method = "GET";
  request.path = "/api/v1/export/" + options.id;
  auto answer = (*door)->ask(std::move(request));
  if (!answer) return cannot(answer.error());
  if (answer->status >= 400) return show_answer(*answer, Style::people, (*door)->language());
  auto out = NewFile::create(options.out);
  if (!out) return cannot(out.error());
  out->write(answer->body);
  return finish(*out, options.out);
}

}  // namespace veinline::tools::cli
