// SPDX-License-Identifier: Apache-2.0
#include "gateway/metrics/metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <limits>

namespace veinline::gateway::metrics {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

template <class Whole>
double real(Whole whole) {
  return static_cast<double>(whole);
}

class Page {
 public:
  MetricFamily& family(const char* name, const char* help, MetricType type) {
    families_.push_back({name, help, type, {}});
    return families_.back();
  }
  void gauge(const char* name, const char* help, double value, Labels labels = {}) {
    ClientMetric metric;
    metric.label = std::move(labels);
    metric.gauge.value = value;
    family(name, help, MetricType::Gauge).metric.push_back(std::move(metric));
  }
  void counter(const char* name, const char* help, double value) {
    count(family(name, help, MetricType::Counter), {}, value);
  }
  static void count(MetricFamily& family, Labels labels, double value) {
    ClientMetric metric;
    metric.label = std::move(labels);
    metric.counter.value = value;
    family.metric.push_back(std::move(metric));
  }
  /// `unit`: how many of what was measured make one of what is shown.
  static void distribution(MetricFamily& family, Labels labels, const kernel::Histogram& measured,
                           double unit) {
    ClientMetric metric;
    metric.label = std::move(labels);
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i < measured.counts().size(); ++i) {
      so_far += measured.counts()[i];
      const double bound = i < measured.bounds().size() ? real(measured.bounds()[i]) / unit
                                                        : std::numeric_limits<double>::infinity();
      metric.histogram.bucket.push_back({so_far, bound});
    }
    metric.histogram.sample_count = so_far;
    metric.histogram.sample_sum = real(measured.sum()) / unit;
    family.metric.push_back(std::move(metric));
  }
  [[nodiscard]] std::string text() const {
    return prometheus::TextSerializer().Serialize(families_);
  }

 private:
  std::vector<MetricFamily> families_;
};

constexpr double us_a_second = 1e6;
constexpr double ms_a_second = 1e3;

void put_requests(Page& page, const Requests::Took& requests) {
  MetricFamily& family =
      page.family("veinline_http_request_duration_seconds", "From the whole request to its answer.",
                  MetricType::Histogram);
  for (const auto& [kind, took] : requests) {
    Page::distribution(family,
                       {{"route", std::string(kind.route)},
                        {"method", std::string(kind.method)},
                        {"status", std::to_string(kind.status_class) + "xx"}},
                       took, us_a_second);
  }
}

void put_commands(Page& page, const commands::Outcomes& commands) {
  MetricFamily& family = page.family("veinline_commands_total", "Commands by what became of them.",
                                     MetricType::Counter);
  const std::pair<const char*, std::uint64_t> all[] = {{"recorded", commands.recorded},
                                                       {"repeated", commands.repeated},
                                                       {"bad_input", commands.bad_input},
                                                       {"refused", commands.refused},
                                                       {"key_reused", commands.key_reused},
                                                       {"conflict", commands.conflict},
                                                       {"busy", commands.busy},
                                                       {"failed", commands.failed},
                                                       {"unknown", commands.unknown}};
  for (const auto& [outcome, count] : all) {
    Page::count(family, {{"outcome", outcome}}, real(count));
  }
  page.gauge("veinline_commands_under_way", "Commands that are not answered yet.",
             real(commands.under_way));
}

void put_writer(Page& page, const ledger::Writer::Counts& writer, std::uint64_t tried_again) {
  page.counter("veinline_writer_retries_total",
               "Commits that were made again since the database had not answered.",
               real(tried_again));
  page.gauge("veinline_writer_waiting", "Commands that wait to be written.", real(writer.waiting));
  page.counter("veinline_facts_recorded_total", "Facts recorded since the start.",
               real(writer.records));
  page.counter(
      "veinline_writer_conflicts_total",
      "Decisions whose grounds had moved when they came to be written; they are made anew.",
      real(writer.conflicts));
  page.counter("veinline_writer_stale_total", "Decisions that were too old to be written.",
               real(writer.stale));
  page.counter("veinline_writer_faults_total", "Commits that failed.", real(writer.faults));
  Page::distribution(
      page.family("veinline_commit_duration_seconds",
                  "From the first byte of a commit until it is durable.", MetricType::Histogram),
      {}, writer.commit_us, us_a_second);
  Page::distribution(page.family("veinline_commit_commands", "Commands that share one commit.",
                                 MetricType::Histogram),
                     {}, writer.batches_a_group, 1);
  Page::distribution(
      page.family("veinline_commit_facts", "Facts in one commit.", MetricType::Histogram), {},
      writer.records_a_group, 1);
}

