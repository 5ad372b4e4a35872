// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/operation.hpp"

#include <unistd.h>

#include <array>

#include "gateway/net/address.hpp"
#include "tools/cli/door.hpp"
#include "tools/cli/process.hpp"

namespace veinline::tools::cli {

using gateway::http::Seen;
using gateway::http::Watched;
using kernel::Failure;
using kernel::Result;

namespace {

constexpr std::size_t token_bytes_min = 16;

/// Another one at each start, so that two requests never have the same id.
std::string beginning_of_ids(kernel::Entropy& entropy) {
  std::array<std::uint8_t, 6> bytes{};
  entropy.fill(bytes);
  return kernel::to_hex(bytes) + "-";
}

/// How a commit is tried where the disk of this machine says nothing about it.
std::function<bool()> commit_of(node::Node& node) {
  if (!node.is_shared()) return {};
  return [&store = node.store()] { return store.can_commit(); };
}

/// Version and commit of "0.1.0 (0aa71ca68f15)".
std::pair<std::string, std::string> parts_of(const std::string& program) {
  const std::size_t middle = program.find(" (");
  if (middle == std::string::npos || !program.ends_with(')')) return {program, ""};
  return {program.substr(0, middle), program.substr(middle + 2, program.size() - middle - 3)};
}

}  // namespace

bool MetricsAccess::lets_in(std::string_view brought) const {
  if (token.empty()) return is_open;
  // Digests, so that the time it takes tells nothing of the token.
  return kernel::sha256(brought) == kernel::sha256(token);
}

Result<MetricsAccess, std::string> metrics_access(const Settings& settings, std::string_view host) {
  MetricsAccess out;
  // Behind a proxy everybody comes from this machine.
  const bool is_alone = gateway::net::is_loopback(host) && settings.trusted.empty();
  out.is_open =
      settings.metrics_public == "yes" || (settings.metrics_public == "loopback" && is_alone);
  if (settings.metrics_token_file.empty()) return out;
  auto token = first_line_of(settings.metrics_token_file);
  if (!token) return Failure{"metrics.token-file: " + token.error()};
  if (token->size() < token_bytes_min) {
    return Failure{std::string("metrics.token-file: a token has at least 16 characters.")};
  }
  out.token = std::move(*token);
  return out;
}

Operation::Operation(OperationParts parts, const Settings& settings, const std::string& program,
                     MetricsAccess access, std::shared_ptr<const Log> log,
                     node::ReadClock read_clock)
    : parts_(parts),
      data_(settings.data),
      access_(std::move(access)),
      log_(std::move(log)),
      read_clock_(settings.clock_required == "no" ? node::ReadClock{} : std::move(read_clock)),
      readiness_(
          settings.data, parts.node.writer(),
          {.reserve_bytes = static_cast<std::uint64_t>(settings.disk_reserve_mib) * 1024 * 1024,
           .can_commit = commit_of(parts.node)}) {
  std::tie(version_, commit_) = parts_of(program);
  if (!read_clock_) return;
  clock_watch_ = std::make_unique<node::ClockWatch>(
      read_clock_, [this](const auto& reading) { tell_clock(reading); });
}

void Operation::tell_clock(const std::optional<node::ClockReading>& reading) const {
  const std::string_view trouble = node::trouble_of(reading);
  log_->tell(trouble.empty() ? LogLevel::info : LogLevel::warning, "clock",
             {{"state", trouble.empty() ? "clock.synchronised" : trouble},
              {"off_us", std::int64_t{reading ? reading->off.count() : 0}}});
}

std::shared_ptr<const Watched> Operation::watched(const std::shared_ptr<Operation>& operation) {
  auto out = std::make_shared<Watched>();
  out->see = [operation](const Seen& seen) {
    operation->requests_.add(seen);
    operation->log_->tell(seen);
  };
  out->unknown_caller = [operation](std::string_view why, std::int64_t times) {
    operation->log_->tell(LogLevel::warning, "caller_unknown", {{"why", why}, {"times", times}});
  };
  out->lost = [operation](std::string_view what, std::int64_t times) {
    operation->log_->tell(LogLevel::error, "counts_lost", {{"what", what}, {"times", times}});
  };
  out->request_ids = beginning_of_ids(operation->parts_.node.entropy());
  out->not_ready = [operation] { return operation->not_ready(); };
  if (operation->read_clock_) {
    out->warning = [operation] { return std::string(node::trouble_of(operation->read_clock_())); };
  }
  if (operation->access_.is_open || !operation->access_.token.empty()) {
    out->metrics = [operation] { return operation->metrics(); };
  }
  out->may_read_metrics = [operation](std::string_view token) {
    return operation->access_.lets_in(token);
  };
  return out;
}

void Operation::started(std::uint16_t port) const {
  log_->tell(LogLevel::info, "started",
             {{"origin", std::string_view(parts_.node.identity().origin)},
              {"port", std::int64_t{port}},
              {"version", std::string_view(version_)},
              {"commit", std::string_view(commit_)}});
  if (!parts_.node.database_tells_values()) return;
  log_->tell(LogLevel::warning, "database_tells_values",
             {{"what", std::string_view("PostgreSQL logs the values of statements, and with them "
                                        "what people type; set log_parameter_max_length and "
                                        "log_parameter_max_length_on_error to 0 for its role")}});
}

void Operation::refused(int status) {
  const Seen seen{"other", "refused", status, {}, 0, "", ""};
  requests_.add(seen);
  log_->tell(seen);
}

void Operation::stopping() {
  readiness_.stop();
  log_->tell(LogLevel::info, "stopping");
}

std::optional<std::string> Operation::not_ready() {
  std::optional<std::string> out;
  if (const auto why = readiness_.ask()) out = node::code(*why);
  const std::lock_guard lock(mutex_);
  if (out != told_ && out != "ready.stopping") {
    if (out) {
      log_->tell(LogLevel::error, "not_ready", {{"why", std::string_view(*out)}});
    } else {
      log_->tell(LogLevel::info, "ready");
    }
    told_ = out;
  }
  return out;
}

std::string Operation::metrics() {
  gateway::metrics::Snapshot out;
  out.version = version_;
  out.commit = commit_;
  out.requests = requests_.took();
  out.commands = parts_.node.desk().outcomes();
  out.writer = parts_.node.writer().counts();
  out.tried_again = parts_.node.store().tried_again();
  out.feed_listeners = parts_.feed.listeners();
  out.feed_lag = parts_.feed.lag();
  if (const auto tip = parts_.node.store().tip()) out.log_size = tip->head.size();
  const gateway::http::Standing standing = parts_.witnessing.standing();
  if (!standing.peers.empty()) {
    out.witnessed_size = standing.witnessed;
    out.unwitnessed_age = standing.unwitnessed_age;
  }
  if (const auto openings = parts_.node.openings_to_review()) out.openings_to_review = *openings;
  if (const auto delays = parts_.node.accounts().delays(parts_.node.clock().now())) {
    out.sign_in_delays = *delays;
  }
  out.is_ready = !not_ready();
  if (read_clock_) {
    const auto clock = read_clock_();
    out.clock_is_right = node::trouble_of(clock).empty();
    if (clock) out.clock_off = clock->off;
  }
  out.disk_free_bytes = free_bytes(data_);
  out.process = read_process();
  return gateway::metrics::to_text(out);
}

}  // namespace veinline::tools::cli
