// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/settings.hpp"

#include <stdexcept>

namespace {
[[noreturn]] void confused() {
  throw std::invalid_argument("this is no TOML");
}
}  // namespace

// What the library holds for impossible is possible ("[[[[" before a name): then the text is no
// TOML, and that is no reason to end the program.
#define TOML_ASSERT(expression)      \
  do {                               \
    if (!(expression)) ::confused(); \
  } while (false)
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <sstream>

#include "ledger/demonstration.hpp"

namespace veinline::tools::cli {

using kernel::Failure;
using kernel::Result;

namespace {

using Faults = std::vector<SettingFault>;

// Those of no table come first: in a file, what stands behind a table's name belongs to it.
constexpr std::array settings_known{
    SettingType{"data", &Settings::data, "Folder of the node."},
    SettingType{
        "store", &Settings::store,
        "postgresql:// address of the node's database, if it is not the one that its folder "
        "names."},
    SettingType{"listen", &Settings::listen, "Address and port to listen on, HOST:PORT."},
    SettingType{"ca-file", &Settings::ca_file,
                "PEM file of the authorities to believe under https; the system's if empty."},
    SettingType{"limits.workers", &Settings::workers, "Threads that decide commands.", 1, 256},
    SettingType{"limits.connections", &Settings::connections_max, "Connections at once; more wait.",
                1, 1'000'000},
    SettingType{"limits.connections-per-address", &Settings::connections_each_max,
                "Connections of one address; more are closed. 0: no limit.", 0, 1'000'000},
    SettingType{"limits.idle-seconds", &Settings::idle_s, "How long a connection may say nothing.",
                1, 3'600},
    SettingType{"limits.threads", &Settings::threads,
                "Threads that speak to clients; 0: half the processors, 1 to 4.", 0, 64},
    SettingType{"limits.queue", &Settings::queue_max,
                "Requests of one kind that may wait for a thread; more are answered 503.", 1,
                65'536},
    SettingType{"limits.requests-per-second", &Settings::requests_per_s,
                "From one address; more are answered 429. 0: no limit.", 0, 1'000'000},
    SettingType{"limits.burst", &Settings::burst,
                "Requests at once from one address, after a rest.", 1, 1'000'000},
    SettingType{"limits.looks-per-minute", &Settings::looks_per_minute,
                "How often one person may look for a patient or be shown one. 0: no limit.", 0,
                10'000},
    SettingType{"limits.record-every-s", &Settings::record_every_s,
                "How many seconds denials and readings are counted before they are recorded.", 1,
                86'400},
    SettingType{"limits.disk-reserve-mib", &Settings::disk_reserve_mib,
                "Free room on the disk, in MiB, below which the server says it is not ready.", 0,
                1'000'000},
    SettingType{"documents.max-mib", &Settings::document_mib,
                "How long a version of a document may be, in MiB.", 1, 64},
    SettingType{"tls.certificate", &Settings::tls_certificate,
                "PEM file: the server's certificate, then those that signed it."},
    SettingType{"tls.key", &Settings::tls_key, "PEM file: its key, without a passphrase."},
    SettingType{"tls.client-ca", &Settings::tls_client_ca,
                "PEM file of the authorities that sign certificates of devices; empty: none is "
                "asked for."},
    SettingType{"proxies.trusted", &Settings::trusted,
                "Addresses or networks (10.0.0.0/8) of proxies that do TLS in front."},
    SettingType{"proxies.header", &Settings::trusted_header,
                "In which they say who asks: x-forwarded-for or forwarded."},
    SettingType{"sign-in.idle-seconds", &Settings::session_idle_s,
                "After how long without a request a session ends.", 60, 28'800},
    SettingType{"sign-in.absolute-seconds", &Settings::session_absolute_s,
                "After how long a session ends whatever is done in it.", 60, 86'400},
    SettingType{"sign-in.second-idle-seconds", &Settings::session_second_idle_s,
                "The same as the first, of whoever joins at somebody's device.", 30, 3'600},
    SettingType{"sign-in.sessions", &Settings::sessions_each,
                "Sessions of one person at once; with one more the oldest ends.", 1, 100},
    SettingType{"sign-in.public-host", &Settings::public_host,
                "HOST or HOST:PORT as browsers know the server, where a proxy asks under another "
                "name."},
    SettingType{"sign-in.provider", &Settings::provider,
                "Issuer of the OpenID Connect provider by which people may sign in, letter for "
                "letter; wants sign-in.public-host."},
    SettingType{"sign-in.provider-client", &Settings::provider_client,
                "What the provider calls this node (client_id)."},
    SettingType{"sign-in.provider-secret-file", &Settings::provider_secret_file,
                "File with the secret that the provider wants of it; or it stands in the variable "
                "VEINLINE_PROVIDER_SECRET. Without one, PKCE alone protects."},
    SettingType{"sign-in.provider-origins", &Settings::provider_origins,
                "Houses that the provider may name besides its own, each as https://HOST."},
    SettingType{"sign-in.tokens-sign", &Settings::tokens_sign,
                "Whether a token alone signs, without the password: demonstration (on a node of a "
                "demonstration), yes or no."},
    SettingType{"sign-in.provider-acr", &Settings::provider_acr,
                "Ways (acr) of signing in that the provider is asked for; who did so in none of "
                "them is refused."},
    SettingType{"sign-in.provider-amr", &Settings::provider_amr,
                "Methods (amr), such as mfa, that the provider must say were all used; else who "
                "comes is refused."},
    SettingType{"sign-in.common-passwords", &Settings::common_passwords,
                "File with words that nobody may take for a password, one a line."},
    SettingType{"clock.required", &Settings::clock_required,
                "What a clock does that nobody sets or that is more than 2 seconds off: warn (in "
                "the log, at /readyz and /metrics), refuse (nothing is signed) or no."},
    SettingType{"log.format", &Settings::log_format, "Of the error stream: json or text."},
    SettingType{"log.level", &Settings::log_level, "What is told: info, warning or error."},
    SettingType{"metrics.public", &Settings::metrics_public,
                "Who reads /metrics without a token: loopback (everybody, where the server listens "
                "on this machine alone), yes or no."},
    SettingType{"metrics.token-file", &Settings::metrics_token_file,
                "File with the token that /metrics wants."},
    SettingType{"witness.logs", &Settings::witness_logs,
                "Keys (vkey) of the logs that this node witnesses."},
    SettingType{"witness.peers", &Settings::witness_peers,
                "Witnesses that this node asks, each as \"URL VKEY\"."},
    SettingType{"witness.wanted", &Settings::witness_wanted, "How many of them must cosign.", 1,
                64},
    SettingType{"webhooks.targets", &Settings::webhook_targets,
                "Who is told each fact, each as \"URL SECRET-FILE [FACT] [site/ID]\"."}};

std::string spelled(std::string_view name, std::string_view prefix, char between, bool upper) {
  std::string out(prefix);
  for (const char c : name) {
    const bool gap = c == '.' || c == '-';
    out.push_back(gap                             ? between
                  : upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A')
                                                  : c);
  }
  return out;
}

const SettingType* find_setting(std::string_view name) {
  const auto* const found =
      std::find_if(settings_known.begin(), settings_known.end(),
                   [&](const SettingType& type) { return type.name == name; });
  return found == settings_known.end() ? nullptr : found;
}

std::string bounds(const SettingType& type) {
  return "a whole number from " + std::to_string(type.at_least) + " to " +
         std::to_string(type.at_most) + " is wanted here";
}

/// Puts a value where it belongs. Empty: it went there.
std::string put_number(Settings& settings, const SettingType& type, std::int64_t value) {
  const auto* place = std::get_if<std::int64_t Settings::*>(&type.place);
  if (place == nullptr) return "no number is wanted here";
  if (value < type.at_least || value > type.at_most) return bounds(type);
  settings.*(*place) = value;
  return {};
}

/// A text of the environment or of a flag, whatever the setting wants.
std::string put_text(Settings& settings, const SettingType& type, const std::string& text) {
  if (const auto* place = std::get_if<std::string Settings::*>(&type.place)) {
    settings.*(*place) = text;
    return {};
  }
  if (const auto* place = std::get_if<std::vector<std::string> Settings::*>(&type.place)) {
    (settings.*(*place)).push_back(text);
    return {};
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
    return bounds(type);
  }
  return put_number(settings, type, value);
}

void clear_list(Settings& settings, const SettingType& type) {
  if (const auto* place = std::get_if<std::vector<std::string> Settings::*>(&type.place)) {
    (settings.*(*place)).clear();
  }
}

std::string put_node(Settings& settings, const SettingType& type, const toml::node& node) {
  if (const auto* list = std::get_if<std::vector<std::string> Settings::*>(&type.place)) {
    const toml::array* items = node.as_array();
    if (items == nullptr) return "a list of texts is wanted here";
    for (const toml::node& item : *items) {
      if (!item.is_string()) return "a list of texts is wanted here";
      (settings.*(*list)).push_back(item.as_string()->get());
    }
    return {};
  }
  if (node.is_integer()) return put_number(settings, type, node.as_integer()->get());
  if (!node.is_string() || std::holds_alternative<std::int64_t Settings::*>(type.place)) {
    return std::holds_alternative<std::int64_t Settings::*>(type.place) ? bounds(type)
                                                                        : "a text is wanted here";
  }
  return put_text(settings, type, node.as_string()->get());
}

std::string line_of(const toml::node& node) {
  return "line " + std::to_string(node.source().begin.line);
}

void read_table(const toml::table& table, const std::string& prefix, Settings& settings,
                Faults& faults) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    if (const toml::table* inner = node.as_table()) {
      const bool known =
          std::any_of(settings_known.begin(), settings_known.end(),
                      [&](const SettingType& type) { return type.name.starts_with(name + "."); });
      if (known) {
        read_table(*inner, name + ".", settings, faults);
        continue;
      }
    }
    const SettingType* type = find_setting(name);
    if (type == nullptr) {
      faults.push_back({line_of(node), "", "there is no setting of this name"});
      continue;
    }
    const std::string why = put_node(settings, *type, node);
    if (!why.empty()) faults.push_back({line_of(node), name, why});
  }
}

bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

/// The line of the first letter beyond ASCII where TOML has none, outside quotes and comments; 0:
/// there is none. The library takes such a letter for impossible, and must not meet it.
std::size_t strange_line(std::string_view text) {
  std::size_t line = 1;
  std::string_view closing;  // of the text that it stands in
  bool in_comment = false;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') ++line;
    if (c == '\n' && closing.size() < 2) closing = {};
    if (c == '\n') in_comment = false;
    if (in_comment) continue;
    if (!closing.empty()) {
      const bool escapes = c == '\\' && closing.front() == '"';
      if (escapes) {
        // A backslash at the end of a line takes the white space behind it away.
        const std::size_t next = text.find_first_not_of(" \t\r\n", i + 1);
        if (next != text.npos && !is_ascii(text[next])) return line;
        if (i + 1 < text.size() && text[i + 1] != '\n') ++i;
      } else if (text.substr(i).starts_with(closing)) {
        i += closing.size() - 1;
        closing = {};
      }
      continue;
    }
    if (!is_ascii(c)) return line;
    in_comment = c == '#';
    if (c != '"' && c != '\'') continue;
    const std::string_view three = c == '"' ? "\"\"\"" : "'''";
    const bool is_long = text.substr(i).starts_with(three);
    closing = is_long ? three : three.substr(0, 1);
    i += closing.size() - 1;
  }
  return 0;
}

void read_file(const std::string& text, Settings& settings, Faults& faults) {
  if (const std::size_t line = strange_line(text); line > 0) {
    faults.push_back({"line " + std::to_string(line), "", "this is no TOML"});
    return;
  }
  try {
    read_table(toml::parse(text), "", settings, faults);
  } catch (const toml::parse_error& error) {
    faults.push_back({"line " + std::to_string(error.source().begin.line), "",
                      "this is no TOML"});  // its own words repeat the text
  } catch (const std::invalid_argument&) {
    faults.push_back({"the file", "", "this is no TOML"});
  }
}

void read_variables(const SettingSource& source, Settings& settings, Faults& faults) {
  if (!source.environment) return;
  for (const SettingType& type : settings_known) {
    const auto value = source.environment(type.variable());
    if (!value) continue;
    clear_list(settings, type);
    const bool is_list = std::holds_alternative<std::vector<std::string> Settings::*>(type.place);
    std::istringstream items(*value);
    std::string item = *value;
    while (!is_list || std::getline(items, item, ',')) {
      const std::string why = put_text(settings, type, item);
      if (!why.empty()) faults.push_back({type.variable(), std::string(type.name), why});
      if (!is_list) break;
    }
  }
}

void read_flags(const SettingSource& source, Settings& settings, Faults& faults) {
  for (const SettingType& type : settings_known) {
    const auto given = source.flags.find(std::string(type.name));
    if (given == source.flags.end() || given->second.empty()) continue;
    clear_list(settings, type);
    for (const std::string& text : given->second) {
      const bool is_told_to_all = type.name == "store" && has_password(text);
      const std::string why =
          is_told_to_all ? std::string(password_in_flag) : put_text(settings, type, text);
      if (!why.empty()) faults.push_back({type.flag(), std::string(type.name), why});
    }
  }
}

/// What two settings say about each other.
void compare(const Settings& settings, Faults& faults) {
  if (!settings.witness_peers.empty() &&
      settings.witness_wanted > static_cast<std::int64_t>(settings.witness_peers.size())) {
    faults.push_back({"", "witness.wanted", "there are not as many witnesses to ask"});
  }
  const auto one_of = [&](const char* name, const std::string& value,
                          std::initializer_list<std::string_view> choices, const char* why) {
    if (std::find(choices.begin(), choices.end(), value) != choices.end()) return;
    faults.push_back({"", name, why});
  };
  one_of("log.format", settings.log_format, {"json", "text"}, "json or text is wanted here");
  one_of("log.level", settings.log_level, {"info", "warning", "error"},
         "info, warning or error is wanted here");
  one_of("metrics.public", settings.metrics_public, {"loopback", "yes", "no"},
         "loopback, yes or no is wanted here");
  one_of("clock.required", settings.clock_required, {"warn", "refuse", "no"},
         "warn, refuse or no is wanted here");
  one_of("sign-in.tokens-sign", settings.tokens_sign, {"demonstration", "yes", "no"},
         "demonstration, yes or no is wanted here");
  const bool has_tls = !settings.tls_certificate.empty();
  if (has_tls != !settings.tls_key.empty()) {
    faults.push_back({"", has_tls ? "tls.key" : "tls.certificate", "one needs the other"});
  }
  if (!settings.provider.empty() && settings.public_host.empty()) {
    faults.push_back({"", "sign-in.public-host", "the provider has to know where to come back to"});
  }
  if (settings.provider.empty() != settings.provider_client.empty()) {
    const bool has_issuer = !settings.provider.empty();
    faults.push_back(
        {"", has_issuer ? "sign-in.provider-client" : "sign-in.provider", "one needs the other"});
  }
  if (!settings.tls_client_ca.empty() && !has_tls) {
    faults.push_back({"", "tls.client-ca", "it needs tls.certificate: a proxy shows no device"});
  }
  const auto proxies = proxies_of(settings);
  if (!proxies) faults.push_back({"", "proxies", proxies.error()});
  const auto at = listen_at(settings.listen);
  if (at && !gateway::net::is_loopback(at->host) && !has_tls && settings.trusted.empty()) {
    faults.push_back({"", "listen",
                      "other machines would send tokens that all between can read: set "
                      "tls.certificate and tls.key, or proxies.trusted when a proxy does TLS"});
  }
}

std::string quoted(const std::string& text) {
  std::ostringstream out;
  out << toml::value<std::string>(text);
  return out.str();
}

}  // namespace

std::optional<ListenAt> listen_at(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  ListenAt out{text.substr(0, colon), 0};
  if (out.host.starts_with('[') && out.host.ends_with(']')) {
    out.host = out.host.substr(1, out.host.size() - 2);
  }
  const char* begin = text.data() + colon + 1;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(begin, end, out.port);
  if (begin == end || rest != end || error != std::errc{}) return std::nullopt;
  return out;
}

Result<gateway::net::Proxies, std::string> proxies_of(const Settings& settings) {
  gateway::net::Proxies out;
  for (const std::string& text : settings.trusted) {
    auto network = gateway::net::Network::parse(text);
    if (!network) return Failure{"trusted: " + network.error().why};
    out.trusted.push_back(*network);
  }
  if (settings.trusted_header == "forwarded") {
    out.by = gateway::net::ForwardedBy::forwarded;
  } else if (settings.trusted_header != "x-forwarded-for") {
    return Failure{std::string("header: x-forwarded-for or forwarded is wanted here")};
  }
  return out;
}

unsigned threads_of(const Settings& settings, unsigned processors) {
  if (settings.threads > 0) return static_cast<unsigned>(settings.threads);
  return std::clamp(processors / 2, 1U, 4U);
}

bool has_password(std::string_view address) {
  // Also `sslpassword`, which opens a key.
  for (std::size_t at = address.find("password"); at != address.npos;
       at = address.find("password", at + 1)) {
    const std::size_t behind = address.find_first_not_of(" \t\n", at + 8);
    if (behind != address.npos && address[behind] == '=') return true;
  }
  const std::size_t scheme = address.find("://");
  if (scheme == address.npos) return false;
  std::string_view authority = address.substr(scheme + 3);
  authority = authority.substr(0, authority.find('?'));
  // A password may have an @ or a / that somebody forgot to write as %40 or %2F.
  const std::size_t at = authority.rfind('@');
  return at != authority.npos && authority.substr(0, at).find(':') != authority.npos;
}

bool tokens_sign(const Settings& settings, std::string_view origin) {
  if (settings.tokens_sign != "demonstration") return settings.tokens_sign == "yes";
  return ledger::is_demonstration(origin);
}

std::string SettingType::variable() const {
  return spelled(name, "VEINLINE_", '_', true);
}
std::string SettingType::flag() const {
  return spelled(name, "--", '-', false);
}

std::span<const SettingType> all_settings() {
  return settings_known;
}

Result<Settings, Faults> read_settings(const SettingSource& source) {
  Settings settings;
  Faults faults;
  if (!source.toml.empty()) read_file(source.toml, settings, faults);
  read_variables(source, settings, faults);
  read_flags(source, settings, faults);
  if (faults.empty()) compare(settings, faults);
  if (!faults.empty()) return Failure{std::move(faults)};
  return settings;
}

namespace {

/// An address without its password, which stays where it was written.
std::string without_password(std::string address) {
  const std::size_t scheme = address.find("://");  // somebody may have left it away
  const std::size_t at = address.rfind('@');
  const std::size_t colon = address.find(':', scheme == address.npos ? 0 : scheme + 3);
  if (at != address.npos && colon < at) address.replace(colon + 1, at - colon - 1, "***");
  constexpr std::string_view word = "password=";
  if (const std::size_t from = address.find(word); from != address.npos) {
    const std::size_t begin = from + word.size();
    const std::size_t end = std::min(address.find_first_of("& ", begin), address.size());
    address.replace(begin, end - begin, "***");
  }
  return address;
}

}  // namespace

std::string to_toml(const Settings& settings) {
  std::string out;
  std::string table;
  for (const SettingType& type : settings_known) {
    const std::size_t dot = type.name.find('.');
    const std::string of = dot == type.name.npos ? "" : std::string(type.name.substr(0, dot));
    if (of != table) out += "\n[" + of + "]\n";
    table = of;
    out += "# " + std::string(type.help) + "\n";
    out += std::string(dot == type.name.npos ? type.name : type.name.substr(dot + 1)) + " = ";
    if (const auto* text = std::get_if<std::string Settings::*>(&type.place)) {
      const std::string& value = settings.*(*text);
      out += quoted(*text == &Settings::store ? without_password(value) : value);
    } else if (const auto* number = std::get_if<std::int64_t Settings::*>(&type.place)) {
      out += std::to_string(settings.*(*number));
    } else {
      out += "[";
      const auto& list = settings.*std::get<std::vector<std::string> Settings::*>(type.place);
      for (std::size_t i = 0; i < list.size(); ++i) out += (i > 0 ? ", " : "") + quoted(list[i]);
      out += "]";
    }
    out += "\n";
  }
  return out;
}

}  // namespace veinline::tools::cli
