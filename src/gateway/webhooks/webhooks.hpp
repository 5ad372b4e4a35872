// SPDX-License-Identifier: Apache-2.0
// Webhooks: each fact sent to the addresses that asked for it: in order, signed, again until it is
// taken.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "gateway/net/client.hpp"
#include "journey/catalogue.hpp"
#include "kernel/digest.hpp"
#include "ledger/store.hpp"
#include "outbox/deliveries.hpp"
#include "views/audiences.hpp"

namespace veinline::gateway::webhooks {

using ledger::Seq;

struct Webhook {
  net::Url url;
  /// The URL as it was written, and behind a space each what it wants: one URL may want two kinds.
  std::string address;
  std::string wanted;    ///< name of the facts that it wants or the beginning of it; empty: all
  std::string site;      ///< id of the site whose facts it is told; empty: those of all
  kernel::Bytes secret;  ///< of its signatures

  /// Reads "URL SECRET-FILE", and behind it FACT, site/ID or both in this order, one space between
  /// them; `read_file` gives the text of a file or nothing.
  static kernel::Result<Webhook, kernel::BadText> parse(
      std::string_view text,
      const std::function<std::optional<std::string>(const std::string&)>& read_file);
};

/// Sends one message. The status of the answer; nothing: none came.
using Send = std::function<std::optional<int>(
    const std::string& body, const std::vector<std::pair<std::string, std::string>>& headers)>;
/// By HTTP, over one connection that is kept.
/// Under https those authorities are believed that are in the PEM file; the system's without one.
Send send_by_http(const Webhook& webhook, std::string ca_file);

struct WebhooksOptions {
  std::function<std::chrono::milliseconds(std::int64_t attempts)> pause;  ///< outbox::pause_after
  std::chrono::milliseconds look{5'000};  ///< how often the log is looked at without being woken
};

/// How far one webhook is.
struct WebhookStanding {
  std::string address;
  std::string wanted;
  std::string site;
  Seq position = 0;           ///< the last fact that it need not be told any more
  Seq size = 0;               ///< of the log
  std::int64_t attempts = 0;  ///< of the fact that waits; 0: none waits, or it was not tried yet
  bool is_broken = false;     ///< what became of the last attempt could not be kept
};

class Webhooks {
 public:
  /// A webhook that is new is told from the end of the log on. What is passed by reference must
  /// outlive it.
  Webhooks(const journey::Catalogue& catalogue, const ledger::Store& store,
           outbox::Deliveries& deliveries, const kernel::Clock& clock, WebhooksOptions options);
  Webhooks(const Webhooks&) = delete;
  Webhooks& operator=(const Webhooks&) = delete;
  ~Webhooks();

  /// Begins to tell it, on a thread of its own: a slow one keeps nobody waiting.
  kernel::Result<kernel::Done, ledger::Fault> add(const Webhook& webhook, Send send);
  /// Facts were recorded. From any thread, and cheap.
  void wake();
  /// Tells nobody anything any more; what is under way ends first.
  void end();
  [[nodiscard]] std::vector<WebhookStanding> standings() const;
  /// True when somebody is to be told.
  [[nodiscard]] bool is_telling() const;
  [[nodiscard]] outbox::Deliveries& deliveries() const { return deliveries_; }

 private:
  struct Telling;
  void run(Telling& telling, const std::stop_token& stop);
  void tell_all(Telling& telling, const std::stop_token& stop);
  bool tell(Telling& telling, const ledger::StoredRecord& stored, const std::stop_token& stop);
  bool is_ours(const Telling& telling);
  /// False, and whoever looks is told: a fact that is damaged, or whose things cannot be read, is
  /// not passed over.
  bool broken(Telling& telling);
  kernel::Result<bool, ledger::Fault> wants(Telling& telling, const kernel::Object& line);
  /// What became of the attempt.
  outbox::Delivery attempt(Telling& telling, Seq seq, const kernel::Object& line);
  bool wait(const std::stop_token& stop, std::chrono::milliseconds time_max,
            const std::function<bool()>& until);

  const journey::Catalogue& catalogue_;
  const ledger::Store& store_;
  outbox::Deliveries& deliveries_;
  const kernel::Clock& clock_;
  const WebhooksOptions options_;
  mutable std::mutex mutex_;  ///< of `woken_` and of what the tellings show
  std::condition_variable_any changed_;
  std::uint64_t woken_ = 0;
  std::vector<std::unique_ptr<Telling>> tellings_;  // last: their threads use all of the above
};

}  // namespace veinline::gateway::webhooks
