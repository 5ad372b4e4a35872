// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/pipe.hpp"

namespace veinline::gateway::net {

Pipe::Put Pipe::put(std::shared_ptr<const std::string> piece) {
  const std::lock_guard lock(mutex_);
  if (is_gone_ || is_closed_) return Put::refused;
  const bool was_empty = waiting_.empty();
  if (bytes_ + piece->size() > outlet_bytes_max) {
    is_gone_ = true;
    waiting_.clear();
    bytes_ = 0;
    return Put::refused;
  }
  bytes_ += piece->size();
  waiting_.push_back(std::move(piece));
  return was_empty ? Put::first : Put::more;
}

void Pipe::close() {
  const std::lock_guard lock(mutex_);
  is_closed_ = true;
}

void Pipe::give_up() {
  const std::lock_guard lock(mutex_);
  is_gone_ = true;
  waiting_.clear();
  bytes_ = 0;
}

std::string Pipe::take() {
  const std::lock_guard lock(mutex_);
  std::string out;
  out.reserve(bytes_);
  for (const auto& piece : waiting_) out += *piece;
  waiting_.clear();
  bytes_ = 0;
  return out;
}

std::size_t Pipe::waiting() {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

bool Pipe::is_given_up() {
  const std::lock_guard lock(mutex_);
  return is_gone_;
}

bool Pipe::is_over() {
  const std::lock_guard lock(mutex_);
  return is_gone_ || (is_closed_ && waiting_.empty());
}

}  // namespace veinline::gateway::net
