// SPDX-License-Identifier: Apache-2.0
#include "exchange/pdf_confine.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <vector>

namespace veinline::exchange {

namespace {

/// The kernel's own, with the member that headers older than the kernel lack.
struct Ruleset {
  std::uint64_t files = 0;
  std::uint64_t net = 0;
};

constexpr std::uint64_t tcp = 3;  ///< to bind and to connect: from the fourth form on
constexpr std::uint64_t reads = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;

/// Everything that this form of Landlock can keep from a process. The first form has 13 rights.
std::uint64_t all_of_files(long form) {
  std::uint64_t bits = 13;
  if (form >= 2) ++bits;  // to move between folders
  if (form >= 3) ++bits;  // to cut
  if (form >= 5) ++bits;  // to speak to devices
  return (std::uint64_t{1} << bits) - 1;
}

long form_of_kernel() {
  return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

/// Where programs and fonts are, and what was read of these. /dev/urandom: a PDF has a new id.
std::vector<std::string> places() {
  std::vector<std::string> out{"/usr", "/etc/fonts", "/var/cache/fontconfig", "/dev/urandom"};
  if (const char* cache = std::getenv("XDG_CACHE_HOME")) {
    out.push_back(std::string(cache) + "/fontconfig");
  } else if (const char* home = std::getenv("HOME")) {
    out.push_back(std::string(home) + "/.cache/fontconfig");
  }
  return out;
}

/// False: it is there, and cannot be let in.
bool is_let_in(int rules, const std::string& place) {
  const int opened = ::open(place.c_str(), O_PATH | O_CLOEXEC);
  if (opened < 0) return true;
  struct stat what {};
  const bool is_known = ::fstat(opened, &what) == 0;
  landlock_path_beneath_attr rule{};
  rule.allowed_access = S_ISDIR(what.st_mode) ? reads : LANDLOCK_ACCESS_FS_READ_FILE;
  rule.parent_fd = opened;
  const bool is_in = is_known && ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH,
                                           &rule, 0) == 0;
  ::close(opened);
  return is_in;
}

}  // namespace

bool can_confine() {
  return form_of_kernel() > 0;
}

Confined confine_this_process() {
  const long form = form_of_kernel();
  if (form <= 0) {
    return errno == ENOSYS || errno == EOPNOTSUPP ? Confined::not_at_all : Confined::not_by_error;
  }
  const Ruleset kept{.files = all_of_files(form), .net = form >= 4 ? tcp : 0};
  const std::size_t size = form >= 4 ? sizeof(Ruleset) : sizeof(Ruleset::files);
  const long made = ::syscall(SYS_landlock_create_ruleset, &kept, size, 0);
  if (made < 0) return Confined::not_by_error;
  const int rules = static_cast<int>(made);
  bool is_done = true;
  for (const std::string& place : places()) is_done = is_done && is_let_in(rules, place);
  is_done = is_done && ::syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  ::close(rules);
  return is_done ? Confined::fully : Confined::not_by_error;
}

}  // namespace veinline::exchange
