// SPDX-License-Identifier: Apache-2.0
// veinline-verify: checks evidence on a machine that has nothing of ours but this program.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <system_error>

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
  std::string path;
  std::string key;
  std::string since;
  bool json = false;
  CLI::App app(
      "Checks an evidence file, or a folder of tiles, against the key of the log.\n"
      "Exit code: 0 intact, 1 not intact, 2 could not judge.");
  app.add_option("FILE|DIR", path, "evidence file, or folder with checkpoint and tile/")
      ->required();
  app.add_option("--key", key, "the log's verifier key, from a source you trust");
  app.add_option("--since", since, "file with an older signed checkpoint of the log");
  app.add_flag("--json", json, "one line of JSON");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : exit_cannot_judge;
  }
  Options options;
  if (!key.empty()) options.key = key;
  Verdict verdict;
  auto older = since.empty() ? kernel::Result<std::string, Fault>(std::string())
                             : read_file(since, ledger::note_bytes_max);
  if (!older) {
    verdict = cannot("The older checkpoint that you hold cannot be read.");
  } else {
    if (!since.empty()) options.since = *older;
    verdict = verify_path(path, options);
  }
  std::cout << (json ? to_json(verdict) : to_text(verdict));
  return exit_code(verdict.result);
}

}  // namespace
}  // namespace veinline::tools::verify

int main(int argc, char** argv) {
  return veinline::tools::verify::run(argc, argv);
}
