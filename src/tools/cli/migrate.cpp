// SPDX-License-Identifier: Apache-2.0
// migrate: the schema of a database, forward.
#include <iostream>

#include "storage/postgres/schema.hpp"
#include "storage/sqlite/data_folder.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

int run_migrate(const MigrateOptions& options) {
  const std::string url = options.store.empty() && !options.data.empty()
                              ? storage::sqlite::DataFolder::database_of(options.data)
                              : options.store;
  if (url.empty()) {
    return cannot(
        "Say --store ADDRESS, or --data DIR of a node that is in a database. A folder "
        "with files needs no migration. Nothing was changed.");
  }
  const auto steps = storage::postgres::migrate(url, options.is_rehearsal);
  if (!steps) return cannot(steps.error().sentence);
  for (const storage::postgres::Step& step : *steps) {
    std::cout << (options.is_rehearsal ? "would be applied: " : "applied: ") << step.number << " "
              << step.name << "\n";
  }
  if (steps->empty()) std::cout << "The schema is this program's; there is nothing to do.\n";
  return 0;
}

}  // namespace veinline::tools::cli
