// SPDX-License-Identifier: Apache-2.0
// Settings of a server: a TOML file, over it the environment, over it the flags.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gateway/net/address.hpp"
#include "kernel/result.hpp"

namespace veinline::tools::cli {

/// All settings, at their defaults. docs/configuration.md.
struct Settings {
  std::string data;                       ///< folder of the node
  std::string store;                      ///< address of a database; empty: as the folder says
  std::string listen = "127.0.0.1:8080";  ///< HOST:PORT
  std::string ca_file;                    ///< whom this node believes under https; empty: system's
  std::int64_t workers = 3;               ///< threads that decide commands
  std::int64_t threads = 0;               ///< that speak to clients; 0: as the machine is
  std::int64_t queue_max = 1'024;         ///< requests of one kind that may wait for a thread
  std::int64_t connections_max = 4'096;
  std::int64_t connections_each_max = 1'024;  ///< of one address; 0: no limit
  std::int64_t idle_s = 30;                   ///< how long a connection may say nothing
  std::int64_t disk_reserve_mib = 128;        ///< free room below which the server is not ready
  std::string clock_required = "warn";        ///< or "refuse", "no": what a wrong clock does
  std::string log_format = "json";            ///< or "text"
  std::string log_level = "info";             ///< or "warning", "error"
  std::string metrics_public = "loopback";    ///< or "yes", "no": who reads them without a token
  std::string metrics_token_file;             ///< empty: they have no token
  std::int64_t requests_per_s = 1'000;        ///< from one address; 0: as many as they like
  std::int64_t burst = 4'000;                 ///< that one address may ask at once
  std::int64_t looks_per_minute = 30;         ///< of one person; 0: as many as they like
  std::int64_t record_every_s = 60;           ///< what is counted of those who ask
  std::int64_t document_mib = 20;             ///< how long a version of a document may be
  std::string tls_certificate;                ///< PEM file; empty: no TLS
  std::string tls_key;                        ///< PEM file
  std::string tls_client_ca;                  ///< PEM file; empty: no device is asked for one
  std::vector<std::string> trusted;           ///< addresses of proxies whose word is believed
  std::string trusted_header = "x-forwarded-for";
  std::int64_t session_idle_s = 600;         ///< that nothing is done in
  std::int64_t session_absolute_s = 28'800;  ///< whatever is done in it
  std::int64_t session_second_idle_s = 120;  ///< of whoever joins at a device
  std::int64_t sessions_each = 3;            ///< of one person; the oldest ends
  std::string public_host;                   ///< HOST[:PORT] of the pages; empty: as they say
  std::string provider;              ///< issuer of OpenID Connect; empty: nobody signs in by one
  std::string provider_client;       ///< what the provider calls this node
  std::string provider_secret_file;  ///< empty: as the environment says, or none
  std::vector<std::string> provider_origins;  ///< houses that it names besides its own
  std::string tokens_sign = "demonstration";  ///< or "yes", "no": a token signs without a proof
  std::vector<std::string> provider_acr;      ///< one of them is demanded of its answer
  std::vector<std::string> provider_amr;      ///< all of them are
  std::string common_passwords = "/usr/share/dict/cracklib-small";  ///< refused, one a line
  std::vector<std::string> witness_logs;     ///< vkeys of the logs that this node witnesses
  std::vector<std::string> witness_peers;    ///< "URL VKEY" of the witnesses that it asks
  std::int64_t witness_wanted = 1;           ///< how many make a checkpoint a witnessed one
  std::vector<std::string> webhook_targets;  ///< "URL SECRET-FILE [FACT]" of who is told each fact
  bool operator==(const Settings&) const = default;
};

/// Whether this address of a database has a password in it, as a URL or in the words of libpq.
/// Refused where everybody on the machine could read it: in a flag.
bool has_password(std::string_view address);
constexpr std::string_view password_in_flag =
    "everybody on this machine can read a password in a flag, in the list of processes: write it "
    "into the file that PGPASSFILE names, or, of a server, the address into the settings file or "
    "VEINLINE_STORE";

/// Where to listen.
struct ListenAt {
  std::string host;  ///< an IPv6 address without its brackets
  std::uint16_t port = 0;
};
/// Reads HOST:PORT.
std::optional<ListenAt> listen_at(const std::string& text);
/// What the settings say of proxies, or why they say nothing that can be read.
kernel::Result<gateway::net::Proxies, std::string> proxies_of(const Settings& settings);
/// `threads`, or half the processors of the machine, 1 to 4: what a request costs in the network is
/// a tenth of what it costs to decide and to write it, and that wants processors as well.
unsigned threads_of(const Settings& settings, unsigned processors);
/// Whether a bearer token alone signs at the node whose log has this name.
bool tokens_sign(const Settings& settings, std::string_view origin);

using SettingPlace = std::variant<std::string Settings::*, std::int64_t Settings::*,
                                  std::vector<std::string> Settings::*>;

/// One setting: its name in the file, from which that in the environment and the flag follow.
struct SettingType {
  std::string_view name;  ///< "witness.peers"
  SettingPlace place;
  std::string_view help;
  std::int64_t at_least = 0;
  std::int64_t at_most = 0;
  [[nodiscard]] std::string variable() const;  ///< "VEINLINE_WITNESS_PEERS"
  [[nodiscard]] std::string flag() const;      ///< "--witness-peers"
};
std::span<const SettingType> all_settings();

/// What is wrong with a setting, where it was made. Holds no value: it may be a secret.
struct SettingFault {
  std::string where;  ///< "line 7", "VEINLINE_LISTEN", "--listen"
  std::string name;   ///< of the setting; empty: of the file itself
  std::string why;
  bool operator==(const SettingFault&) const = default;
};

/// Where a value came from.
struct SettingSource {
  std::string toml;  ///< the text of the file; empty: there is none
  std::function<std::optional<std::string>(const std::string& variable)> environment;
  /// By name of the setting; lists have one text an item, elsewhere only the last counts.
  std::map<std::string, std::vector<std::string>> flags;
};
/// All faults at once, so that nobody mends them one by one.
kernel::Result<Settings, std::vector<SettingFault>> read_settings(const SettingSource& source);

/// A file that says everything, with its help: what `veinline config show` prints.
std::string to_toml(const Settings& settings);

}  // namespace veinline::tools::cli
