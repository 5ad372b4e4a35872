// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/connection.hpp"

#include <arpa/inet.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "kernel/invariant.hpp"

namespace veinline::storage::postgres {

using kernel::Failure;

namespace {

// Object ids of built-in types, the same in every PostgreSQL.
constexpr std::uint32_t oid_bytea = 17;
constexpr std::uint32_t oid_bigint = 20;
constexpr std::uint32_t oid_text = 25;

template <class T>
void put_number(std::string& out, T value) {
  for (int shift = static_cast<int>(sizeof(T) - 1) * 8; shift >= 0; shift -= 8) {
    out += static_cast<char>((static_cast<std::uint64_t>(value) >> static_cast<unsigned>(shift)) &
                             0xFFU);
  }
}

std::string array_head(std::uint32_t type, std::size_t count) {
  std::string out;
  put_number(out, std::int32_t{count == 0 ? 0 : 1});
  put_number(out, std::int32_t{0});
  put_number(out, type);
  if (count == 0) return out;
  put_number(out, static_cast<std::int32_t>(count));
  put_number(out, std::int32_t{1});
  return out;
}

std::string array_of(std::uint32_t type, std::span<const std::string_view> values) {
  std::string out = array_head(type, values.size());
  for (const std::string_view value : values) {
    put_number(out, static_cast<std::int32_t>(value.size()));
    out += value;
  }
  return out;
}

std::string one_line(const char* text) {
  std::string out(text == nullptr ? "" : text);
  std::replace(out.begin(), out.end(), '\n', ' ');
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// What an address leaves out. A dead server is noticed within seconds, and never in the middle of
/// a commit by a time-out of a statement.
constexpr std::array<std::pair<const char*, const char*>, 7> when_left_out{
    {{"connect_timeout", "2"},
     {"keepalives_idle", "1"},
     {"keepalives_interval", "1"},
     {"keepalives_count", "3"},
     {"tcp_user_timeout", "4000"},
     {"target_session_attrs", "read-write"},
     {"application_name", "veinline"}}};

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

/// A password whose @, / or : is not written as %40, %2F or %3A ends up in other parts of the
/// address, and libpq would repeat it as a host or a port.
bool is_torn(const PQconninfoOption* given) {
  for (const PQconninfoOption* one = given; one->keyword != nullptr; ++one) {
    if (one->val == nullptr) continue;
    const std::string_view name(one->keyword), value(one->val);
    if (name == "port" && value.find_first_not_of("0123456789,") != value.npos) return true;
    if ((name == "host" || name == "dbname") && value.find('@') != value.npos) return true;
  }
  return false;
}

/// A socket of this machine, or an address that no other machine sees.
bool is_here(std::string_view host) {
  if (host.empty() || host.starts_with('/') || host.starts_with('@')) return true;
  if (host == "localhost") return true;
  // Of the digits alone: 127.example.com is a name, and leads anywhere.
  const std::string text(host);
  in_addr four{};
  in6_addr six{};
  if (inet_pton(AF_INET, text.c_str(), &four) == 1) return ntohl(four.s_addr) >> 24U == 127;
  return inet_pton(AF_INET6, text.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

/// Of all that are named, between commas.
bool are_here(std::string_view hosts) {
  while (!hosts.empty()) {
    const std::size_t end = std::min(hosts.find(','), hosts.size());
    if (!is_here(hosts.substr(0, end))) return false;
    hosts.remove_prefix(std::min(end + 1, hosts.size()));
  }
  return true;
}

const char* said_in(const PQconninfoOption* given, std::string_view name) {
  for (const PQconninfoOption* one = given; one->keyword != nullptr; ++one) {
    if (name == one->keyword) return one->val;
  }
  return nullptr;
}

/// What an address leaves out is taken from the environment, as libpq does it.
const char* said_or_set(const PQconninfoOption* given, std::string_view name,
                        const char* variable) {
  const char* said = said_in(given, name);
  return said != nullptr ? said : std::getenv(variable);
}

/// Whether this service of pg_service.conf has an sslmode that is not libpq's own. Only libpq reads
/// that file, when it begins to connect: it is begun to a port of this machine, and given up.
bool says_of_tls(const char* service) {
  const std::array<const char*, 5> names{"service", "host", "hostaddr", "port", nullptr};
  const std::array<const char*, 5> values{service, "localhost", "127.0.0.1", "1", nullptr};
  const std::unique_ptr<PGconn, decltype(&PQfinish)> begun(
      PQconnectStartParams(names.data(), values.data(), 0), &PQfinish);
  const Options all(PQconninfo(begun.get()), &PQconninfoFree);
  const char* mode = all == nullptr ? nullptr : said_in(all.get(), "sslmode");
  return mode != nullptr && std::string_view(mode) != "prefer";
}

bool wants_tls(const PQconninfoOption* given) {
  if (said_or_set(given, "sslmode", "PGSSLMODE") != nullptr) return false;
  // Where a service leads is not known here, and what it says of TLS counts.
  if (const char* service = said_or_set(given, "service", "PGSERVICE")) {
    return !says_of_tls(service);
  }
  const char* host = said_or_set(given, "host", "PGHOST");
  const char* address = said_or_set(given, "hostaddr", "PGHOSTADDR");
  return (host != nullptr && !are_here(host)) || (address != nullptr && !are_here(address));
}

PGconn* connect(const PQconninfoOption* given) {
  std::vector<const char*> names, values;
  if (wants_tls(given)) {
    names.push_back("sslmode");
    values.push_back("require");
  }
  for (const auto& [name, value] : when_left_out) {
    names.push_back(name);
    values.push_back(value);
  }
  for (const PQconninfoOption* one = given; one->keyword != nullptr; ++one) {
    if (one->val == nullptr) continue;
    names.push_back(one->keyword);
    values.push_back(one->val);
  }
  names.push_back("client_encoding");
  values.push_back("UTF8");
  names.push_back(nullptr);
  values.push_back(nullptr);
  return PQconnectdbParams(names.data(), values.data(), 0);
}

bool is_done(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

}  // namespace

bool Trouble::is_unknown() const {
  return state.empty() || state.starts_with("08") || state.starts_with("57P") || state == "40003" ||
         state == "25P03" || state.starts_with("01");
}

bool Trouble::is_passing() const {
  // Serialization, deadlock, lock not available, cancelled by somebody, a server that lost its
  // place, too many connections, what a server on its way up or down says.
  static constexpr std::array passing{"40001", "40P01", "55P03", "57014",
                                      "25006", "53300", "25P02"};
  return is_unknown() || std::find(passing.begin(), passing.end(), state) != passing.end();
}

bool Trouble::ends_connection() const {
  return is_unknown() || state == "25006";
}

Fault Trouble::fault() const {
  if (state == "53100") return Fault::disk_full;
  if (state == "53300") return Fault::busy;
  if (is_passing()) return Fault::out_of_reach;
  return Fault::unreadable;
}

Arguments& Arguments::add(std::int64_t value) {
  put_number(values_.emplace_back(), value);
  return *this;
}

Arguments& Arguments::add(std::string_view text_or_bytes) {
  values_.emplace_back(text_or_bytes);
  return *this;
}

Arguments& Arguments::add_numbers(std::span<const std::int64_t> values) {
  std::string out = array_head(oid_bigint, values.size());
  for (const std::int64_t value : values) {
    put_number(out, std::int32_t{8});
    put_number(out, value);
  }
  values_.push_back(std::move(out));
  return *this;
}

Arguments& Arguments::add_texts(std::span<const std::string_view> values) {
  values_.push_back(array_of(oid_text, values));
  return *this;
}

Arguments& Arguments::add_blobs(std::span<const std::string_view> values) {
  values_.push_back(array_of(oid_bytea, values));
  return *this;
}

void Rows::Clear::operator()(pg_result* result) const noexcept {
  PQclear(result);
}

int Rows::count() const {
  return PQntuples(result_.get());
}

bool Rows::is_null(int row, int column) const {
  return PQgetisnull(result_.get(), row, column) != 0;
}

std::int64_t Rows::integer(int row, int column) const {
  const std::string_view bytes = text(row, column);
  std::uint64_t out = 0;
  for (const char byte : bytes) out = out << 8U | static_cast<std::uint8_t>(byte);
  if (bytes.size() == 4) return static_cast<std::int32_t>(out);
  return static_cast<std::int64_t>(out);
}

std::string_view Rows::text(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

Result<kernel::Digest, Fault> Rows::digest(int row, int column) const {
  const std::string_view bytes = text(row, column);
  kernel::Digest out;
  if (bytes.size() != out.bytes.size()) return Failure{Fault::damaged};
  std::memcpy(out.bytes.data(), bytes.data(), bytes.size());
  return out;
}

void Connection::Close::operator()(pg_conn* connection) const noexcept {
  PQfinish(connection);
}

bool Connection::leaves_tls_open(const std::string& url) {
  const Options given(PQconninfoParse(url.c_str(), nullptr), &PQconninfoFree);
  return given != nullptr && wants_tls(given.get());
}

Connection::Asked<Connection> Connection::open(const std::string& url,
                                               std::chrono::milliseconds answer_max) {
  char* why = nullptr;
  const Options given(PQconninfoParse(url.c_str(), &why), &PQconninfoFree);
  const std::unique_ptr<char, decltype(&PQfreemem)> owner(why, &PQfreemem);
  if (given == nullptr || is_torn(given.get())) {
    // The library's text may repeat the address, and so the password in it.
    return Failure{
        Trouble{"08001",
                "This is no address of a PostgreSQL database; in a user or password, @ / "
                ": ? # and % are written as %40 %2F %3A %3F %23 and %25"}};
  }
  Connection out;
  out.answer_max_ = answer_max;
  out.connection_.reset(connect(given.get()));
  if (!out.is_open()) return Failure{out.gone()};
  TRY([[maybe_unused]] Done ready, out.set_up());
  return out;
}

Connection::Asked<Done> Connection::set_up() {
  PQsetNoticeReceiver(connection_.get(), note_warning, warned_.get());
  PQsetnonblocking(connection_.get(), 1);
  // Nothing may cut a commit short from our side. A server of ours that is frozen in the middle of
  // an append holds the head: its session is ended, so that others go on; and so is one whose
  // client went while it waits.
  TRY([[maybe_unused]] Done set,
      run("SET statement_timeout = 0; SET lock_timeout = 0; "
          "SET idle_in_transaction_session_timeout = '8s'; "
          "SET client_connection_check_interval = '2s'; "
          // Every statement that somebody waits for goes by keys, whatever its values and however
          // full the tables are: planning it anew for a longer array costs more than doing it, and
          // a plan that was made while a table was empty would read all of it.
          "SET plan_cache_mode = 'force_generic_plan'; SET enable_seqscan = off; SET jit = off; "
          "SET default_transaction_isolation = 'read committed'; "
          "SET default_transaction_read_only = off; SET standard_conforming_strings = on; "
          "SELECT set_config('synchronous_commit', 'on', false) "
          "WHERE current_setting('synchronous_commit') IN ('off', 'local')"));
  *warned_ = false;
  return Done{};
}

bool Connection::is_open() const {
  return connection_ != nullptr && PQstatus(connection_.get()) == CONNECTION_OK;
}

void Connection::note_warning(void* self, const pg_result* result) {
  const char* severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity != nullptr && std::strcmp(severity, "WARNING") == 0)
    *static_cast<bool*>(self) = true;
}

bool Connection::was_warned() {
  return std::exchange(*warned_, false);
}

Trouble Connection::gone() const {
  if (connection_ == nullptr) return {"", "it did not answer in time"};
  return {"", one_line(PQerrorMessage(connection_.get()))};
}

Trouble Connection::trouble(const pg_result* result) const {
  if (result == nullptr) return gone();
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  if (state == nullptr) return gone();
  return {state, one_line(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY))};
}

Connection::Deadline Connection::deadline() const {
  return answer_max_.count() == 0 ? Deadline::max()
                                  : std::chrono::steady_clock::now() + answer_max_;
}

/// What hangs is closed, and never cancelled: a commit whose wait is cancelled is answered as done.
void Connection::give_up() {
  connection_.reset();
}

bool Connection::wait(Deadline until, bool is_sending) {
  const short events = is_sending ? POLLIN | POLLOUT : POLLIN;
  for (;;) {
    int left_ms = -1;
    if (until != Deadline::max()) {
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
      left_ms = static_cast<int>(std::max<std::int64_t>(0, left.count()));
    }
    pollfd waiting{PQsocket(connection_.get()), events, 0};
    const int ready = ::poll(&waiting, 1, left_ms);
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

bool Connection::drain(Deadline until) {
  for (;;) {
    const int left = PQflush(connection_.get());
    if (left <= 0) return left == 0;
    if (!wait(until, true)) {
      give_up();
      return false;
    }
    // Its answers are taken meanwhile: two full buffers would wait for each other.
    if (PQconsumeInput(connection_.get()) != 1) return false;
  }
}

pg_result* Connection::next(Deadline until) {
  while (PQisBusy(connection_.get()) == 1) {
    if (!wait(until, false)) {
      give_up();
      return nullptr;
    }
    if (PQconsumeInput(connection_.get()) != 1) break;  // its end: the result says so
  }
  return PQgetResult(connection_.get());
}

Connection::Asked<Done> Connection::run(const char* sql) {
  const Deadline until = deadline();
  if (!is_open() || PQsendQuery(connection_.get(), sql) != 1 || !drain(until)) {
    return Failure{gone()};
  }
  std::optional<Trouble> first;
  for (;;) {
    const Rows rows(next(until));
    if (rows.raw() == nullptr) break;
    if (!is_done(rows.raw()) && !first) first = trouble(rows.raw());
  }
  if (first) return Failure{std::move(*first)};
  if (!is_open()) return Failure{gone()};
  return Done{};
}

Connection::Asked<Rows> Connection::ask(const char* sql, const Arguments& arguments) {
  put(sql, arguments);
  TRY(std::vector<Rows> all, flush());
  return std::move(all.front());
}

void Connection::put(const char* sql, const Arguments& arguments) {
  waiting_.push_back({sql, arguments});
}

/// Statements are known by where their text stands: each is written once in the program.
Connection::Asked<std::string> Connection::prepared(const char* sql) {
  const auto found = std::find(prepared_.begin(), prepared_.end(), sql);
  const std::string name = "v" + std::to_string(found - prepared_.begin());
  if (found != prepared_.end()) return name;
  const Deadline until = deadline();
  if (!is_open() || PQsendPrepare(connection_.get(), name.c_str(), sql, 0, nullptr) != 1 ||
      !drain(until)) {
    return Failure{gone()};
  }
  const Rows made(next(until));
  if (made.raw() == nullptr) return Failure{gone()};
  const Rows end(next(until));  // null: the statement is over
  if (!is_done(made.raw())) return Failure{trouble(made.raw())};
  prepared_.push_back(sql);
  return name;
}

bool Connection::send(const std::string& name, const Arguments& arguments) {
  std::vector<const char*> values;
  std::vector<int> lengths;
  for (const std::string& value : arguments.values_) {
    values.push_back(value.data());
    lengths.push_back(static_cast<int>(value.size()));
  }
  const std::vector<int> formats(values.size(), 1);
  return PQsendQueryPrepared(connection_.get(), name.c_str(), static_cast<int>(values.size()),
                             values.data(), lengths.data(), formats.data(), 1) == 1;
}

Connection::Asked<std::vector<Rows>> Connection::flush() {
  const std::vector<Put> sent = std::exchange(waiting_, {});
  std::vector<std::string> names;
  for (const Put& one : sent) {
    TRY(names.emplace_back(), prepared(one.sql));
  }
  if (PQenterPipelineMode(connection_.get()) != 1) return Failure{gone()};
  bool is_sent = true;
  for (std::size_t i = 0; i < sent.size() && is_sent; ++i) {
    is_sent = send(names[i], sent[i].arguments);
  }
  if (!is_sent || PQpipelineSync(connection_.get()) != 1) return Failure{gone()};
  return take_all(sent.size());
}

/// Also what stands behind the first trouble is taken, so that the connection can go on.
Connection::Asked<std::vector<Rows>> Connection::take_all(std::size_t count) {
  const Deadline until = deadline();
  if (!drain(until)) return Failure{gone()};
  std::vector<Rows> out;
  std::optional<Trouble> first;
  for (std::size_t i = 0; i < count; ++i) {
    Rows rows(next(until));
    if (rows.raw() == nullptr || !is_open()) return Failure{first.value_or(trouble(rows.raw()))};
    if (!is_done(rows.raw()) && !first) first = trouble(rows.raw());
    out.push_back(std::move(rows));
    const Rows end(next(until));  // null: this statement is over
    if (!is_open()) return Failure{first.value_or(gone())};
  }
  const Rows sync(next(until));
  if (!is_open() || PQexitPipelineMode(connection_.get()) != 1) {
    return Failure{first.value_or(gone())};
  }
  if (first) return Failure{std::move(*first)};
  return out;
}

}  // namespace veinline::storage::postgres
