// SPDX-License-Identifier: Apache-2.0
#include "exchange/logger_import.hpp"

#include <algorithm>
#include <charconv>

#include "exchange/json.hpp"
#include "exchange/logger_summary.hpp"
#include "exchange/table_import.hpp"
#include "exchange/written.hpp"
#include "journey/reception/reception.hpp"
#include "journey/transport/logger.hpp"
#include "journey/transport/transport.hpp"
#include "views/reading.hpp"

namespace veinline::exchange {

using journey::Happening;
using kernel::Array;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;

namespace {

using Problems = std::vector<SheetProblem>;

constexpr std::int64_t clock_ahead_max_s = 366L * 86'400;

Problems refused_by(std::string code, std::string column = {}, std::string suggestion = {}) {
  return {{std::move(code), 0, std::move(column), std::move(suggestion)}};
}

/// What was told, read.
struct Told {
  LoggerHints hints;
  std::optional<TimeZone> zone;
  std::string zone_name;
  std::string device;
  LoggerTrip trip;
};

std::string told_of(const LoggerTold& told, const char* name) {
  const auto found = told.find(name);
  return found == told.end() ? "" : found->second;
}

Result<std::optional<std::int64_t>, Problems> limit(const LoggerTold& told, const char* name) {
  const std::string text = told_of(told, name);
  if (text.empty()) return std::optional<std::int64_t>{};
  const auto read = written_temperature(text);
  if (!read || read->scale == Scale::fahrenheit) {
    return Failure{refused_by("logger.bad_option", name, "-150, 8.5")};
  }
  return std::optional(read->thousandths);
}

Result<Told, Problems> read_told(const LoggerTold& told) {
  Told out;
  out.hints.column = told_of(told, "column");
  out.hints.unit = told_of(told, "unit");
  if (!out.hints.unit.empty() && out.hints.unit != "C" && out.hints.unit != "F") {
    return Failure{refused_by("logger.bad_option", "unit", "C, F")};
  }
  const std::string order = told_of(told, "day_order");
  if (order == "day_first") out.hints.order = DayOrder::day_first;
  if (order == "month_first") out.hints.order = DayOrder::month_first;
  if (!order.empty() && out.hints.order == DayOrder::unknown) {
    return Failure{refused_by("logger.bad_option", "day_order", "day_first, month_first")};
  }
  out.zone_name = told_of(told, "zone");
  if (!out.zone_name.empty()) {
    if (journey::Zone::parse(out.zone_name)) out.zone = TimeZone::named(out.zone_name);
    if (!out.zone) return Failure{refused_by("logger.bad_option", "zone", "Asia/Shanghai, UTC")};
  }
  if (const std::string text = told_of(told, "clock_ahead_s"); !text.empty()) {
    std::int64_t& ahead = out.trip.clock_ahead_s;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, ahead);
    if (error != std::errc{} || rest != end || ahead > clock_ahead_max_s ||
        ahead < -clock_ahead_max_s) {
      return Failure{refused_by("logger.bad_option", "clock_ahead_s", "95, -30")};
    }
  }
  out.device = told_of(told, "device");
  TRY(out.trip.low, limit(told, "low"));
  TRY(out.trip.high, limit(told, "high"));
  return out;
}

/// The dispatch of a box, and the last receipt out of it.
struct Box {
  std::optional<kernel::Instant> sent;
  std::optional<kernel::Instant> received;
};

Box box_of(const journey::Catalogue& catalogue, const std::vector<Happening>& recorded) {
  using namespace journey;
  Box out;
  for (const Happening& happening : with_corrections(recorded)) {
    const Current now = current(catalogue, happening.fact, happening.data);
    if (now.type == nullptr) continue;
    const kernel::Instant at = happening.told.happened_at;
    if (now.type->stored_name == transport::Dispatched::stored_name) out.sent = at;
    if (now.type->stored_name == reception::Received::stored_name) {
      out.received = std::max(out.received.value_or(at), at);
    }
  }
  return out;
}

/// What was recorded of this file before; nullptr: nothing.
const Object* attached_data(const std::vector<Happening>& recorded, const std::string& digest) {
  for (const Happening& happening : recorded) {
    if (happening.fact != journey::transport::LoggerRecordAttached::stored_name) continue;
    const Value* record = happening.data.find("record");
    const Object* object = record == nullptr ? nullptr : record->object();
    const Value* file = object == nullptr ? nullptr : object->find("file");
    if (file != nullptr && file->string() != nullptr && *file->string() == digest) {
      return &happening.data;
    }
  }
  return nullptr;
}

Value number(std::int64_t value) {
  return Value(std::min(value, journey::count_max));
}

Object record_json(const LoggerFile& file, const LoggerSummary& summary, const Told& told,
                   const std::string& digest) {
  Object out;
  out.set("file", Value(digest));
  out.set("unit", Value(file.fahrenheit ? "fahrenheit" : "celsius"));
  if (summary.zone_used) out.set("zone", Value(told.zone_name));
  out.set("clock_ahead_s", Value(std::to_string(told.trip.clock_ahead_s)));
  out.set("first", Value(kernel::to_text(summary.first)));
  out.set("last", Value(kernel::to_text(summary.last)));
  out.set("readings", number(summary.readings));
  out.set("interval_s", number(summary.interval_s));
  out.set("minimum", Value(degrees_text(summary.minimum)));
  out.set("maximum", Value(degrees_text(summary.maximum)));
  if (told.trip.low) out.set("low", Value(degrees_text(*told.trip.low)));
  if (told.trip.high) out.set("high", Value(degrees_text(*told.trip.high)));
  out.set("above_s", number(summary.above_s));
  out.set("below_s", number(summary.below_s));
  out.set("gaps", number(summary.gaps));
  out.set("longest_gap_s", number(summary.longest_gap_s));
  out.set("duplicates", number(summary.duplicates));
  out.set("outside_trip", number(summary.outside_trip));
  return out;
}

/// A serial number as a code: in capitals. Empty: it cannot be one.
std::string device_code(std::string serial) {
  for (char& c : serial) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == ' ' || c == '/' || c == ':') c = '-';
  }
  return journey::Code::parse(serial) ? serial : "";
}

