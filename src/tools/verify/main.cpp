// SPDX-License-Identifier: Apache-2.0
// veinline-verify: checks evidence on a machine that has nothing of ours but this program.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <system_error>

#include "kernel/version.hpp"
#include "tools/verify/command_line.hpp"
#include "tools/verify/files.hpp"

namespace veinline::tools::verify {
namespace {

constexpr int exit_cannot_judge = 2;

Verdict cannot(std::string message) {
  Verdict verdict;
  verdict.message = std::move(message);
  return verdict;
}

Verdict verify_path(const std::string& path, const Options& options) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return verify_tiles(FolderSource(path), options);
  }
  auto file = FileSource::open(path);
  if (!file) return cannot("There is no such file or folder that can be read.");
  return verify_bundle(*file, options);
}

int run(int argc, char** argv) {
  Given given;
  CLI::App app;
  describe(app, given, std::string("veinline-verify ") + kernel::version);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : exit_cannot_judge;
  }
  Options options;
  if (!given.key.empty()) options.key = given.key;
  Verdict verdict;
  auto older = given.since.empty() ? kernel::Result<std::string, Fault>(std::string())
                                   : read_file(given.since, ledger::note_bytes_max);
  if (!older) {
    verdict = cannot("The older checkpoint that you hold cannot be read.");
  } else {
    if (!given.since.empty()) options.since = *older;
    verdict = verify_path(given.path, options);
  }
  std::cout << (given.json ? to_json(verdict) : to_text(verdict));
  return exit_code(verdict.result);
}

}  // namespace
}  // namespace veinline::tools::verify

int main(int argc, char** argv) {
  return veinline::tools::verify::run(argc, argv);
}
