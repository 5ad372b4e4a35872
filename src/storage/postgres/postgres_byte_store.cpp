// SPDX-License-Identifier: Apache-2.0
// As in the vault, what is there already is written again as it was, so that the commit proves it
// durable; and what was put in vain hurts nobody.
#include "storage/postgres/postgres_byte_store.hpp"

#include <chrono>

namespace veinline::storage::postgres {

using kernel::Done;
using kernel::Failure;
using vault::VaultFault;

namespace {

constexpr const char* sql_put =
    "INSERT INTO document_bytes(name, kept_at, sealed) VALUES ($1::bytea, $2::bigint, $3::bytea) "
    "ON CONFLICT (name) DO UPDATE SET kept_at = greatest(document_bytes.kept_at, $2::bigint)";
constexpr const char* sql_find = "SELECT sealed FROM document_bytes WHERE name = $1::bytea";
constexpr const char* sql_kept_after =
    "SELECT name, kept_at FROM document_bytes WHERE name > $1::bytea ORDER BY name "
    "LIMIT $2::bigint";
constexpr const char* sql_remove =
    "DELETE FROM document_bytes WHERE name = $1::bytea AND kept_at = $2::bigint";

Failure<VaultFault> no(Fault fault) {
  return Failure{fault == Fault::out_of_reach ? VaultFault::out_of_reach : VaultFault::unreadable};
}

std::int64_t number_of(kernel::Instant instant) {
  return instant.time_since_epoch().count();
}

}  // namespace

Result<Done, VaultFault> PostgresByteStore::put(const kernel::Digest& name, std::string_view sealed,
                                                kernel::Instant kept_at) {
  const auto rows = pool_.write(
      sql_put, Arguments().add(kernel::text_of(name.view())).add(number_of(kept_at)).add(sealed));
  if (!rows) return no(rows.error());
  return Done{};
}

Result<std::optional<std::string>, VaultFault> PostgresByteStore::find(const kernel::Digest& name) {
  const auto rows = pool_.ask(sql_find, Arguments().add(kernel::text_of(name.view())));
  if (!rows) return no(rows.error());
  if (rows->count() == 0) return std::optional<std::string>{};
  return std::optional(std::string(rows->text(0, 0)));
}

Result<std::vector<vault::ByteStore::Kept>, VaultFault> PostgresByteStore::kept_after(
    const std::optional<kernel::Digest>& name, std::uint32_t count_max) {
  // No name is empty, so that the empty one stands before them all.
  const std::string_view after = name ? kernel::text_of(name->view()) : std::string_view();
  const auto rows = pool_.ask(sql_kept_after, Arguments().add(after).add(std::int64_t{count_max}));
  if (!rows) return no(rows.error());
  std::vector<Kept> out;
  for (int row = 0; row < rows->count(); ++row) {
    const auto digest = rows->digest(row, 0);
    if (!digest) return no(digest.error());
    out.push_back({*digest, kernel::Instant(std::chrono::milliseconds(rows->integer(row, 1)))});
  }
  return out;
}

Result<Done, VaultFault> PostgresByteStore::remove(const Kept& kept) {
  const auto rows = pool_.write(
      sql_remove, Arguments().add(kernel::text_of(kept.name.view())).add(number_of(kept.kept_at)));
  if (!rows) return no(rows.error());
  return Done{};
}

}  // namespace veinline::storage::postgres
