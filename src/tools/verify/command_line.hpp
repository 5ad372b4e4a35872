// SPDX-License-Identifier: Apache-2.0
// What veinline-verify is told, described once: parsed by the program, printed as its manual.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace veinline::tools::verify {

struct Given {
  std::string path;
  std::string key;
  std::string since;
  bool json = false;
};

/// `version` is what --version answers.
inline void describe(CLI::App& app, Given& given, const std::string& version) {
  app.name("veinline-verify");
  app.description(
      "veinline-verify: checks an evidence file, or a folder of tiles, against the key of the log");
  app.footer(
      "Exit code: 0 intact, 1 not intact, 2 could not judge.\n\n"
      "Examples:\n"
      "  veinline-verify bag.evidence --key \"$(cat log.vkey)\"\n"
      "  veinline-verify tiles/ --key \"$(cat log.vkey)\" --since older.checkpoint");
  app.set_version_flag("--version", version, "say the version and the commit, and exit");
  app.add_option("FILE|DIR", given.path, "evidence file, or folder with checkpoint and tile/")
      ->required();
  app.add_option("--key", given.key, "the log's verifier key, from a source you trust");
  app.add_option("--since", given.since, "file with an older signed checkpoint of the log");
  app.add_flag("--json", given.json, "one line of JSON");
}

}  // namespace veinline::tools::verify
