// SPDX-License-Identifier: Apache-2.0
// Import: commands from another system, one JSON object a line. docs/import.md.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "commands/desk.hpp"
#include "exchange/words.hpp"
#include "kernel/canonical.hpp"

namespace veinline::exchange {

/// The longest file that is taken in at once.
constexpr std::size_t import_bytes_max = 64UL * 1024 * 1024;
/// How many problems are told; more are counted.
constexpr std::size_t import_problems_max = 1'000;

/// The first line of a file: it may name many things that other files made.
constexpr kernel::JsonLimits import_header_json{.bytes_max = 4UL * 1024 * 1024, .depth_max = 4};

/// What became of the lines.
struct ImportReport {
  std::size_t lines = 0;     ///< with a command: neither the first one of the file nor blank ones
  std::size_t recorded = 0;  ///< lines whose facts were recorded now (or would be, in a dry run)
  std::size_t again = 0;     ///< lines that were recorded by an earlier run
  std::size_t failed = 0;
  kernel::Array problems;  ///< problem documents with "line", at most import_problems_max
  std::map<std::string, std::string> names;  ///< "$bag" -> id that it got
  /// A line named what the person whom it names could not read. Not told.
  bool is_of_hidden = false;
};
kernel::Object report_json(const ImportReport& report);

/// Where lines of commands come from.
struct ImportOrigin {
  std::string source;  ///< code of the other system
  std::string file;    ///< SHA-256 in hex of the whole file that somebody brought
  /// What names stand for from the beginning: "$bag" -> id.
  std::map<std::string, std::string> names{};
  std::size_t line = 1;  ///< number of the first line of commands
};

class Import {
 public:
  /// `by` must have the role of an importer; each line is done in the name of the person that
  /// it names, with that person's own rights.
  Import(commands::Desk& desk, const journey::Catalogue& catalogue, commands::AskedBy by,
         const Words& words)
      : desk_(desk), catalogue_(catalogue), by_(std::move(by)), words_(words) {}

  /// Takes the whole file. Every line is done wholly or not at all; a failed line fails the lines
  /// that need what it would have made, and no others. The same file again changes nothing.
  ImportReport run(std::string_view file);

  /// The same piece by piece. False: it cannot begin, and the report says why.
  bool begin(const ImportOrigin& origin, ImportReport& report);
  /// Lines of commands that follow those before.
  void take_lines(std::string_view lines, ImportReport& report);

 private:
  struct Line;
  bool begin(std::string_view file, const kernel::Object& header, ImportReport& report);
  void take(std::string_view text, ImportReport& report);
  bool prepare(const kernel::Object& object, Line& line, ImportReport& report);
  void fail(ImportReport& report, const char* code, const std::string& about = {},
            std::string_view why = {});
  void fail(ImportReport& report, const journey::BadField& bad);
  void fail(ImportReport& report, const kernel::JsonFault& fault);
  void fail(ImportReport& report, const commands::Problem& problem);
  void tell(ImportReport& report, kernel::Object problem);
  bool put_name(kernel::Value& value, const std::string& about, ImportReport& report);
  bool put_names(const journey::CommandType& type, kernel::Object& data, Line& line,
                 ImportReport& report);

  commands::Desk& desk_;
  const journey::Catalogue& catalogue_;
  commands::AskedBy by_;
  const Words& words_;
  std::string source_;
  std::string import_record_;
  std::size_t line_number_ = 0;
  std::map<std::string, std::size_t> keys_seen_;
};

}  // namespace veinline::exchange
