// SPDX-License-Identifier: Apache-2.0
#include "support/given.hpp"

#include <stdlib.h>
#include <unistd.h>

#include "kernel/digest.hpp"
#include "kernel/invariant.hpp"

namespace veinline::support {

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "veinline-test-XXXXXX").string();
  INVARIANT(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

kernel::Object object(std::initializer_list<std::pair<std::string_view, kernel::Value>> members) {
  kernel::Object out;
  for (const auto& [key, value] : members) out.set(key, value);
  return out;
}

kernel::Value quantity(std::string_view value, std::string_view unit) {
  return kernel::Value(object({{"unit", unit}, {"value", value}}));
}

std::string opaque_key(std::string_view text) {
  const kernel::Digest digest = kernel::sha256(text);
  std::string out = kernel::to_hex(digest.view().first(16));
  out[12] = '4';
  out[16] = '8';
  for (const std::size_t at : {8U, 13U, 18U, 23U}) out.insert(at, 1, '-');
  return out;
}

std::uint64_t seed_of_this_run() {
  if (const char* given = std::getenv("VEINLINE_SEED")) return std::strtoull(given, nullptr, 10);
  return static_cast<std::uint64_t>(getpid());  // another one each time, and printed
}

std::size_t campaign(std::size_t few, std::size_t many) {
  const char* wanted = std::getenv("VEINLINE_CAMPAIGN");
  return wanted != nullptr && std::string_view(wanted) == "full" ? many : few;
}

}  // namespace veinline::support
