// SPDX-License-Identifier: Apache-2.0
#include "exchange/pdf_prison.hpp"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace veinline::exchange {

namespace {

constexpr rlim_t memory_bytes_max =
    1024UL * 1024 * 1024;  ///< of addresses, libraries and fonts too
constexpr rlim_t cpu_s_max = 20;
constexpr rlim_t files_max = 32;  ///< open at once: fonts

bool is_limited(int what, rlim_t most) {
  const rlimit limit{most, most};
  return ::setrlimit(static_cast<__rlimit_resource>(what), &limit) == 0;
}

bool has_limits() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // these reserve terabytes
  if (!is_limited(RLIMIT_AS, memory_bytes_max)) return false;
#endif
  ::signal(SIGXFSZ, SIG_IGN);  // a cache of fonts that cannot be written is none
  return is_limited(RLIMIT_CPU, cpu_s_max) && is_limited(RLIMIT_FSIZE, 0) &&
         is_limited(RLIMIT_NOFILE, files_max) && is_limited(RLIMIT_CORE, 0);
}

/// Where fonts and libraries are, and what says so. What is not there is left out.
std::vector<std::string> places() {
  std::vector<std::string> out{"/usr/share", "/usr/lib", "/usr/local/share/fonts", "/etc/fonts",
                               "/var/cache/fontconfig"};
  for (const char* name : {"XDG_CACHE_HOME", "XDG_DATA_HOME"}) {
    if (const char* value = std::getenv(name)) out.push_back(value + std::string("/fontconfig"));
  }
  for (const char* name : {"FONTCONFIG_FILE", "FONTCONFIG_PATH"}) {
    if (const char* value = std::getenv(name)) out.emplace_back(value);
  }
  if (const char* home = std::getenv("HOME")) {
    for (const char* folder : {"/.fonts", "/.local/share/fonts", "/.cache/fontconfig"}) {
      out.push_back(std::string(home) + folder);
    }
  }
  return out;
}

/// Where the system has it. False: it has, and refuses.
bool reads_fonts_alone() {
  if (!files_can_be_closed()) {
    return true;
  }
  constexpr std::uint64_t reads = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
  landlock_ruleset_attr rules{};
  rules.handled_access_fs = reads | LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                            LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                            LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                            LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                            LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                            LANDLOCK_ACCESS_FS_MAKE_SYM;
  const auto made =
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &rules, sizeof(rules), 0));
  if (made < 0) return false;
  for (const std::string& place : places()) {
    const int folder = ::open(place.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) continue;
    landlock_path_beneath_attr beneath{};
    beneath.allowed_access = reads;
    beneath.parent_fd = folder;
    ::syscall(SYS_landlock_add_rule, made, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    ::close(folder);
  }
  const bool is_bound = ::syscall(SYS_landlock_restrict_self, made, 0) == 0;
  ::close(made);
  return is_bound;
}

#if defined(__x86_64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_AARCH64;
#endif
constexpr std::uint32_t of_another_width = 0x4000'0000;  ///< calls of x32 begin here

/// Calls to the system that nobody needs who reads a PDF. The file of its own fonts it opens, a
/// socket it does not.
constexpr long refused_calls[] = {SYS_socket,
                                  SYS_socketpair,
                                  SYS_connect,
                                  SYS_bind,
                                  SYS_listen,
                                  SYS_accept4,
                                  SYS_execve,
                                  SYS_execveat,
                                  SYS_ptrace,
                                  SYS_process_vm_readv,
                                  SYS_process_vm_writev,
                                  SYS_kill,
                                  SYS_tkill,
                                  SYS_pidfd_open,
                                  SYS_pidfd_getfd,
                                  SYS_pidfd_send_signal,
                                  SYS_rt_sigqueueinfo,
                                  SYS_rt_tgsigqueueinfo,
                                  SYS_unshare,
                                  SYS_setns,
                                  SYS_mount,
                                  SYS_bpf,
                                  SYS_userfaultfd,
                                  SYS_perf_event_open,
                                  SYS_io_uring_setup,
                                  SYS_keyctl,
                                  SYS_add_key,
                                  SYS_request_key,
                                  SYS_truncate,
                                  SYS_shmget,
                                  SYS_msgget,
                                  SYS_mq_open};

/// Each is answered as if it were not allowed.
bool calls_no_more() {
  constexpr auto number_at = static_cast<std::uint32_t>(offsetof(seccomp_data, nr));
  constexpr auto architecture_at = static_cast<std::uint32_t>(offsetof(seccomp_data, arch));
  constexpr std::uint32_t refuse = SECCOMP_RET_ERRNO | EPERM;
  std::vector<sock_filter> filter{BPF_STMT(BPF_LD | BPF_W | BPF_ABS, architecture_at),
                                  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0),
                                  BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
                                  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, number_at),
                                  BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, of_another_width, 0, 1),
                                  BPF_STMT(BPF_RET | BPF_K, refuse)};
  for (const long call : refused_calls) {
    filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 1));
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, refuse));
  }
  filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

}  // namespace

bool files_can_be_closed() {
  return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) >= 1;
}

bool bind_pdf_worker() {
  return has_limits() && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 && reads_fonts_alone() && calls_no_more();
}

}  // namespace veinline::exchange
