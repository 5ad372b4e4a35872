// SPDX-License-Identifier: Apache-2.0
// Manual: the command line as its description says it, for completion, man pages and docs/commands.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "journey/catalogue.hpp"

namespace CLI {
class App;
}

namespace veinline::tools::cli {

/// A flag, or an argument without a name of its own.
struct ManualItem {
  std::vector<std::string> names;  ///< "-h", "--help"; of an argument its one name
  std::string value;               ///< "TEXT"; empty: a flag that takes none
  std::string help;
  bool is_required = false;
  std::vector<std::string> choices;  ///< what may be said, or is meant; empty: anything
};

struct ManualVerb {
  std::string name;  ///< "user add"; of the program "veinline"
  std::string help;
  std::string footer;  ///< lines as --help ends with them
  std::vector<ManualItem> arguments;
  std::vector<ManualItem> flags;
  std::vector<ManualVerb> verbs;
};
/// The program, with its verbs in the order of its description.
ManualVerb read_manual(const CLI::App& program);

/// "veinline user add [FLAGS] NAME".
std::string usage_of(const std::string& program, const ManualVerb& verb);
/// "Add a person." of "add a person".
std::string sentence_of(const std::string& help);

/// A page of section 1 in roff.
std::string man_page(const ManualVerb& program);
/// docs/commands: a page for each verb of veinline and for veinline-verify, and an index.
std::vector<std::pair<std::string, std::string>> command_pages(const ManualVerb& veinline,
                                                               const ManualVerb& verify);
/// A script that completes both programs in bash.
std::string bash_completion(const ManualVerb& veinline, const ManualVerb& verify,
                            const journey::Catalogue& catalogue);
std::string bash_completion(const journey::Catalogue& catalogue);

/// Every file of the tree that is made from the command line: path and content.
std::vector<std::pair<std::string, std::string>> manual_files(const journey::Catalogue& catalogue);

}  // namespace veinline::tools::cli
