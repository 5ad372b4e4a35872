// SPDX-License-Identifier: Apache-2.0
// As in the vault, what is there already is written again as it was, so that the commit proves it
// durable; and what was put in vain hurts nobody.
#include "storage/postgres/postgres_blind_index.hpp"

namespace veinline::storage::postgres {

using kernel::Done;
using kernel::Failure;
using vault::VaultFault;

namespace {

constexpr const char* sql_put =
    "INSERT INTO blind_index(tag, owner) VALUES ($1::bytea, $2::text) "
    "ON CONFLICT (tag, owner) DO UPDATE SET owner = blind_index.owner";
constexpr const char* sql_find =
    "SELECT owner FROM blind_index WHERE tag = $1::bytea ORDER BY owner LIMIT $2::bigint";
constexpr const char* sql_remove = "DELETE FROM blind_index WHERE owner = $1::text";

Failure<VaultFault> no(Fault fault) {
  return Failure{fault == Fault::out_of_reach ? VaultFault::out_of_reach : VaultFault::unreadable};
}

}  // namespace

Result<Done, VaultFault> PostgresBlindIndex::put(const kernel::Digest& tag,
                                                 std::string_view owner) {
  const auto rows = pool_.write(sql_put, Arguments().add(kernel::text_of(tag.view())).add(owner));
  if (!rows) return no(rows.error());
  return Done{};
}

Result<std::vector<std::string>, VaultFault> PostgresBlindIndex::find(const kernel::Digest& tag,
                                                                      std::uint32_t count_max) {
  const auto rows =
      pool_.ask(sql_find, Arguments().add(kernel::text_of(tag.view())).add(count_max));
  if (!rows) return no(rows.error());
  std::vector<std::string> out;
  for (int row = 0; row < rows->count(); ++row) out.emplace_back(rows->text(row, 0));
  return out;
}

Result<Done, VaultFault> PostgresBlindIndex::remove(std::string_view owner) {
  const auto rows = pool_.write(sql_remove, Arguments().add(owner));
  if (!rows) return no(rows.error());
  return Done{};
}

}  // namespace veinline::storage::postgres
