// SPDX-License-Identifier: Apache-2.0
#include "node/site_keys.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "kernel/digest.hpp"
#include "node/backing.hpp"

namespace veinline::node {

using kernel::Done;
using kernel::Failure;
using kernel::Result;
using storage::sqlite::SiteKeyFiles;
using storage::sqlite::SiteKeyIn;
using storage::sqlite::SiteKeySlot;
using storage::sqlite::SiteKeySource;

namespace {

using SiteKeyPointer = std::unique_ptr<vault::SiteKey>;

/// Overwritten where it lies, so that neither /proc nor a child has it afterwards.
void wipe(const char* variable, char* text) {
  ::explicit_bzero(text, std::strlen(text));
  ::unsetenv(variable);
}

Result<SiteKeyPointer, FolderFault> from_environment(SiteKeySlot slot, kernel::Entropy& entropy) {
  const char* const variable = storage::sqlite::site_key_variable(slot);
  char* const text = std::getenv(variable);
  if (text == nullptr || *text == '\0') {
    return no("site_key.not_given",
              std::string("The site key of this node is in the environment, and ") + variable +
                  " is not set. Nothing was recorded; give it to this process alone.");
  }
  auto bytes = kernel::from_hex(text);
  wipe(variable, text);
  std::array<std::uint8_t, 32> key{};
  if (!bytes || bytes->size() != key.size()) {
    return no("site_key.bad_text",
              std::string(variable) + " is not 64 hex characters. Nothing was recorded.");
  }
  std::copy(bytes->begin(), bytes->end(), key.begin());
  auto out = std::make_unique<vault::HeldSiteKey>(key, entropy);
  ::explicit_bzero(bytes->data(), bytes->size());
  ::explicit_bzero(key.data(), key.size());
  return SiteKeyPointer(std::move(out));
}

Result<SiteKeyPointer, FolderFault> from_token(const SiteKeySource& source,
                                               vault::IfMissing if_missing,
                                               kernel::Entropy& entropy) {
  auto key = vault::open_token_key(source.token, if_missing, entropy);
  if (!key) return no(key.error().code, key.error().sentence);
  return std::move(*key);
}

Result<SiteKeyPointer, FolderFault> key_of(const SiteKeyFiles& files, SiteKeySlot slot,
                                           kernel::Entropy& entropy) {
  const auto source = files.source(slot);
  if (!source) {
    return no("site_key.no_source",
              "The data folder does not say where its site key is. Nothing was recorded.");
  }
  switch (source->where) {
    case SiteKeyIn::environment:
      return from_environment(slot, entropy);
    case SiteKeyIn::token:
      return from_token(*source, vault::IfMissing::refuse, entropy);
    case SiteKeyIn::file:
      break;
  }
  auto bytes = files.bytes(slot);
  if (!bytes) return no("folder.key_missing", "keys/site.key is missing or not 32 bytes.");
  auto out = std::make_unique<vault::HeldSiteKey>(*bytes, entropy);
  ::explicit_bzero(bytes->data(), bytes->size());
  return SiteKeyPointer(std::move(out));
}

}  // namespace

Result<vault::SiteKeys, FolderFault> site_keys_of(const SiteKeyFiles& files,
                                                  kernel::Entropy& entropy) {
  vault::SiteKeys out;
  TRY(out.current, key_of(files, SiteKeySlot::current, entropy));
  if (!files.is_rotating()) return out;
  out.previous = std::move(out.current);
  TRY(out.current, key_of(files, SiteKeySlot::next, entropy));
  return out;
}

Result<Done, FolderFault> prepare_site_key(const SiteKeySource& next, kernel::Entropy& entropy) {
  if (next.where != SiteKeyIn::token) return Done{};
  TRY([[maybe_unused]] const SiteKeyPointer made,
      from_token(next, vault::IfMissing::make, entropy));
  return Done{};
}

}  // namespace veinline::node
