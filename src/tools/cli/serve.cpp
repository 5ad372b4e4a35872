// SPDX-License-Identifier: Apache-2.0
// serve: the node behind HTTP until it is told to stop.
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <thread>

#include "exchange/import.hpp"
#include "exchange/pdf_prison.hpp"
#include "exchange/pdf_process.hpp"
#include "gateway/http/api.hpp"
#include "gateway/net/server.hpp"
#include "gateway/net/signals.hpp"
#include "journey/infusion/infusion.hpp"
#include "journey/release/release.hpp"
#include "node/clock_check.hpp"
#include "node/news.hpp"
#include "node/scratch.hpp"
#include "outbox/webhook.hpp"
#include "tools/cli/accounts.hpp"
#include "tools/cli/beats.hpp"
#include "tools/cli/log.hpp"
#include "tools/cli/operation.hpp"
#include "tools/cli/settings.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {
namespace {

constexpr unsigned reading_threads = 2;
/// On a database each question waits for an answer, and not for a processor.
constexpr unsigned threads_on_database = 8;
constexpr unsigned carrying_threads = 1;
/// Each takes 64 MiB while it tries a password.
constexpr unsigned hashing_threads = 2;
/// Each waits for the provider of identities, up to a minute, and tries a password before.
constexpr unsigned asking_threads = 2;
std::optional<std::string> environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

/// The settings, or nothing: then what is wrong was said.
std::optional<Settings> settings_of(const ServeOptions& options) {
  SettingSource source{{}, environment, options.flags};
  if (!options.config.empty()) {
    auto text = whole_input(options.config);
    if (!text) {
      cannot(text.error());
      return std::nullopt;
    }
    source.toml = std::move(*text);
  }
  auto settings = read_settings(source);
  if (settings) return std::move(*settings);
  for (const SettingFault& fault : settings.error()) {
    const std::string where = fault.where.empty() ? "" : fault.where + ": ";
    const std::string name = fault.name.empty() ? "" : fault.name + ": ";
    cannot(where + name + fault.why + ".");
  }
  return std::nullopt;
}

/// What the node does as a witness of others, and what it asks of others.
struct WitnessParts {
  std::unique_ptr<ledger::Witness> witness;
  std::unique_ptr<gateway::http::Witnessing> witnessing;
};

kernel::Result<WitnessParts, std::string> witness_parts(node::Node& node, const Settings& settings,
                                                        const std::shared_ptr<const Log>& told) {
  std::vector<ledger::VerifierKey> logs;
  for (const std::string& vkey : settings.witness_logs) {
    auto log = ledger::VerifierKey::parse(vkey);
    if (!log || log->type() != ledger::KeyType::ed25519) {
      return kernel::Failure{std::string("witness.logs wants the vkeys of logs, of type 01.")};
    }
    logs.push_back(std::move(*log));
  }
  gateway::http::WitnessingOptions asking;
  for (const std::string& text : settings.witness_peers) {
    auto peer = gateway::http::WitnessPeer::parse(text);
    if (!peer) return kernel::Failure{"witness.peers: " + peer.error().why + "."};
    asking.peers.push_back(std::move(*peer));
  }
  asking.changed = [told](const std::string& name, gateway::http::PeerAnswer answer) {
    const bool is_well = answer == gateway::http::PeerAnswer::cosigned;
    told->tell(is_well ? LogLevel::info : LogLevel::warning, "witness",
               {{"name", std::string_view(name)}, {"answer", gateway::http::text(answer)}});
  };
  asking.wanted = static_cast<std::size_t>(settings.witness_wanted);
  asking.asked_at_once = {std::string(journey::release::Released::stored_name),
                          std::string(journey::infusion::MaterialInfused::stored_name)};
  return WitnessParts{std::make_unique<ledger::Witness>(node.witness_key(), std::move(logs),
                                                        node.witness_memory(), node.clock()),
                      std::make_unique<gateway::http::Witnessing>(
                          node.store(), node.witness_memory(), node.clock(), std::move(asking),
                          gateway::http::ask_by_http(settings.ca_file))};
}

std::optional<std::string> file_text(const std::string& path) {
  auto text = whole_input(path);
  if (!text) return std::nullopt;
  return std::move(*text);
}

/// A misspelt name would be silence.
bool is_beginning_of_a_fact(const std::string& wanted) {
  const journey::Catalogue catalogue = journey::whole_catalogue();
  return std::any_of(
      catalogue.facts().begin(), catalogue.facts().end(),
      [&](const journey::FactType& type) { return type.stored_name.starts_with(wanted); });
}

kernel::Result<std::vector<gateway::webhooks::Webhook>, std::string> webhooks_of(
    const Settings& settings) {
  std::vector<gateway::webhooks::Webhook> out;
  for (const std::string& text : settings.webhook_targets) {
    auto webhook = gateway::webhooks::Webhook::parse(text, file_text);
    if (!webhook) return kernel::Failure{"webhooks.targets: " + webhook.error().why + "."};
    const bool is_plain = webhook->url.scheme == gateway::net::Scheme::http;
    if (is_plain && !gateway::net::is_loopback(webhook->url.host)) {
      return kernel::Failure{
          std::string("webhooks.targets: facts leave this machine under https alone.")};
    }
    const bool is_twice = std::any_of(out.begin(), out.end(), [&](const auto& other) {
      return other.address == webhook->address;
    });
    if (is_twice) return kernel::Failure{std::string("webhooks.targets: one stands there twice.")};
    if (!is_beginning_of_a_fact(webhook->wanted)) {
      return kernel::Failure{std::string("webhooks.targets: no fact begins with what one wants.")};
    }
    out.push_back(std::move(*webhook));
  }
  return out;
}

/// One of a site that is not here would be told of the house alone, for ever.
bool is_at_a_site(node::Node& node, const gateway::webhooks::Webhook& webhook) {
  if (webhook.site.empty()) return true;
  const std::string site[] = {"site/" + webhook.site};
  const auto heads = node.store().heads(site);
  return !heads || heads->front() != 0;
}

/// Begins to tell whoever is to be told.
kernel::Result<std::unique_ptr<gateway::webhooks::Webhooks>, std::string> webhook_parts(
    node::Node& node, const Settings& settings) {
  TRY(const auto all, webhooks_of(settings));
  auto out = std::make_unique<gateway::webhooks::Webhooks>(
      node.catalogue(), node.store(), node.deliveries(), node.clock(),
      gateway::webhooks::WebhooksOptions{.pause = outbox::pause_after});
  for (const gateway::webhooks::Webhook& webhook : all) {
    if (!is_at_a_site(node, webhook)) {
      return kernel::Failure{std::string("webhooks.targets: a site/ID is of no site here.")};
    }
    if (auto added = out->add(webhook, gateway::webhooks::send_by_http(webhook, settings.ca_file));
        !added) {
      return kernel::Failure{"webhooks: " + std::string(ledger::sentence(added.error()))};
    }
  }
  return out;
}

gateway::net::ServerOptions net_options(const ListenAt& at, const Settings& settings) {
  gateway::net::ServerOptions out{
      .host = at.host,
      .port = at.port,
      .threads = threads_of(settings, std::thread::hardware_concurrency()),
      .body_bytes_max = exchange::import_bytes_max,
      .idle_max = std::chrono::seconds(settings.idle_s),
      .header_bytes_max = 16UL * 1024,
      .connections_max = static_cast<std::size_t>(settings.connections_max),
      .connections_each_max = static_cast<std::size_t>(settings.connections_each_max),
      .proxies = proxies_of(settings).value(),
      .rate = {.per_second = static_cast<std::uint32_t>(settings.requests_per_s),
               .burst = static_cast<std::uint32_t>(settings.burst)}};
  if (!settings.tls_certificate.empty()) {
    out.tls = {.certificate = settings.tls_certificate,
               .key = settings.tls_key,
               .client_authorities = settings.tls_client_ca};
  }
  return out;
}

/// Until it is told to stop.
void stay(gateway::net::Server& server, gateway::net::Told hang_up, const Log& log) {
  while (gateway::net::wait_for_signal(hang_up) == gateway::net::Told::reload) {
    if (server.certificate_time().empty()) continue;  // nothing is read again but the certificate
    const auto done = server.reload_certificate();
    const std::string what = done ? "it was read again, and is good " + server.certificate_time()
                                  : "it stays as it was: " + done.error();
    log.tell(done ? LogLevel::info : LogLevel::error, "certificate",
             {{"what", std::string_view(what)}});
  }
}

/// The address as browsers write it, without a path.
std::string address_of(const Settings& settings, const ListenAt& at, std::uint16_t port) {
  const std::string host = at.host == "127.0.0.1"              ? "localhost"
                           : at.host.find(':') != at.host.npos ? "[" + at.host + "]"
                                                               : at.host;
  return (settings.tls_certificate.empty() ? "http://" : "https://") + host + ":" +
         std::to_string(port) + "/";
}

/// In the part of the address that no browser sends, and no proxy writes down.
void offer_first_link(node::Node& node, const LiveAccounts& accounts, const std::string& address) {
  const auto secret = first_link(node, accounts.get().enrolment);
  if (!secret || secret->empty()) return;
  std::cout << "Nobody has an account name and password yet. Whoever operates this machine sets "
               "those of its console within an hour: "
            << address << "#set-up=" << *secret << "\n"
            << std::flush;
}

/// What has begun.
struct Begun {
  node::Node& node;
  const LiveAccounts& accounts;
  const gateway::net::Server& server;
  const Log& log;
};

/// Its memory holds keys: no process of the same user reads it, and none is left when it ends.
void keep_memory_to_itself(const Log& log) {
  static_cast<void>(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
  if (!exchange::files_can_be_closed()) log.tell(LogLevel::warning, "pdf_not_confined", {});
}

void announce(const Begun& begun, const Settings& settings, const ListenAt& at) {
  const std::string address = address_of(settings, at, begun.server.port());
  std::cout << "veinline serves " << begun.node.identity().origin << " at " << address << "\n"
            << std::flush;
  offer_first_link(begun.node, begun.accounts, address);
  if (settings.tls_certificate.empty()) return;
  const std::string what = "it is good " + begun.server.certificate_time();
  begun.log.tell(LogLevel::info, "certificate", {{"what", std::string_view(what)}});
}

/// What a server is begun with besides its settings.
struct Beginning {
  ListenAt at;
  gateway::net::Told hang_up;
  std::string program;
};

using FeedPointer = std::shared_ptr<gateway::feed::Feed>;
using WebhooksPointer = std::shared_ptr<gateway::webhooks::Webhooks>;

/// Tells of what other servers of the node record; null: there are none.
std::unique_ptr<node::News> news_for(node::Node& node, const FeedPointer& feed,
                                     const WebhooksPointer& webhooks) {
  if (!node.is_shared()) return nullptr;
  return std::make_unique<node::News>(
      node.store(), [feed, webhooks] { return feed->listeners() > 0 || webhooks->is_telling(); },
      [feed, webhooks] {
        feed->wake();
        webhooks->wake();
      });
}

/// What the API remembers of those who ask, for as long as the server runs.
struct Waiting {
  Waiting(node::Node& node, const Settings& settings)
      : passkeys{[&node](const std::string& person) { return node.passkeys_of(person); },
                 node.entropy()},
        looks(static_cast<std::uint32_t>(settings.looks_per_minute)),
        papers{node.vault(),   node.bytes(),
               node.entropy(), node.identity().node,
               pdfs,           static_cast<std::size_t>(settings.document_mib) * 1024 * 1024} {
    passkeys.whose = [&node](const std::string& digest) { return node.person_of_passkey(digest); };
  }
  gateway::http::Denials denials;
  gateway::http::KeptCounts readings{std::chrono::hours(1)};
  gateway::http::KeptCounts refusals{std::chrono::hours(1)};
  gateway::http::SignedFully signed_fully;
  gateway::http::Passkeys passkeys;
  gateway::http::Pending pending;
  gateway::http::Evenly evenly;
  exchange::Throttle looks;
  exchange::PdfProcess pdfs;
  exchange::PaperShelf papers;
};

kernel::Result<std::unique_ptr<LiveAccounts>, std::string> accounts_for(
    node::Node& node, const Settings& settings, const std::shared_ptr<const Log>& log,
    gateway::http::KeptCounts& refusals) {
  const auto named = [](const std::string& person) {
    return person.empty() ? std::string_view("unknown") : std::string_view(person);
  };
  const Alarms alarms{
      .delayed =
          [log, named](const std::string& person) {
            log->tell(LogLevel::warning, "sign_in_delayed", {{"person", named(person)}});
          },
      .refused_why =
          [log, named](std::string_view why, const std::string& person) {
            log->tell(LogLevel::warning, "sign_in_refused",
                      {{"why", why}, {"person", named(person)}});
          },
      .refused =
          [&refusals, &node](std::string_view wrong, const std::string& person) {
            const kernel::Instant now = node.desk().now();
            refusals.count({person, {}, {std::string(wrong)}, 1, now, now});
          },
      .signed_in =
          [log](const access::Session& session) {
            std::string methods = session.methods;
            std::replace(methods.begin(), methods.end(), ' ', '+');
            log->tell(LogLevel::info, "signed_in",
                      {{"person", std::string_view(session.person)},
                       {"methods", std::string_view(methods)}});
          }};
  TRY(auto accounts, LiveAccounts::over(node, settings, alarms));
  if (accounts->common_words() == 0) {
    log->tell(LogLevel::warning, "no_common_passwords",
              {{"what", std::string_view("no list of common passwords was found; install "
                                         "cracklib-runtime or set sign-in.common-passwords")}});
  }
  return accounts;
}

gateway::http::ApiThreads api_threads(const node::Node& node, const Settings& settings) {
  return {.reading = node.is_shared() ? threads_on_database : reading_threads,
          .carrying = carrying_threads,
          .hashing = hashing_threads,
          .asking = settings.provider.empty() ? 0 : asking_threads,
          .reading_waiting_max = static_cast<std::size_t>(settings.queue_max)};
}

/// The parts that are the node's own.
gateway::http::ApiParts api_parts(node::Node& node, Waiting& waiting) {
  return {
      .desk = node.desk(),
      .sources = node.sources().for_eye(views::Eye::of_nobody()),
      .node_key = node.key(),
      .identity = node.identity(),
      .person_of_token =
          [&node](std::string_view token, journey::staff::Scope scope) {
            return node.person_of_token(token, scope);
          },
      .with_scratch_desk =
          [&node](const std::function<void(commands::Desk&)>& use) {
            return node::with_scratch_desk(node, use);
          },
      .notes = &node.witness_memory(),
      .sight_of = [&node](const std::string& person) { return node.sight_of(person); },
      .audiences = &node.audiences(),
      .name_of = [&node](const std::string& person) { return node.name_of(person); },
      .denials = &waiting.denials,
      .readings = &waiting.readings,
      .refusals = &waiting.refusals,
      .passkeys = &waiting.passkeys,
      .signed_fully = &waiting.signed_fully,
      .pending = &waiting.pending,
      .person_taken_for = [&node](std::string_view token) { return node.person_taken_for(token); },
      .person_of_device =
          [&node](std::string_view key, journey::staff::Scope scope) {
            return node.person_of_device(key, scope);
          },
      .recorder = [&node] { return node.recorder(); },
      .patients = &node.patients(),
      .looks = &waiting.looks,
      .papers = &waiting.papers,
      .evenly = &waiting.evenly};
}

/// Empty: whatever the clock is, it signs.
std::function<bool()> may_sign(const Settings& settings) {
  if (settings.clock_required != "refuse") return {};
  return [] { return node::trouble_of(node::read_clock()).empty(); };
}

int serve(node::Node& node, const Settings& settings, const Beginning& begun) {
  const auto log = std::make_shared<const Log>(STDERR_FILENO, *log_format_of(settings.log_format),
                                               *log_level_of(settings.log_level), node.clock());
  keep_memory_to_itself(*log);
  const Watch watch(node.writer(), *log);  // to the end: the API may still be taking a file in
  // The writer may tell of what it records for longer than this function lasts.
  const auto feed = std::make_shared<gateway::feed::Feed>(node.catalogue(), node.store());
  auto made_webhooks = webhook_parts(node, settings);
  if (!made_webhooks) return cannot(made_webhooks.error());
  const WebhooksPointer webhooks = std::move(*made_webhooks);
  node.writer().on_recorded([feed, webhooks] {
    feed->wake();
    webhooks->wake();
  });
  auto witness = witness_parts(node, settings, log);
  if (!witness) return cannot(witness.error());
  auto access = metrics_access(settings, begun.at.host);
  if (!access) return cannot(access.error());
  Waiting waiting(node, settings);
  auto accounts = accounts_for(node, settings, log, waiting.refusals);
  if (!accounts) return cannot(accounts.error());
  const auto operation =
      std::make_shared<Operation>(OperationParts{node, *feed, *witness->witnessing}, settings,
                                  begun.program, std::move(*access), log);
  gateway::http::ApiParts parts = api_parts(node, waiting);
  parts.witness = witness->witness.get();
  parts.witnessing = witness->witnessing.get();
  parts.feed = feed.get();
  parts.webhooks = webhooks.get();
  parts.watched = Operation::watched(operation);
  parts.accounts = &(*accounts)->get();
  parts.tokens_sign = tokens_sign(settings, node.identity().origin);
  gateway::http::Api api(std::move(parts), api_threads(node, settings));
  gateway::net::ServerOptions door = net_options(begun.at, settings);
  door.wording = gateway::http::worded;
  door.refused = [operation](int status) { operation->refused(status); };
  auto listening = gateway::net::Server::listen(
      std::move(door),
      [&](gateway::net::HttpRequest request, gateway::net::Respond respond) {
        api.handle(std::move(request), std::move(respond));
      },
      [&](const gateway::net::HttpRequest& head, gateway::net::Admit admit) {
        api.admit(head, std::move(admit));
      });
  if (!listening) return cannot(listening.error());
  const auto news = news_for(node, feed, webhooks);
  Beat beat(api, std::chrono::seconds(settings.record_every_s));
  witness->witnessing->start();
  announce({node, **accounts, **listening, *log}, settings, begun.at);
  operation->started((*listening)->port());
  stay(**listening, begun.hang_up, *log);
  operation->stopping();
  node.give_up();
  feed->end();
  (*listening)->stop();  // who is served for longer than this waits is finished with by the API
  beat.end();            // what those who were still served are told is counted
  webhooks->end();       // last: a receiver that does not answer keeps nobody else waiting
  log->tell(LogLevel::info, "stopped");
  return 0;
}

}  // namespace

int run_serve(const ServeOptions& options) {
  gateway::net::block_signals();
  const gateway::net::Told hang_up = gateway::net::meaning_of_hang_up();
  const auto settings = settings_of(options);
  if (!settings) return exit_cannot;
  if (settings->data.empty()) return cannot("serve wants --data DIR, the folder of a node.");
  const std::optional<ListenAt> at = listen_at(settings->listen);
  if (!at) return cannot("--listen wants HOST:PORT, like 127.0.0.1:8080.");
  const bool is_on_database =
      !settings->store.empty() || !storage::sqlite::DataFolder::database_of(settings->data).empty();
  const auto workers = static_cast<unsigned>(settings->workers);
  auto opened = node::Node::open(
      settings->data, {.workers = is_on_database ? std::max(workers, threads_on_database) : workers,
                       .waiting_max = static_cast<std::size_t>(settings->queue_max),
                       .database = settings->store,
                       .may_sign = may_sign(*settings)});
  if (!opened) return cannot(opened.error().sentence);
  return serve(**opened, *settings, {*at, hang_up, options.program});
}

int run_config(const ServeOptions& options, bool show) {
  const auto settings = settings_of(options);
  if (!settings) return exit_cannot;
  if (show) {
    std::cout << to_toml(*settings);
    return 0;
  }
  if (!listen_at(settings->listen)) {
    return cannot("listen wants HOST:PORT, like 127.0.0.1:8080.");
  }
  if (const auto webhooks = webhooks_of(*settings); !webhooks) return cannot(webhooks.error());
  if (const auto provider = provider_settings(*settings); !provider) {
    return cannot(provider.error());
  }
  for (const std::string& peer : settings->witness_peers) {
    if (const auto read = gateway::http::WitnessPeer::parse(peer); !read) {
      return cannot("witness.peers: " + read.error().why + ".");
    }
  }
  std::cout << "The settings are well formed. Nothing was started.\n";
  return 0;
}

}  // namespace veinline::tools::cli
