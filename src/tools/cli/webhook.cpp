// SPDX-License-Identifier: Apache-2.0
// webhook secret: what both sides of a webhook sign and check with.
#include <array>
#include <iostream>

#include "kernel/digest.hpp"
#include "node/system.hpp"
#include "tools/cli/new_file.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

int run_webhook_secret(const std::string& out) {
  auto file = NewFile::create(out);
  if (!file) return cannot(file.error());
  node::SystemEntropy entropy;
  std::array<std::uint8_t, 32> secret{};
  entropy.fill(secret);
  file->write("whsec_" + kernel::to_base64(secret) + "\n");
  if (!file->finish()) return cannot("The file " + out + " cannot be written.");
  std::cout << "The secret is in " << out << ". Give it to the receiver on a safe way.\n";
  return 0;
}

}  // namespace veinline::tools::cli
