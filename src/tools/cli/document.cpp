// SPDX-License-Identifier: Apache-2.0
// document: files versions of controlled documents, gets and lists them.
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "exchange/pdf_process.hpp"
#include "tools/cli/new_file.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

using gateway::net::HttpRequest;
using gateway::net::HttpResponse;

namespace {

std::string header_of(const HttpResponse& answer, std::string_view name) {
  const auto found = std::find_if(answer.headers.begin(), answer.headers.end(),
                                  [&](const auto& one) { return one.first == name; });
  return found == answer.headers.end() ? std::string() : found->second;
}

}  // namespace

bool is_pdf_worker(std::span<const char* const> arguments) {
  return arguments.size() == 1 && arguments.front() == exchange::pdf_worker_word;
}

int run_pdf_worker() {
  return exchange::run_pdf_worker(STDIN_FILENO, STDOUT_FILENO);
}

int run_document_put(const DocumentOptions& options) {
  auto bytes = whole_input(options.file);
  if (!bytes) return cannot(bytes.error());
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  HttpRequest request;
  request.method = "POST";
  request.path = "/api/v1/document/" + options.document;
  request.query["version"] = options.version;
  request.query["sha256"] = kernel::to_hex(kernel::sha256(*bytes).view());
  request.headers["idempotency-key"] = options.key.empty() ? new_command_key() : options.key;
  request.headers["content-type"] = "application/octet-stream";
  request.body = std::move(*bytes);
  const std::string sha256 = request.query["sha256"];
  auto answer = (*door)->ask(std::move(request));
  if (!answer) {
    return cannot(answer.error() +
                  " It is not known whether the version was filed: list the document.");
  }
  const int code = show_answer(*answer, options.style, (*door)->language());
  if (code == 0 && options.style == Style::people) std::cout << "SHA-256 " << sha256 << "\n";
  return code;
}

int run_document_get(const DocumentOptions& options) {
  auto out = NewFile::create(options.file);
  if (!out) return cannot(out.error());
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  HttpRequest request;
  request.method = "GET";
  request.path = "/api/v1/document_bytes/" + options.document;
  if (!options.version.empty()) request.query["version"] = options.version;
  request.query["copy"] = options.original ? "original" : "stamped";
  auto answer = (*door)->ask(std::move(request));
  if (!answer) return cannot(answer.error());
  if (answer->status >= 400) return show_answer(*answer, Style::people, (*door)->language());
  out->write(answer->body);
  if (!out->finish()) return cannot("The file " + options.file + " could not be written.");
  std::cout << options.file << ": version " << header_of(*answer, "veinline-version") << ", "
            << header_of(*answer, "veinline-state") << ", " << header_of(*answer, "veinline-form")
            << "\nSHA-256 of the original " << header_of(*answer, "veinline-sha256") << "\n";
  return 0;
}

int run_document_list(const DocumentOptions& options) {
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  HttpRequest request;
  request.method = "GET";
  request.path =
      options.document.empty() ? "/api/v1/documents" : "/api/v1/document/" + options.document;
  auto answer = (*door)->ask(std::move(request));
  if (!answer) return cannot(answer.error());
  return show_answer(*answer, options.style, (*door)->language());
}

}  // namespace veinline::tools::cli
