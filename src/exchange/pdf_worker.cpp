// SPDX-License-Identifier: Apache-2.0
// The process that reads one PDF, as it sees itself.
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>

#include "exchange/pdf_confine.hpp"
#include "exchange/pdf_process.hpp"
#include "exchange/pdf_task.hpp"

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

/// False: it may not be bound. Then it reads nothing.
bool bind_this_process() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // these reserve terabytes
  if (!is_limited(RLIMIT_AS, memory_bytes_max)) return false;
#endif
  ::signal(SIGXFSZ, SIG_IGN);  // a cache of fonts that cannot be written is none
  return is_limited(RLIMIT_CPU, cpu_s_max) && is_limited(RLIMIT_FSIZE, 0) &&
         is_limited(RLIMIT_NOFILE, files_max) && is_limited(RLIMIT_CORE, 0) &&
         ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 &&
         confine_this_process() != Confined::not_by_error;  // an old kernel cannot: the server says
}

std::string whole(int in) {
  std::string out;
  std::string piece(64UL * 1024, '\0');
  while (out.size() <= pdf_task_bytes_max) {
    const ssize_t count = ::read(in, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    out.append(piece, 0, static_cast<std::size_t>(count));
  }
  return out;
}

bool written(int out, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(out, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

int run_pdf_worker(int in, int out) {
  PdfAnswer answer = kernel::Failure{PdfFault::not_run};
  if (bind_this_process()) {
    const std::string bytes = whole(in);
    if (const auto task = read_task(bytes)) answer = done(*task);
  }
  return written(out, answer_bytes(answer)) ? 0 : 1;
}

}  // namespace veinline::exchange