void put_log(Page& page, const Snapshot& snapshot) {
  if (snapshot.log_size)
    page.gauge("veinline_log_size", "Facts in the log.", real(*snapshot.log_size));
  if (snapshot.witnessed_size) {
    page.gauge("veinline_log_witnessed_size", "Facts that enough witnesses have cosigned.",
               real(*snapshot.witnessed_size));
    page.gauge("veinline_log_unwitnessed_age_seconds",
               "Since the first fact was recorded that enough witnesses have not cosigned.",
               real(snapshot.unwitnessed_age.count()) / ms_a_second);
  }
  page.gauge("veinline_feed_listeners", "Who listens to the feed.", real(snapshot.feed_listeners));
  page.gauge("veinline_feed_lag_facts", "Facts that the slowest listener has not been sent.",
             real(snapshot.feed_lag.facts));
  page.gauge("veinline_feed_lag_seconds", "Since the slowest listener had been sent everything.",
             real(snapshot.feed_lag.age.count()) / ms_a_second);
}

/// What somebody has to look at who keeps watch over rights.
void put_watch(Page& page, const Snapshot& snapshot) {
  if (snapshot.openings_to_review) {
    page.gauge("veinline_emergency_openings_to_review",
               "Records that somebody opened in an emergency and nobody has judged yet.",
               real(*snapshot.openings_to_review));
  }
  if (snapshot.sign_in_delays) {
    page.gauge("veinline_sign_in_delays",
               "People and addresses that must wait before they try to sign in again.",
               real(*snapshot.sign_in_delays));
  }
}

void put_process(Page& page, const Snapshot& snapshot) {
  const Process& process = snapshot.process;
  page.gauge("veinline_build_info", "What runs here; always 1.", 1,
             {{"version", snapshot.version}, {"commit", snapshot.commit}});
  page.gauge("veinline_ready", "1: a fact could be recorded now.", snapshot.is_ready ? 1 : 0);
  if (snapshot.clock_is_right) {
    page.gauge("veinline_clock_right",
               "1: the clock is set by something, and at most 2 seconds off.",
               *snapshot.clock_is_right ? 1 : 0);
  }
  if (snapshot.clock_off) {
    page.gauge("veinline_clock_off_seconds", "How far the clock may be off, by what sets it.",
               real(snapshot.clock_off->count()) / us_a_second);
  }
  if (snapshot.disk_free_bytes) {
    page.gauge("veinline_disk_free_bytes", "Room on the disk of the data folder.",
               real(*snapshot.disk_free_bytes));
  }
  page.gauge("process_resident_memory_bytes", "Memory that the process holds.",
             real(process.resident_bytes));
  page.gauge("process_open_fds", "Files and sockets that it has open.", real(process.open_files));
  page.gauge("process_max_fds", "How many it may have open.", real(process.open_files_max));
  page.gauge("process_start_time_seconds", "When it was started, since 1970.",
             real(process.started_ms) / ms_a_second);
  page.counter("process_cpu_seconds_total", "Time that it has had the processor.",
               real(process.cpu_ms) / ms_a_second);
}

}  // namespace

std::string to_text(const Snapshot& snapshot) {
  Page page;
  put_process(page, snapshot);
  put_log(page, snapshot);
  put_watch(page, snapshot);
  put_writer(page, snapshot.writer, snapshot.tried_again);
  put_commands(page, snapshot.commands);
  put_requests(page, snapshot.requests);
  return page.text();
}

}  // namespace veinline::gateway::metrics
