// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/schema.hpp"

#include "storage/postgres/steps/step_0001_ledger.hpp"
#include "storage/postgres/steps/step_0002_vault.hpp"
#include "storage/postgres/steps/step_0003_witness_and_deliveries.hpp"
#include "storage/postgres/steps/step_0004_accounts.hpp"
#include "storage/postgres/steps/step_0005_site_keys.hpp"
#include "storage/postgres/steps/step_0006_blind_index.hpp"
#include "storage/postgres/steps/step_0007_document_bytes.hpp"
#include "storage/postgres/steps/step_0008_signed_in.hpp"

namespace veinline::storage::postgres {

using kernel::Failure;

namespace {

constexpr std::int64_t server_version_min = 150'000;
constexpr const char* sql_server =
    "SELECT current_setting('server_version_num')::bigint, "
    "(pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on')::int::bigint";
constexpr const char* sql_tells_values =
    "SELECT (current_setting('log_parameter_max_length_on_error') <> '0' OR "
    "(current_setting('log_parameter_max_length') <> '0' AND "
    "(current_setting('log_statement') NOT IN ('none', 'ddl') OR "
    "current_setting('log_min_duration_statement') <> '-1' OR "
    "current_setting('log_min_duration_sample') <> '-1' OR "
    "current_setting('log_transaction_sample_rate') <> '0')))::int::bigint";
constexpr const char* sql_has_steps =
    "SELECT (to_regclass('schema_step') IS NOT NULL)::int::bigint";
constexpr const char* sql_newest = "SELECT coalesce(max(step), 0)::bigint FROM schema_step";
constexpr const char* sql_missing_rights =
    "SELECT count(*) FROM unnest(ARRAY['node', 'record', 'head', 'subtree', 'thing', 'touch', "
    "'command', 'data_key', 'sealed', 'witness', 'witnessed', 'cosigned', 'delivery', "
    "'delivery_position', 'duty', 'login', 'credential', 'session', 'attempt', 'set_up_link', "
    "'blind_index', 'document_bytes', 'signed_in']) AS name "
    "WHERE NOT has_table_privilege(name, 'SELECT') OR NOT has_table_privilege(name, 'INSERT') "
    // What is recorded is never changed; everything else is.
    "OR (name NOT IN ('node', 'record', 'subtree', 'thing', 'touch', 'command', 'delivery') "
    "AND NOT has_table_privilege(name, 'UPDATE')) "
    "OR (name IN ('delivery', 'credential', 'session', 'attempt', 'set_up_link', 'blind_index', "
    "'document_bytes') AND NOT has_table_privilege(name, 'DELETE'))";
constexpr const char* sql_note =
    "INSERT INTO schema_step(step, name) VALUES ($1::bigint, $2::text)";
constexpr const char* make_steps =
    "CREATE TABLE IF NOT EXISTS schema_step (step bigint PRIMARY KEY, name text NOT NULL, "
    "at timestamptz NOT NULL DEFAULT now())";

Failure<Refused> no(std::string code, std::string sentence) {
  return Failure{Refused{std::move(code), std::move(sentence)}};
}

Failure<Refused> no(const Trouble& trouble) {
  return no("database.failed", "The database said: " + trouble.sentence + ". Nothing was changed.");
}

Failure<Refused> newer(std::int64_t found) {
  return no("database.newer_schema",
            "The schema of this database is at step " + std::to_string(found) +
                ", and this program knows " + std::to_string(all_steps().back().number) +
                ": a newer program made it. Start that one; nothing was changed.");
}

/// One step, and the note that it was done, or neither.
Connection::Asked<Done> apply(Connection& connection, const Step& step) {
  TRY([[maybe_unused]] const Done done, connection.run(step.sql));
  TRY([[maybe_unused]] const Rows noted,
      connection.ask(sql_note, Arguments().add(step.number).add(step.name)));
  return Done{};
}

/// Two at once may both find no table and both make it: the one that is told so has it as well.
Connection::Asked<Done> make_list(Connection& connection) {
  auto made = connection.run(make_steps);
  const bool is_there = !made && (made.error().state == "23505" || made.error().state == "42P07");
  if (is_there) return Done{};
  return made;
}

/// In one transaction, which makes a second migration wait.
Result<std::vector<Step>, Refused> apply_missing(Connection& connection) {
  if (const auto made = make_list(connection); !made) return no(made.error());
  for (const char* sql : {"BEGIN", "LOCK TABLE schema_step IN ACCESS EXCLUSIVE MODE"}) {
    if (const auto begun = connection.run(sql); !begun) return no(begun.error());
  }
  TRY(const std::int64_t before, steps_applied(connection));
  if (before > all_steps().back().number) return newer(before);
  std::vector<Step> out;
  for (const Step& step : all_steps()) {
    if (step.number <= before) continue;
    if (const auto applied = apply(connection, step); !applied) return no(applied.error());
    out.push_back(step);
  }
  if (const auto committed = connection.run("COMMIT"); !committed) return no(committed.error());
  return out;
}

}  // namespace

const std::vector<Step>& all_steps() {
  static const std::vector<Step> all{
      {1, "ledger", step_0001_ledger},
      {2, "vault", step_0002_vault},
      {3, "witness_and_deliveries", step_0003_witness_and_deliveries},
      {4, "accounts", step_0004_accounts},
      {5, "site_keys", step_0005_site_keys},
      {6, "blind_index", step_0006_blind_index},
      {7, "document_bytes", step_0007_document_bytes},
      {8, "signed_in", step_0008_signed_in}};
  return all;
}

Result<Connection, Refused> connect(const std::string& url, std::chrono::milliseconds answer_max) {
  auto opened = Connection::open(url, answer_max);
  if (!opened) {
    return no("database.out_of_reach", "The database cannot be opened: " + opened.error().sentence +
                                           ". Check the address, the user and the password "
                                           "(PGPASSFILE); nothing was recorded.");
  }
  const auto server = opened->ask(sql_server);
  if (!server) return no(server.error());
  if (server->integer(0, 0) < server_version_min) {
    return no("database.too_old", "This PostgreSQL is older than 15; nothing was recorded.");
  }
  if (server->integer(0, 1) != 0) {
    return no("database.read_only",
              "This server takes no writes: it is a standby, or was set to read only. Name all "
              "servers of the cluster in the address; nothing was recorded.");
  }
  return std::move(*opened);
}

Result<std::int64_t, Refused> steps_applied(Connection& connection) {
  const auto has = connection.ask(sql_has_steps);
  if (!has) return no(has.error());
  if (has->integer(0, 0) == 0) return std::int64_t{0};
  const auto newest = connection.ask(sql_newest);
  if (!newest) return no(newest.error());
  return newest->integer(0, 0);
}

Connection::Asked<bool> tells_values(Connection& connection) {
  TRY(const Rows said, connection.ask(sql_tells_values));
  return said.integer(0, 0) != 0;
}

Result<std::vector<Step>, Refused> migrate(const std::string& url, bool is_rehearsal) {
  TRY(Connection connection, connect(url, {}));  // a step may take as long as it takes
  if (!is_rehearsal) return apply_missing(connection);
  TRY(const std::int64_t before, steps_applied(connection));
  if (before > all_steps().back().number) return newer(before);
  std::vector<Step> out;
  for (const Step& step : all_steps()) {
    if (step.number > before) out.push_back(step);
  }
  return out;
}

Result<std::string, Refused> fresh_place(const std::string& url, const std::string& name) {
  TRY(Connection connection, connect(url));
  const std::string sql = "SET client_min_messages = warning; DROP SCHEMA IF EXISTS " + name +
                          " CASCADE; CREATE SCHEMA " + name;
  if (const auto made = connection.run(sql.c_str()); !made) return no(made.error());
  const char between = url.find('?') == url.npos ? '?' : '&';
  return url + between + "options=-csearch_path%3D" + name;
}

namespace {

/// A role that may only read would be noticed at the first command.
Result<Done, Refused> check_rights(Connection& connection) {
  const auto missing = connection.ask(sql_missing_rights);
  if (!missing) return no(missing.error());
  if (missing->integer(0, 0) == 0) return Done{};
  return no(
      "database.no_right",
      "The role of this address may not write the tables of the node. Connect as their owner; "
      "nothing was recorded.");
}

}  // namespace

Result<Done, Refused> check_schema(const std::string& url) {
  TRY(Connection connection, connect(url));
  TRY(const std::int64_t found, steps_applied(connection));
  if (found > all_steps().back().number) return newer(found);
  if (found == all_steps().back().number) return check_rights(connection);
  if (found == 0) {
    return no(
        "database.empty",
        "This database holds nothing of Veinline. Is it the right one? A node is made in it by "
        "`veinline init --store` with the same address; nothing was recorded.");
  }
  return no("database.older_schema",
            "The schema of this database is at step " + std::to_string(found) +
                ", and this program needs " + std::to_string(all_steps().back().number) +
                ". Run `veinline migrate` with the same address; nothing was recorded.");
}

}  // namespace veinline::storage::postgres
