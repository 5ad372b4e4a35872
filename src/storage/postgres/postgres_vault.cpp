// SPDX-License-Identifier: Apache-2.0
// Every write here may be done twice: what is there already is written again as it was, so that the
// commit proves it durable.
#include "storage/postgres/postgres_vault.hpp"

namespace veinline::storage::postgres {

using kernel::Failure;
using vault::VaultFault;

namespace {

constexpr const char* sql_key_of_owner =
    "SELECT key_id, wrapped, site_key, suite FROM data_key "
    "WHERE owner = $1::text AND class = $2::text";
constexpr const char* sql_key =
    "SELECT key_id, wrapped, site_key, suite FROM data_key WHERE key_id = $1::text";
constexpr const char* sql_one_of_each =
    "SELECT DISTINCT ON (site_key, suite) key_id, wrapped, site_key, suite FROM data_key "
    "WHERE length(wrapped) > 0 ORDER BY site_key, suite, key_id";
constexpr const char* sql_keys_after =
    "SELECT key_id, wrapped, site_key, suite, owner, class FROM data_key "
    "WHERE key_id > $1::text ORDER BY key_id LIMIT $2::bigint";
constexpr const char* sql_put_key =
    "INSERT INTO data_key(key_id, owner, class, wrapped, site_key, suite) "
    "VALUES ($1::text, $2::text, $3::text, $4::bytea, $5::text, $6::text) "
    "ON CONFLICT (owner, class) DO UPDATE SET wrapped = data_key.wrapped "
    "RETURNING key_id, wrapped, site_key, suite";
/// Of a key that is as it is to be already, the same again.
constexpr const char* sql_rewrap =
    "UPDATE data_key SET wrapped = $5::bytea, site_key = $6::text, suite = $7::text "
    "WHERE key_id = $1::text AND ((wrapped = $2::bytea AND site_key = $3::text "
    "AND suite = $4::text) OR (wrapped = $5::bytea AND site_key = $6::text AND suite = $7::text)) "
    "RETURNING key_id, wrapped, site_key, suite";
constexpr const char* sql_destroy =
    "INSERT INTO data_key(key_id, owner, class, wrapped, site_key, suite) "
    "VALUES ($1::text, $2::text, $3::text, ''::bytea, '', '') "
    "ON CONFLICT (owner, class) DO UPDATE SET wrapped = ''::bytea, site_key = '', suite = ''";
constexpr const char* sql_put =
    "INSERT INTO sealed(name, ciphertext) VALUES ($1::bytea, $2::bytea) "
    "ON CONFLICT (name) DO UPDATE SET ciphertext = sealed.ciphertext";
constexpr const char* sql_find = "SELECT ciphertext FROM sealed WHERE name = $1::bytea";

/// Not `unknown`, after which a process would have to end: a text that was sealed in vain hurts
/// nobody, and the next try seals it again.
Failure<VaultFault> no(Fault fault) {
  return Failure{fault == Fault::out_of_reach ? VaultFault::out_of_reach : VaultFault::unreadable};
}

vault::VaultStore::WrappedKey key_at(const Rows& rows, int row) {
  return {std::string(rows.text(row, 0)), std::string(rows.text(row, 1)),
          std::string(rows.text(row, 2)), std::string(rows.text(row, 3))};
}

}  // namespace

Result<std::optional<vault::VaultStore::WrappedKey>, VaultFault> PostgresVault::one_key(
    const char* sql, const Arguments& arguments) {
  const auto rows = pool_.ask(sql, arguments);
  if (!rows) return no(rows.error());
  if (rows->count() == 0) return std::optional<WrappedKey>{};
  return std::optional(key_at(*rows, 0));
}

Result<std::optional<vault::VaultStore::WrappedKey>, VaultFault> PostgresVault::find_key(
    std::string_view owner, std::string_view key_class) {
  return one_key(sql_key_of_owner, Arguments().add(owner).add(key_class));
}

Result<std::optional<vault::VaultStore::WrappedKey>, VaultFault> PostgresVault::find_key(
    std::string_view key_id) {
  return one_key(sql_key, Arguments().add(key_id));
}

Result<std::vector<vault::VaultStore::WrappedKey>, VaultFault> PostgresVault::one_of_each() {
  const auto rows = pool_.ask(sql_one_of_each, {});
  if (!rows) return no(rows.error());
  std::vector<WrappedKey> out;
  for (int row = 0; row < rows->count(); ++row) out.push_back(key_at(*rows, row));
  return out;
}

Result<vault::VaultStore::WrappedKey, VaultFault> PostgresVault::put_key(std::string_view owner,
                                                                         std::string_view key_class,
                                                                         const WrappedKey& key) {
  const auto rows = pool_.write(sql_put_key, Arguments()
                                                 .add(key.key_id)
                                                 .add(owner)
                                                 .add(key_class)
                                                 .add(key.wrapped)
                                                 .add(key.site_key)
                                                 .add(key.suite));
  if (!rows) return no(rows.error());
  if (rows->count() != 1) return no(Fault::damaged);
  return key_at(*rows, 0);
}

Result<bool, VaultFault> PostgresVault::rewrap(const WrappedKey& from, const WrappedKey& to) {
  const auto rows = pool_.write(sql_rewrap, Arguments()
                                                .add(from.key_id)
                                                .add(from.wrapped)
                                                .add(from.site_key)
                                                .add(from.suite)
                                                .add(to.wrapped)
                                                .add(to.site_key)
                                                .add(to.suite));
  if (!rows) return no(rows.error());
  return rows->count() == 1;
}

Result<kernel::Done, VaultFault> PostgresVault::destroy(std::string_view owner,
                                                        std::string_view key_class,
                                                        std::string_view spare_id) {
  const auto rows = pool_.write(sql_destroy, Arguments().add(spare_id).add(owner).add(key_class));
  if (!rows) return no(rows.error());
  return kernel::Done{};
}

Result<kernel::Done, VaultFault> PostgresVault::put(const kernel::Digest& name,
                                                    std::string_view ciphertext) {
  const auto rows =
      pool_.write(sql_put, Arguments().add(kernel::text_of(name.view())).add(ciphertext));
  if (!rows) return no(rows.error());
  return kernel::Done{};
}

Result<std::optional<std::string>, VaultFault> PostgresVault::find(const kernel::Digest& name) {
  const auto rows = pool_.ask(sql_find, Arguments().add(kernel::text_of(name.view())));
  if (!rows) return no(rows.error());
  if (rows->count() == 0) return std::optional<std::string>{};
  return std::optional(std::string(rows->text(0, 0)));
}

Result<std::vector<vault::VaultStore::OwnedKey>, VaultFault> PostgresVault::keys_after(
    std::string_view key_id, std::uint32_t count_max) {
  const auto rows = pool_.ask(sql_keys_after, Arguments().add(key_id).add(count_max));
  if (!rows) return no(rows.error());
  std::vector<OwnedKey> out;
  for (int row = 0; row < rows->count(); ++row) {
    out.push_back(
        {std::string(rows->text(row, 4)), std::string(rows->text(row, 5)), key_at(*rows, row)});
  }
  return out;
}

}  // namespace veinline::storage::postgres
