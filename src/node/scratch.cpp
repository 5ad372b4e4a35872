// SPDX-License-Identifier: Apache-2.0
#include "node/scratch.hpp"

#include "storage/memory/memory_store.hpp"
#include "storage/memory/memory_vault.hpp"

namespace veinline::node {

kernel::Result<kernel::Done, ledger::Fault> with_scratch_desk(
    Node& node, const std::function<void(commands::Desk&)>& use) {
  TRY(const auto store, storage::memory::MemoryStore::over(node.store()));
  storage::memory::MemoryVault vault_store;
  vault::FileKeyVault::SiteKey site_key{};
  node.entropy().fill(site_key);
  vault::FileKeyVault vault(site_key, vault_store, node.entropy());
  ledger::Writer writer(*store, node.sealer());
  history::States states(node.catalogue(), *store, 10'000);
  // Whom the node knows is known; whom this run would make known is not.
  patients::PatientIndex patients(node.patient_parts(nullptr));
  // The same digest key: a line that an earlier run recorded is known again.
  commands::Desk desk({node.catalogue(), *store, writer, states, vault, node.clock(),
                       node.entropy(), node.key(), node.identity(), node.digest_key(), &patients},
                      nullptr);
  use(desk);
  return kernel::Done{};
}

}  // namespace veinline::node
