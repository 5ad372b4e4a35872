// SPDX-License-Identifier: Apache-2.0
// Whoever took over a process that reads PDFs would find no way out of it.
#include "exchange/pdf_prison.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/landlock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <functional>

namespace veinline::exchange {
namespace {

/// Whether it is so in a process that was bound.
bool is_so_within(const std::function<bool()>& claim) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(bind_pdf_worker() && claim() ? 0 : 1);
  int status = 0;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool reads(const char* path) {
  return ::open(path, O_RDONLY) >= 0;
}

TEST(PdfPrison, lives_and_reads_fonts) {
  EXPECT_TRUE(is_so_within([] { return true; }));
  EXPECT_FALSE(is_so_within([] { return false; })) << "or nothing here was tried";
  EXPECT_TRUE(is_so_within([] { return reads("/usr/share"); }));
}

TEST(PdfPrison, has_no_network_and_no_other_process) {
  for (const int family : {AF_INET, AF_INET6, AF_UNIX, AF_NETLINK}) {
    EXPECT_TRUE(is_so_within([family] {
      return ::socket(family, SOCK_STREAM, 0) < 0 && errno == EPERM;
    })) << family;
  }
  EXPECT_TRUE(is_so_within([] {
    char* none[] = {nullptr};
    return ::execve("/bin/true", none, none) < 0 && errno == EPERM;
  }));
  EXPECT_TRUE(is_so_within([] { return ::kill(::getppid(), 0) < 0 && errno == EPERM; }));
}

TEST(PdfPrison, writes_no_file) {
  const std::string path = "/tmp/veinline-prison-" + std::to_string(::getpid());
  EXPECT_TRUE(is_so_within([&path] {
    const int file = ::open(path.c_str(), O_CREAT | O_WRONLY, 0600);
    return file < 0 || ::write(file, "x", 1) < 0;
  }));
  ::unlink(path.c_str());
}

TEST(PdfPrison, reads_nothing_but_fonts_where_the_system_can_see_to_it) {
  if (::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) < 1) {
    GTEST_SKIP() << "this system has no Landlock";
  }
  for (const char* path : {"/etc/passwd", "/proc/self/environ", "/tmp", "/"}) {
    ASSERT_TRUE(reads(path)) << path;
    EXPECT_FALSE(is_so_within([path] { return reads(path); })) << path;
  }
}

TEST(PdfPrison, may_take_so_much_and_no_more) {
  const auto most = [](int what) {
    rlimit limit{};
    ::getrlimit(static_cast<__rlimit_resource>(what), &limit);
    return limit.rlim_max;
  };
  EXPECT_TRUE(is_so_within([&] {
    return most(RLIMIT_CPU) == 20 && most(RLIMIT_FSIZE) == 0 && most(RLIMIT_NOFILE) == 32 &&
           most(RLIMIT_CORE) == 0;
  }));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_TRUE(is_so_within([&] { return most(RLIMIT_AS) == 1024UL * 1024 * 1024; }));
#endif
}

}  // namespace
}  // namespace veinline::exchange