LoggerAnswer problems_answer(const Problems& problems, const Words& words) {
  Object first = sheet_problem_json(problems.front(), words);
  Array all;
  for (const SheetProblem& problem : problems)
    all.push_back(Value(sheet_problem_json(problem, words)));
  if (all.size() > 1) first.set("problems", Value(std::move(all)));
  return {400, std::move(first)};
}

LoggerAnswer none_answer(const views::NoView& none, const Words& words) {
  const int status = status_of(none);
  return {status, problem_json(none.code, status, words)};
}

/// The command for a file, with this data: the same file for the same box is the same command.
commands::Request request_for(const std::string& consignment, const std::string& digest,
                              const Object& data) {
  commands::Request out;
  out.command = journey::transport::AttachLoggerRecord::name;
  out.key = "logger-file:" + kernel::to_hex(kernel::sha256(consignment + "\n" + digest).view());
  for (const char* member : {"consignment", "device", "record"}) {
    if (const Value* value = data.find(member)) out.data.set(member, *value);
  }
  return out;
}

/// The command that the file amounts to.
Result<commands::Request, Problems> request_of(Told told, const Box& box,
                                               const std::string& consignment,
                                               std::string_view bytes, const std::string& digest) {
  if (!box.sent) return Failure{refused_by("logger.no_consignment")};
  TRY(LoggerFile file, parse_logger(bytes, told.hints));
  told.trip.from = *box.sent;
  told.trip.until = box.received;
  auto summary = summarise(file, told.zone ? &*told.zone : nullptr, told.trip);
  if (!summary) return Failure{Problems{summary.error()}};
  const std::string device = device_code(told.device.empty() ? file.serial : told.device);
  if (device.empty()) return Failure{refused_by("logger.device_missing", "device", "LT-200-0417")};
  Object data;
  data.set("consignment", Value(consignment.substr(consignment.find('/') + 1)));
  data.set("device", Value(device));
  data.set("record", Value(record_json(file, *summary, told, digest)));
  return request_for(consignment, digest, data);
}

}  // namespace

LoggerAnswer attach_logger(const Importer& importer, const std::string& consignment,
                           const LoggerTold& asked, std::string_view bytes) {
  const auto& [desk, sources, by, words] = importer;
  auto told = read_told(asked);
  if (!told) return problems_answer(told.error(), words);
  auto up_to = views::position_of(sources, {});
  if (!up_to) return none_answer(up_to.error(), words);
  auto thing = views::thing_of(
      sources, kernel::is_id(consignment) ? "consignment/" + consignment : consignment, *up_to);
  if (!thing) return none_answer(thing.error(), words);
  if (!views::is_told_as_a_whole(*thing)) {
    return none_answer({views::NoView::Kind::bad_question, "view.not_told_as_a_whole"}, words);
  }
  views::Reading reading(sources, *up_to);
  auto happenings = reading.history(*thing, ledger::Touching::changes);
  if (!happenings) return none_answer(happenings.error(), words);
  const std::string digest = kernel::to_hex(kernel::sha256(bytes).view());
  const Object* const attached = attached_data(*happenings, digest);
  told->trip.now = desk.now();
  auto request = attached != nullptr
                     ? Result<commands::Request, Problems>(request_for(*thing, digest, *attached))
                     : request_of(std::move(*told), box_of(sources.catalogue, *happenings), *thing,
                                  bytes, digest);
  if (!request) return problems_answer(request.error(), words);
  commands::ask_as(*request, by);
  auto reply = desk.ask(std::move(*request));
  if (!reply) return {status_of(reply.error()), problem_json(reply.error(), words)};
  return {200, answer_json(*reply)};
}

}  // namespace veinline::exchange
