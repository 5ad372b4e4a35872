// SPDX-License-Identifier: Apache-2.0
// The verb that takes files in: commands, tables, records of loggers.
#include "exchange/import.hpp"

#include <algorithm>
#include <iostream>
#include <thread>

#include "tools/cli/import_pieces.hpp"
#include "tools/cli/progress.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

using exchange::ImportReport;
using gateway::net::HttpRequest;
using gateway::net::HttpResponse;
using kernel::Array;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;

namespace {

constexpr kernel::JsonLimits answer_json{.bytes_max = 256UL * 1024 * 1024, .depth_max = 64};
constexpr std::size_t names_shown_max = 50;

HttpRequest import_request(std::string body) {
  HttpRequest out;
  out.method = "POST";
  out.path = "/api/v1/import";
  out.headers["content-type"] = "application/x-ndjson";
  out.body = std::move(body);
  return out;
}

int count_at(const Object& object, const char* name) {
  const Value* value = object.find(name);
  return value == nullptr || value->integer() == nullptr ? 0 : static_cast<int>(*value->integer());
}

/// The whole file as one request.
int ask_once(Door& door, HttpRequest request, Style style) {
  auto answer = door.ask(std::move(request));
  if (!answer) return cannot(answer.error());
  const int code = show_answer(*answer, style, door.language());
  if (code != 0) return code;
  const auto report = kernel::parse_json(answer->body, answer_json);
  return report && report->object() != nullptr && count_at(*report->object(), "failed") == 0 ? 0
                                                                                             : 1;
}

/// The names of an earlier answer, or {"$name": "id"}.
Result<Names, std::string> names_in(const std::string& path) {
  Names out;
  if (path.empty()) return out;
  TRY(const std::string text, whole_input(path));
  const auto value = kernel::parse_json(text, answer_json);
  const Object* object = value ? value->object() : nullptr;
  if (object == nullptr)
    return Failure{"The names in " + path + " are no JSON object. Nothing was recorded."};
  if (const Value* inner = object->find("names")) object = inner->object();
  if (object == nullptr)
    return Failure{"The names in " + path + " are no JSON object. Nothing was recorded."};
  for (const auto& [name, id] : object->members()) {
    if (id.string() != nullptr) out[name] = *id.string();
  }
  return out;
}

/// Adds what the answer to one piece says.
bool add(ImportReport& report, const HttpResponse& answer, const ImportPiece& piece) {
  auto value = kernel::parse_json(answer.body, answer_json);
  if (!value || value->object() == nullptr) return false;
  Object& told = *value->object();
  report.lines += static_cast<std::size_t>(count_at(told, "lines"));
  report.recorded += static_cast<std::size_t>(count_at(told, "recorded"));
  report.again += static_cast<std::size_t>(count_at(told, "again"));
  report.failed += static_cast<std::size_t>(count_at(told, "failed"));
  if (const Value* names = told.find("names"); names != nullptr && names->object() != nullptr) {
    for (const auto& [name, id] : names->object()->members()) {
      if (id.string() != nullptr) report.names[name] = *id.string();
    }
  }
  Array problems;
  if (const Value* list = told.find("problems"); list != nullptr && list->array() != nullptr) {
    problems = *list->array();
  }
  if (piece.table) piece.table->locate(problems);
  report.lines += piece.problems.size();
  report.failed += piece.problems.size();
  problems.insert(problems.end(), piece.problems.begin(), piece.problems.end());
  std::stable_sort(problems.begin(), problems.end(), [](const Value& a, const Value& b) {
    return count_at(*a.object(), "line") < count_at(*b.object(), "line");
  });
  for (Value& problem : problems) {
    if (report.problems.size() < exchange::import_problems_max) {
      report.problems.push_back(std::move(problem));
    }
  }
  return true;
}

/// Waits where the server is asked too much at once.
Result<HttpResponse, std::string> ask_patiently(Door& door, const std::string& body) {
  constexpr int tries = 30;
  for (int i = 1;; ++i) {
    TRY(HttpResponse answer, door.ask(import_request(body)));
    if ((answer.status != 503 && answer.status != 429) || i == tries) return answer;
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

int show(ImportReport& report, Style style, exchange::Language language) {
  Object out = exchange::report_json(report);
  out.set("dry_run", Value(false));
  if (style == Style::people && report.names.size() > names_shown_max) {
    out.set("names", Value(std::to_string(report.names.size()) + ", --json lists them"));
  }
  const HttpResponse answer{200, "application/json", kernel::canonical_text(out) + "\n", {}};
  const int code = show_answer(answer, style, language);
  return code != 0 ? code : report.failed == 0 ? 0 : 1;
}

/// The node took none of the lines: whoever asks may not import, and no other piece would fare
/// better.
bool is_refused_whole(const HttpResponse& answer) {
  const auto value = kernel::parse_json(answer.body, answer_json);
  return value && value->object() != nullptr && count_at(*value->object(), "lines") == 0 &&
         count_at(*value->object(), "failed") > 0;
}

int take_pieces(Door& door, ImportPieces& pieces, const ImportOptions& options) {
  ImportReport report;
  report.names = pieces.names();
  Progress progress(options.progress, pieces.rows());
  while (auto piece = pieces.next(report.names)) {
    const auto answer = ask_patiently(door, piece->body);
    const bool understood = answer && answer->status == 200 && add(report, *answer, *piece);
    if (!understood) {
      progress.end();
      std::cerr << "veinline: " << progress.done() << " of " << pieces.rows()
                << " rows were answered before this. Give the same command again: what is "
                   "recorded is recognised, and the rest follows.\n";
      if (!answer) return cannot(answer.error());
      const int code = show_answer(*answer, options.style, door.language());
      return code != 0 ? code : exit_cannot;
    }
    progress.add(piece->rows, report);
    if (is_refused_whole(*answer)) break;
  }
  progress.end();
  return show(report, options.style, door.language());
}

int take_logger(Door& door, const ImportOptions& options, std::string file) {
  if (options.consignment.empty()) {
    return cannot("Say which box the logger was in: --consignment ID. Nothing was recorded.");
  }
  HttpRequest request = import_request(std::move(file));
  for (const auto& [name, value] : options.logger) {
    if (!value.empty()) request.query[name] = value;
  }
  request.path = "/api/v1/logger/" + options.consignment;
  request.headers["content-type"] = "text/csv";
  if (options.dry_run) request.query["dry_run"] = "true";
  auto answer = door.ask(std::move(request));
  if (!answer) return cannot(answer.error());
  return show_answer(*answer, options.style, door.language());
}

}  // namespace

int run_import(const ImportOptions& options) {
  auto text = whole_input(options.file);
  if (!text) return cannot(text.error());
  std::string map;
  if (!options.map.empty()) {
    auto read = whole_input(options.map);
    if (!read) return cannot(read.error());
    map = std::move(*read);
  }
  auto names = names_in(options.names);
  if (!names) return cannot(names.error());
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  if (options.is_logger) return take_logger(**door, options, std::move(*text));
  auto pieces = ImportPieces::open(std::move(*text), map, *names, (*door)->language());
  if (!pieces) return cannot(pieces.error());
  // A rehearsal of a piece would know nothing of the piece before it.
  if (options.dry_run || pieces->is_whole()) {
    HttpRequest request = import_request(pieces->whole());
    if (options.dry_run) request.query["dry_run"] = "true";
    return ask_once(**door, std::move(request), options.style);
  }
  return take_pieces(**door, *pieces, options);
}

}  // namespace veinline::tools::cli
