// SPDX-License-Identifier: Apache-2.0
// The process that reads one PDF, as it sees itself.
#include <unistd.h>

#include <cerrno>

#include "exchange/pdf_prison.hpp"
#include "exchange/pdf_process.hpp"
#include "exchange/pdf_task.hpp"

namespace veinline::exchange {

namespace {

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
  if (bind_pdf_worker()) {
    const std::string bytes = whole(in);
    if (const auto task = read_task(bytes)) answer = done(*task);
  }
  return written(out, answer_bytes(answer)) ? 0 : 1;
}

}  // namespace veinline::exchange
