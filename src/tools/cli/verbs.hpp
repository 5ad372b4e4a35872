// SPDX-License-Identifier: Apache-2.0
// Verbs of the command line. Each gives the exit code: 0 well, 1 refused or not intact, 2 could
// not.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "storage/sqlite/site_key_files.hpp"
#include "tools/cli/door.hpp"
#include "tools/cli/progress.hpp"

namespace veinline::tools::cli {

/// Which argument is no UTF-8, in words; empty: all are. A terminal of another encoding sends such
/// bytes, and no record can hold them.
std::string not_utf8(std::span<const char* const> arguments);

/// No verb: the program is started with this one word, by itself, to read one PDF from its standard
/// input and to answer on its output (exchange/pdf_process.hpp). Nothing lists it.
bool is_pdf_worker(std::span<const char* const> arguments);
int run_pdf_worker();

struct DoOptions {
  Where where;
  std::string command;                    ///< "custody/hand_over"
  std::vector<std::string> fields;        ///< --FIELD VALUE --FIELD VALUE …
  std::vector<std::string> named_fields;  ///< FIELD=VALUE
  std::string json_file;  ///< the body as JSON instead of fields; "-": standard input
  std::string key;
  std::string at;
  std::string happened_at;
  std::string reason;
  std::string reason_text;
  std::string sign;
  std::string prove;  ///< file with the password, and the code; "-": they are asked for
  Style style = Style::people;
};
int run_do(const DoOptions& options);

struct ShowOptions {
  Where where;
  std::string view;
  std::string id;
  std::string lot;  ///< of trace: the same as id
  std::string as_of;
  std::string after;
  std::string count;
  std::string webhook;  ///< of deliveries: one alone
  Style style = Style::people;
};
int run_show(const ShowOptions& options);

struct ScanOptions {
  Where where;
  std::string code;  ///< as the scanner gave it; "-": the first line of standard input
  bool typed = false;
  std::string as_of;
  Style style = Style::people;
};
/// What a code names. Anything but a found thing is exit code 1.
int run_scan(const ScanOptions& options);

struct FindOptions {
  Where where;
  std::string file = "-";  ///< with what is looked for; "-": standard input
  std::string kind;        ///< journey::disclosure::By; empty: as it looks
  Style style = Style::people;
};
/// Patients of the asker's own hospital. No name is ever an argument.
int run_find(const FindOptions& options);

struct IdentityOptions {
  Where where;
  std::string subject;
  std::string purpose;  ///< journey::disclosure::Purpose
  Style style = Style::people;
};
/// Who a patient is. It is recorded.
int run_identity(const IdentityOptions& options);

struct ArmOptions {
  Where where;
  std::string subject;
  Style style = Style::people;
};
/// In which arm a subject is, for whoever may know it. It is recorded.
int run_arm(const ArmOptions& options);

struct LabelOptions {
  Where where;
  std::string material;  ///< by its id, or by what a scanner gives of it
  std::string form = "pdf";
  std::string out;     ///< file
  std::string reason;  ///< of a reprint; empty: it is the first label
};
/// Prints a label into a file: the command, and then the drawing.
int run_label(const LabelOptions& options);

struct DocumentOptions {
  Where where;
  std::string document;  ///< id or key; of a list: where the page before ended
  std::string version;   ///< empty: the one in force
  std::string file;      ///< to send, or a new one to write
  std::string key;       ///< of the command; empty: one is made
  bool original = false;
  Style style = Style::people;
};
/// Files a version with its bytes, after counting their SHA-256.
int run_document_put(const DocumentOptions& options);
/// Writes the bytes of a version into a new file, and says how it stands.
int run_document_get(const DocumentOptions& options);
/// Lists documents, or with one tells its versions and who has read them.
int run_document_list(const DocumentOptions& options);

struct FeedOptions {
  Where where;
  std::string after;        ///< sequence number; empty: from now on
  std::string thing;        ///< what a scanner gives, or its key; empty: everything
  std::string fact;         ///< the beginning of its name
  std::uint64_t count = 0;  ///< how many facts; 0: without end
  Style style = Style::people;
};
/// Tells each fact as it is recorded. A server that is lost is asked again for what came since.
int run_feed(const FeedOptions& options);

/// A new secret for the signatures of webhooks, into a new file that only its owner reads.
int run_webhook_secret(const std::string& out);

struct DescribeOptions {
  Where where;  ///< its language alone counts
  std::string command;
  std::string bless;  ///< folder of the source tree: writes the generated files
  Style style = Style::people;
};
int run_describe(const DescribeOptions& options);

struct ExportOptions {
  Where where;
  std::string id;
  std::string out;
  bool all = false;
};
int run_export(const ExportOptions& options);

struct InitOptions {
  std::string data;
  std::string origin;   ///< empty: one is made
  std::string store{};  ///< address of the database for its facts; empty: they are in the folder
};
int run_init(const InitOptions& options);

struct MigrateOptions {
  std::string data;   ///< folder that names the database, or
  std::string store;  ///< its address
  bool is_rehearsal = false;
};
/// Brings the schema of a database to what this program knows.
int run_migrate(const MigrateOptions& options);

struct KeyRotateOptions {
  std::string data;
  std::string store{};  ///< of a folder whose facts are in another database; or empty
  std::string to{};     ///< "file", "environment", "pkcs11"; empty: as it is now
  storage::sqlite::SiteKeySource token{};  ///< its token alone counts
  std::string by{};                        ///< who records it: a person id; empty: the console's
  bool is_preparation = false;             ///< only says where the next key is, and makes it
};
/// Puts another site key in the place of the one that there is. Cut short, it is said again.
int run_key_rotate(const KeyRotateOptions& options);

struct KeyStatusOptions {
  std::string data;
  std::string store{};
};
/// Prints under which site keys the data keys of a node are, and how many are destroyed.
int run_key_status(const KeyStatusOptions& options);

struct BackupOptions {
  std::string data;
  std::string out;       ///< a new folder
  std::string keys_out;  ///< a new folder for the keys, apart from it; empty: they are not copied
  std::string program;   ///< name and version, for the manifest
  bool says_without_keys = false;  ///< as it had to be said once
};
/// Also of a folder that is being served. Verifies the copy before it gets its name.
int run_backup(const BackupOptions& options);

/// Under which key a restored node cosigns other logs.
enum class WitnessKey : std::uint8_t { anew, kept };
struct RestoreOptions {
  std::string file;   ///< bundle of an export --all, or folder of a backup
  std::string data;   ///< absent, or empty but for keys
  std::string since;  ///< file with an older checkpoint that you hold
  WitnessKey witness = WitnessKey::anew;
  std::string texts{};     ///< of a bundle: folder of the node whose names and texts go along
  std::string store{};     ///< of a bundle: address of an empty database for its facts
  std::string erasures{};  ///< evidence about erasure/keys: what was erased since stays erased
  std::string keys{};      ///< folder of `backup --keys-out`; empty: they lie in `data` already
};
int run_restore(const RestoreOptions& options);

struct CohortVerbOptions {
  std::string data;           ///< a folder that is not there yet, or is empty
  std::uint64_t seed = 1;     ///< the same seed, the same facts
  std::uint64_t courses = 0;  ///< 0: the demonstration
  std::string until;          ///< the time at which it stands; empty: this morning
  std::string store{};        ///< address of an empty database; empty: its facts are in the folder
  std::string language;
  Style style = Style::people;
  /// Make nothing, and print every invented name and number, one a line.
  bool prints_people = false;
};
/// `veinline demo`, and with courses `veinline simulate`.
int run_cohort(const CohortVerbOptions& options);

struct ImportOptions {
  Where where;
  std::string file;
  std::string map;    ///< of a table; empty: the file has commands
  std::string names;  ///< file with the answer to an earlier import, whose names go on
  bool dry_run = false;
  ShowProgress progress = ShowProgress::on_a_terminal;
  bool is_logger = false;                     ///< the file is of a temperature logger
  std::string consignment;                    ///< that it was in
  std::map<std::string, std::string> logger;  ///< what is said of it: exchange::import_parameters()
  Style style = Style::people;
};
int run_import(const ImportOptions& options);

/// A token that is issued: where it goes, until when it acts, and for what.
struct WantedToken {
  std::string token_out;            ///< file for the token; empty: it is printed
  std::string expires;              ///< RFC 3339: from when on it acts for nobody; empty: 90 days
  std::vector<std::string> scopes;  ///< what it may be used for; empty: everything
};

struct UserOptions {
  Where where;
  std::string name;
  std::vector<std::string> roles;
  std::string site;
  WantedToken token;
};
int run_user_add(const UserOptions& options);

struct UserTokenOptions {
  Where where;
  std::string person;  ///< id or key: for whom it acts
  WantedToken token;
};
int run_user_token(const UserTokenOptions& options);

struct UserRevokeOptions {
  Where where;
  std::string person;  ///< id or key: all tokens that act for them
  std::string token;   ///< or the file with one token
};
int run_user_revoke(const UserRevokeOptions& options);

struct DeviceOptions {
  Where where;
  Style style = Style::people;
  std::string certificate;  ///< file, or the digest of the public key
  std::string person;       ///< id or key
  std::string expires;
  std::vector<std::string> scopes;
};
int run_device_key(const DeviceOptions& options);
int run_device_register(const DeviceOptions& options);
int run_device_revoke(const DeviceOptions& options);

struct CourierOptions {
  Where where;
  Style style = Style::people;
  std::string consignment;  ///< id or key
  std::string courier;      ///< id or key
  std::string address;      ///< of the server, as couriers know it; empty: where.server
  std::int64_t hours = 24;
};
/// Issues the link of a box and prints it, once.
int run_courier_link(const CourierOptions& options);

struct UserRecoverOptions {
  std::string data;
  std::string person;    ///< id or key
  std::string language;  ///< of what is said; empty: as the locale says
};
/// Lets somebody set a new password, as who operates the machine: prints a link, once.
int run_user_recover(const UserRecoverOptions& options);

/// Whether sessions are told or ended.
enum class Sessions : std::uint8_t { list, end };
struct UserSessionsOptions {
  Where where;
  std::string person;  ///< id or key; empty: one's own
  Sessions what = Sessions::list;
  Style style = Style::people;
};
int run_user_sessions(const UserSessionsOptions& options);

struct UserCredentialsOptions {
  Where where;
  std::string person;  ///< id or key; empty: one's own
  Style style = Style::people;
};
int run_user_credentials(const UserCredentialsOptions& options);

struct ServeOptions {
  std::string config;                                     ///< TOML file; empty: none
  std::map<std::string, std::vector<std::string>> flags;  ///< by name of the setting
  std::string program;  ///< "veinline 0.1.0 (commit)", for the log and the metrics
};
int run_serve(const ServeOptions& options);
/// Says whether the settings would do: `veinline config check`. `show` prints them all.
int run_config(const ServeOptions& options, bool show);

struct WitnessOptions {
  Where where;
  Style style = Style::people;
};
/// The key with which this node cosigns other logs.
int run_witness_key(const WitnessOptions& options);
/// How far this log is witnessed, and what each witness said.
int run_witness_status(const WitnessOptions& options);

struct VerifyOptions {
  std::string what;  ///< data folder, URL, bundle or folder of tiles
  std::string key;
  std::string since;
  std::string token_file;
  std::string ca_file;  ///< as in Where
  Style style = Style::people;
};
int run_verify(const VerifyOptions& options);

}  // namespace veinline::tools::cli
