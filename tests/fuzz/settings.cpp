// SPDX-License-Identifier: Apache-2.0
// Settings: a file that is accepted can be shown, and what is shown says the same, but for the
// password of a database.
#include "tools/cli/settings.hpp"

#include "fuzz/target.hpp"

namespace veinline::fuzz {
namespace {

void one(std::string_view bytes) {
  const auto read = tools::cli::read_settings({std::string(bytes), {}, {}});
  if (!read) {
    hold(!read.error().empty(), "who is refused is told why");
    for (const auto& fault : read.error()) hold(!fault.why.empty(), "every fault says why");
    return;
  }
  auto again = tools::cli::read_settings({tools::cli::to_toml(*read), {}, {}});
  hold(again.has_value(), "settings that are shown can be read");
  if (again->store != read->store && again->store.find("***") != std::string::npos) {
    again->store = read->store;
  }
  hold(*again == *read, "settings that are shown are the settings");
}

Corpus seeds() {
  tools::cli::Settings full;
  full.data = "/var/lib/veinline \"x\"";
  return {tools::cli::to_toml(full),
          "listen = \"[::1]:0\"\n[limits]\nworkers = 4\nidle-seconds = 7\n",
          "data = '''a\nb'''\n[witness]\nlogs = [ \"a+01020304+AQ==\", ]\nwanted = 0x1\n"};
}

}  // namespace

Target settings() {
  return {"settings", one, seeds};
}

}  // namespace veinline::fuzz
