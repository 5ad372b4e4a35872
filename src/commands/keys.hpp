// SPDX-License-Identifier: Apache-2.0
// Keys: under which text a command key stands in the record for ever. docs/formats/record.md,
// "Command keys".
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "commands/request.hpp"
#include "kernel/random.hpp"

namespace veinline::commands {

/// A UUID of version 7 (RFC 9562): the milliseconds first, so that keys of one asker stand in the
/// order of time, then the bits of `rest` that are free.
std::string uuid_of_time(std::uint64_t ms, const std::array<std::uint8_t, 10>& rest);
/// A new command key of that form.
std::string fresh_key(kernel::Instant now, kernel::Entropy& entropy);

/// A UUID of version 4 or 7 in lower case: the one form of which we know that nobody's name or
/// number is in it.
bool is_opaque_key(std::string_view key);

/// What stands in the record and in the table of keys: the caller's own key when it is opaque, else
/// a keyed digest of it; of a line of an import always one, under a prefix that no other key has.
/// INVARIANT: source and key are UTF-8.
std::string stored_key(const Request& request, kernel::ByteView digest_key);

/// Everything that makes the body what it is, keyed so that its digest gives nothing away. Not
/// `after`: the same line of a file that was repaired elsewhere is the same command.
kernel::Digest body_digest(const Request& request, kernel::ByteView key);

/// The keys of the two commands that found a node.
inline constexpr const char* founding_keys[] = {"founding/site", "founding/person"};
/// Whether a node with this secret made the first record of a log. With another secret no repeated
/// command would be known again.
bool is_founding(const ledger::Record& first, kernel::ByteView digest_key);

}  // namespace veinline::commands
