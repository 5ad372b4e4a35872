// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/erasures.hpp"

#include <iostream>

#include "tools/verify/files.hpp"
#include "tools/verify/verify.hpp"

namespace veinline::tools::cli {

using kernel::Done;
using kernel::Failure;
using kernel::Result;

namespace {

const Failure<std::string> cannot_read{std::string("The evidence of erasures cannot be read.")};

/// Of one record: 1 when it says that a key is destroyed.
Result<std::uint64_t, std::string> take(node::Node& node, std::string_view bytes) {
  const auto record = ledger::parse_record(bytes);
  if (!record) return cannot_read;
  const journey::FactType* type = node.catalogue().fact(record->draft.fact);
  if (type == nullptr || type->destroys == nullptr) return std::uint64_t{0};
  const auto doomed = type->destroys(record->draft.data);
  if (!doomed) return cannot_read;
  const bool is_destroyed = node.vault().destroy(doomed->owner.key, doomed->key_class).has_value();
  if (is_destroyed && node.patients().forget(*doomed)) return std::uint64_t{1};
  return Failure{std::string("A key could not be destroyed in the vault.")};
}

}  // namespace

Result<Done, std::string> take_erasures(node::Node& node, const std::string& file) {
  if (file.empty()) return Done{};
  auto judged = verify::FileSource::open(file);
  if (!judged) return cannot_read;
  const verify::Verdict verdict =
      verify::verify_bundle(*judged, {.key = node.identity().vkey, .since = {}, .witnesses = {}});
  if (verdict.result != verify::Verdict::Result::intact) {
    return Failure{"The evidence of erasures is not intact, or not of this log: " +
                   verdict.message};
  }
  auto source = verify::FileSource::open(file);
  if (!source) return cannot_read;
  ledger::BundleReader reader(*source);
  if (!reader.head()) return cannot_read;
  std::uint64_t count = 0;
  for (;;) {
    const auto item = reader.next();
    if (!item) return cannot_read;
    if (!*item) break;
    TRY(const std::uint64_t taken, take(node, (*item)->record));
    count += taken;
  }
  std::cout << count << " erasures are done again\n";
  return Done{};
}

}  // namespace veinline::tools::cli
