// SPDX-License-Identifier: Apache-2.0
#include "fault/worker.hpp"

#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <vector>

#include "commands/prepare.hpp"
#include "journey/codec.hpp"
#include "node/node.hpp"
#include "support/given.hpp"

namespace veinline::fault {

using commands::Request;
using kernel::Value;

namespace {

constexpr std::size_t in_flight = 8;

/// One line in one write: lines of several threads do not mix, and a killed one is not half there.
void tell(const std::string& line) {
  const std::string whole = line + "\n";
  if (::write(STDOUT_FILENO, whole.data(), whole.size()) < 0) ::_exit(3);
}

class Crowd {
 public:
  Crowd(node::Node& node, Asker asker, std::string prefix, std::vector<std::string> again)
      : node_(node),
        asker_(std::move(asker)),
        prefix_(std::move(prefix)),
        again_(std::move(again)) {}

  void run() {
    for (std::size_t i = 0; i < in_flight; ++i) send();
    std::unique_lock lock(mutex_);
    failed_.wait(lock, [&] { return has_failed_; });
  }

 private:
  void send() {
    const std::string key = next();
    tell("ask " + key);
    node_.desk().submit(request_of(asker_, key), [this, key](const commands::Desk::Reply& reply) {
      if (!reply && reply.error().kind == commands::ProblemKind::busy) return send_again(key);
      if (!reply) return fail(reply.error().code);
      tell("answer " + key + " " + std::to_string(reply->records.front().seq) + " " +
           std::to_string(reply->records.size()));
      send();
    });
  }
  /// Too many were at it at once, on a machine that does much else: nothing was recorded.
  void send_again(const std::string& key) {
    {
      const std::lock_guard lock(mutex_);
      again_.push_back(key);
    }
    send();
  }
  std::string next() {
    const std::lock_guard lock(mutex_);
    if (again_.empty()) return support::opaque_key(prefix_ + std::to_string(sent_++));
    std::string key = again_.back();
    again_.pop_back();
    return key;
  }
  void fail(const std::string& code) {
    tell("failed " + code);
    const std::lock_guard lock(mutex_);
    has_failed_ = true;
    failed_.notify_one();
  }

  node::Node& node_;
  const Asker asker_;
  const std::string prefix_;
  std::mutex mutex_;
  std::condition_variable failed_;
  std::vector<std::string> again_;
  std::uint64_t sent_ = 0;
  bool has_failed_ = false;
};

}  // namespace

Request request_of(const Asker& asker, const std::string& key) {
  const std::uint64_t seed = std::hash<std::string>{}(key);
  support::SeededEntropy entropy(seed);
  Request out;
  out.account = asker.account;
  out.key = key;
  const std::string id = commands::fresh_id(entropy);
  if (seed % 3 == 0) {
    out.command = "study/register_site";
    out.data = support::object({{"site", Value(id)},
                                {"code", Value("C" + id.substr(0, 9))},
                                {"kind", Value("hospital")},
                                {"zone", Value("Etc/UTC")}});
    return out;
  }
  out.command = "staff/add_person";  // with a name, so that the vault is written too
  out.data = support::object({{"person", Value(id)},
                              {"site", Value(asker.site)},
                              {"roles", Value(kernel::Array{Value("courier")})},
                              {"name", Value("Name " + key)}});
  return out;
}

bool holds_name(vault::Vault& vault, const ledger::Record& record) {
  const ledger::Draft& draft = record.draft;
  const auto sealed = journey::codec::Leaf<kernel::Sealed>::get(*draft.data.find("name"));
  if (!sealed) return false;
  const vault::Place place{draft.node, draft.changes.at(0), "staff/add_person.name"};
  const auto opened = vault.open(*sealed, place);
  return opened && opened->reveal() == "Name " + draft.command.key;
}

int work(std::span<char*> arguments) {
  const std::vector<std::string> words(arguments.begin(), arguments.end());
  auto node = node::Node::open(words.at(0), {.workers = 3});
  if (!node) {
    tell("failed " + node.error().code);
    return 1;
  }
  const auto first = (*node)->store().read(1, 1).value();
  const ledger::Draft founding = ledger::parse_record(first.at(0).bytes).value().draft;
  Crowd(**node, {founding.by, founding.at}, words.at(1), {words.begin() + 2, words.end()}).run();
  return 2;
}

}  // namespace veinline::fault
