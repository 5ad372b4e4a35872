// SPDX-License-Identifier: Apache-2.0
// The verbs that change nothing: show, trace, scan, describe.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "exchange/describe.hpp"
#include "kernel/id.hpp"
#include "kernel/limits.hpp"
#include "kernel/number.hpp"
#include "tools/cli/manual.hpp"
#include "tools/cli/print.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

using gateway::net::HttpRequest;
using kernel::Object;
using kernel::Value;

int run_show(const ShowOptions& options) {
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  HttpRequest request;
  request.method = "GET";
  request.path = "/api/v1/" + options.view;
  const bool bare = kernel::is_id(options.lot);
  const std::string id =
      options.lot.empty() ? options.id : (bare ? "batch/" + options.lot : options.lot);
  if (!id.empty()) request.path += "/" + id;
  if (!options.as_of.empty()) request.query["as_of"] = options.as_of;
  if (!options.after.empty()) request.query["after"] = options.after;
  if (!options.count.empty()) request.query["count"] = options.count;
  if (!options.webhook.empty()) request.query["webhook"] = options.webhook;
  auto answer = (*door)->ask(std::move(request));
  if (!answer) return cannot(answer.error());
  return show_answer(*answer, options.style, (*door)->language());
}

int run_scan(const ScanOptions& options) {
  Object body;
  std::string code = options.code;
  if (code == "-") {
    std::getline(std::cin, code);
    // Who scans at a terminal ends a line with each scan; a file or a pipe has one alone.
    if (::isatty(STDIN_FILENO) == 0 && std::cin.peek() != std::char_traits<char>::eof()) {
      return cannot("Standard input has more than one line: scan one code at a time.");
    }
  }
  body.set("code", Value(std::move(code)));
  if (options.typed) body.set("typed", Value(true));
  if (!options.as_of.empty()) {
    const auto as_of = kernel::whole_number(options.as_of);
    if (!as_of || *as_of > static_cast<std::uint64_t>(kernel::integer_max)) {
      return cannot("--as-of wants a sequence number.");
    }
    body.set("as_of", Value(static_cast<std::int64_t>(*as_of)));
  }
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  HttpRequest request;
  request.method = "POST";
  request.path = "/api/v1/scan";
  request.body = kernel::canonical_text(body);
  auto answer = (*door)->ask(std::move(request));
  if (!answer) return cannot(answer.error());
  const int shown = show_answer(*answer, options.style, (*door)->language());
  const auto told = kernel::parse_json(answer->body, kernel::command_json);
  if (shown != 0 || !told || told->object() == nullptr) return shown;
  const Value* const verdict = told->object()->find("verdict");
  return verdict != nullptr && *verdict == Value("found") ? 0 : 1;
}

namespace {

int bless(const journey::Catalogue& catalogue, const std::string& folder) {
  auto files = exchange::generated_files(catalogue);
  auto manual = manual_files(catalogue);
  std::move(manual.begin(), manual.end(), std::back_inserter(files));
  for (const auto& [path, content] : files) {
    const std::filesystem::path file = std::filesystem::path(folder) / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream out(file, std::ios::binary);
    out << content;
    if (!out) return cannot("The file " + file.string() + " cannot be written.");
    std::cout << path << "\n";
  }
  return 0;
}

}  // namespace

int run_describe(const DescribeOptions& options) {
  const journey::Catalogue catalogue = journey::whole_catalogue();
  if (!options.bless.empty()) return bless(catalogue, options.bless);
  const exchange::Language language = language_for(options.where.language);
  if (options.command.empty()) {
    if (options.style == Style::json) {
      std::cout << kernel::canonical_text(exchange::describe_all(catalogue, language)) << "\n";
      return 0;
    }
    for (const journey::CommandType& type : catalogue.commands()) {
      std::cout << type.name << std::string(28 - std::min<std::size_t>(type.name.size(), 27), ' ')
                << exchange::Words::of(language).find("command." + type.name) << "\n";
    }
    return 0;
  }
  const journey::CommandType* type = catalogue.command(options.command);
  if (type == nullptr) return cannot("There is no such command; veinline describe lists them all.");
  if (options.style == Style::json) {
    std::cout << kernel::canonical_text(exchange::describe_command(*type, language)) << "\n";
  } else {
    std::cout << exchange::describe_text(*type, language);
  }
  return 0;
}

}  // namespace veinline::tools::cli
