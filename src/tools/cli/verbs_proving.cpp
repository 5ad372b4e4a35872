// SPDX-License-Identifier: Apache-2.0
// Verbs about evidence.
#include "kernel/version.hpp"
#include "tools/cli/verbs_described.hpp"

namespace veinline::tools::cli {

void add_verify(CLI::App& app, int& code) {
  auto given = std::make_shared<VerifyOptions>();
  CLI::App* verify = app.add_subcommand("verify", "check a data folder, a server or a bundle");
  verify->add_option("what", given->what, "DIR, URL or FILE")->required();
  verify->add_option("--key", given->key, "the log's key, as you wrote it down");
  verify->add_option("--since", given->since, "file with an older checkpoint that you hold");
  verify->add_option("--token-file", given->token_file, "file with a bearer token");
  add_ca_file(verify, given->ca_file);
  add_json(verify, given->style);
  add_examples(verify, {"veinline verify DIR --key VKEY", "veinline verify bag.evidence --key VKEY",
                        "veinline verify https://records.example.org --token-file FILE --since "
                        "older.checkpoint"});
  verify->callback([given, &code] { code = run_verify(*given); });
}

void add_export(CLI::App& app, int& code) {
  auto given = std::make_shared<ExportOptions>();
  CLI::App* out = app.add_subcommand("export", "write evidence to a file");
  out->add_option("id", given->id, "what a scanner gives, kind/ID, or an alias");
  out->add_flag("--all", given->all, "the whole log");
  out->add_option("--out", given->out, "file")->required();
  add_where(out, given->where);
  add_examples(out, {"veinline export material/ID --out bag.evidence --data DIR",
                     "veinline export --all --out whole.evidence --data DIR"});
  out->callback([given, &code] { code = run_export(*given); });
}

void add_backup(CLI::App& app, int& code) {
  auto given = std::make_shared<BackupOptions>();
  given->program = kernel::version;
  CLI::App* backup = app.add_subcommand(
      "backup", "copy a node without its keys and verify the copy; it may be served meanwhile");
  backup->add_option("--data", given->data, "folder of the node")->required();
  backup->add_option("--out", given->out, "new folder for the backup")->required();
  CLI::Option* keys_out = backup->add_option(
      "--keys-out", given->keys_out,
      "new folder for a copy of the keys: without them nothing can be restored, and with them "
      "everything can be read, so keep it in another place");
  backup
      ->add_flag("--without-keys", given->says_without_keys,
                 "says what is so anyway: the backup has no keys")
      ->excludes(keys_out);
  add_examples(backup, {"veinline backup --data DIR --out /var/backups/veinline-2026-11-25",
                        "veinline backup --data DIR --out /var/backups/veinline-2026-11-25 "
                        "--keys-out /media/safe/veinline-keys-2026-11-25"});
  backup->callback([given, &code] { code = run_backup(*given); });
}

void add_restore(CLI::App& app, int& code) {
  auto given = std::make_shared<RestoreOptions>();
  CLI::App* restore = app.add_subcommand(
      "restore", "a node into an empty folder, from a backup or from an export --all");
  restore->add_option("file", given->file, "folder of the backup, or bundle")->required();
  restore
      ->add_option("--data", given->data, "folder that is made; or one that holds the keys alone")
      ->required();
  restore->add_option("--keys", given->keys,
                      "folder that backup --keys-out has made: the keys are copied from it");
  restore->add_option("--since", given->since,
                      "file with a checkpoint that you hold: what does not reach it is refused");
  restore->add_option(
      "--texts", given->texts,
      "of a bundle: folder of the stopped node that it was exported from; its names "
      "and texts, which no bundle has, go along");
  add_store(restore, given->store);
  restore->add_option("--erasures", given->erasures,
                      "evidence about erasure/keys, exported later than what is restored: what was "
                      "erased since stays erased");
  restore->add_flag_callback(
      "--moved", [given = given.get()] { given->witness = WitnessKey::kept; },
      "the backup was made after the old server stopped for good: keep its key as a witness");
  add_examples(restore, {"veinline restore /var/backups/veinline-2026-11-25 --data NEW --keys "
                         "/media/safe/veinline-keys-2026-11-25",
                         "veinline restore whole.evidence --data NEW --texts OLD",
                         "veinline restore whole.evidence --data NEW --texts OLD --store "
                         "postgresql://veinline@db1,db2,db3/veinline"});
  restore->callback([given, &code] { code = run_restore(*given); });
}

void add_witness(CLI::App& app, int& code) {
  CLI::App* witness = app.add_subcommand("witness", "witnesses of this log, and of others here");
  witness->require_subcommand(1);
  auto asked = std::make_shared<WitnessOptions>();
  CLI::App* key = witness->add_subcommand("key", "the key that this node cosigns other logs with");
  add_where(key, asked->where);
  add_examples(key, {"veinline witness key --data DIR"});
  key->callback([asked, &code] { code = run_witness_key(*asked); });
  auto given = std::make_shared<WitnessOptions>();
  CLI::App* status = witness->add_subcommand("status", "how far this log is witnessed, by whom");
  add_where(status, given->where);
  add_json(status, given->style);
  add_examples(status, {"veinline witness status --server URL --token-file FILE"});
  status->callback([given, &code] { code = run_witness_status(*given); });
}

}  // namespace veinline::tools::cli
