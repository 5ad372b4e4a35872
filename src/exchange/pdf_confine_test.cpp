// SPDX-License-Identifier: Apache-2.0
// Whoever reads a PDF opens no key, writes nothing and calls nobody.
#include "exchange/pdf_confine.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace veinline::exchange {
namespace {

bool opens(const std::string& path, int how) {
  const int opened = ::open(path.c_str(), how, 0600);
  if (opened >= 0) ::close(opened);
  return opened >= 0;
}

/// True: it was let go as far as the other machine, where nobody listens.
bool calls() {
  const int line = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(1);
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int code = ::connect(line, reinterpret_cast<const sockaddr*>(&where), sizeof where);
  const bool is_let = code == 0 || errno != EACCES;
  ::close(line);
  return is_let;
}

/// What a process sees that confined itself, one bit each; 128: it could not.
int seen_from_within(const std::string& key) {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return 128;
  if (confine_this_process() != Confined::fully) return 128;
  const std::string parent = "/proc/" + std::to_string(::getppid()) + "/mem";
  int out = 0;
  if (opens(key, O_RDONLY)) out |= 1;
  if (opens(key, O_WRONLY)) out |= 2;
  if (opens(key + ".new", O_WRONLY | O_CREAT)) out |= 4;
  if (opens(parent, O_RDONLY)) out |= 8;
  if (calls()) out |= 16;
  if (!opens("/usr/bin/env", O_RDONLY)) out |= 32;
  if (!opens("/dev/urandom", O_RDONLY)) out |= 64;
  return out;
}

TEST(PdfConfine, a_process_that_reads_a_pdf_opens_no_key_writes_no_file_and_calls_nobody) {
  if (!can_confine()) GTEST_SKIP() << "this kernel has no Landlock";
  std::string key = "/tmp/veinline-key-XXXXXX";
  const int made = ::mkstemp(key.data());
  ASSERT_GE(made, 0);
  ::close(made);
  ASSERT_TRUE(opens(key, O_RDONLY)) << "as long as it is not confined";
  ASSERT_TRUE(calls());
  const pid_t child = ::fork();
  if (child == 0) ::_exit(seen_from_within(key));
  int how = 0;
  ASSERT_EQ(::waitpid(child, &how, 0), child);
  ASSERT_TRUE(WIFEXITED(how));
  const long calls_too = 16;
  EXPECT_EQ(WEXITSTATUS(how) & ~calls_too, 0);
  RecordProperty("calls", WEXITSTATUS(how) & calls_too ? "yes: an old form of Landlock" : "no");
  EXPECT_TRUE(opens(key, O_RDONLY)) << "nor is who started it";
  ::unlink(key.c_str());
}

}  // namespace
}  // namespace veinline::exchange
