// SPDX-License-Identifier: Apache-2.0
// veinline: the one program. Its command line and its verbs are in tools/cli.
#include <span>
#include <string>

#include "kernel/version.hpp"
#include "tools/cli/command_line.hpp"
#include "tools/cli/verbs.hpp"

namespace cli = veinline::tools::cli;

int main(int argc, char** argv) {
  const std::span<const char* const> words(argv, static_cast<std::size_t>(argc));
  if (cli::is_pdf_worker(words.subspan(1))) return cli::run_pdf_worker();
  if (const std::string bad = cli::not_utf8(words.subspan(1)); !bad.empty()) {
    return cli::cannot("The bytes of " + bad +
                       " are no UTF-8. Set your terminal to UTF-8, or write it to a file in UTF-8 "
                       "and use --json FILE. Nothing was recorded.");
  }
  return cli::CommandLine(std::string("veinline ") + veinline::kernel::version).run(argc, argv);
}
