// SPDX-License-Identifier: Apache-2.0
// Worker: a node under load in a process of its own, to be killed.
#pragma once

#include <span>
#include <string>

#include "commands/request.hpp"
#include "ledger/record.hpp"
#include "vault/vault.hpp"

namespace veinline::fault {

/// `folder prefix again...`: opens the data folder, sends the commands of the keys `again`, then
/// new ones under keys made of `prefix`, 8 in flight, until it is killed. Each is told on
/// standard output before it is sent ("ask KEY") and when it is answered ("answer KEY FIRST
/// COUNT").
int work(std::span<char*> arguments);

/// Who asks, and where new people work.
struct Asker {
  std::string account;
  std::string site;
};
/// The command of a key: the same key always asks the same.
commands::Request request_of(const Asker& asker, const std::string& key);

/// Whether the vault opens the name in what such a command of staff/add_person recorded.
bool holds_name(vault::Vault& vault, const ledger::Record& record);

}  // namespace veinline::fault
