// SPDX-License-Identifier: Apache-2.0
// Lines: many connections to one server on loopback, served by one thread: what a load is made of.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/bench/figures.hpp"

namespace veinline::tools::bench {

/// One open connection, not blocking; closed at its end.
class Line {
 public:
  static Measured<Line> open(std::uint16_t port);
  Line(Line&& other) noexcept;
  Line& operator=(Line&&) = delete;
  ~Line();

  /// Sends all of it, and waits where the server does not take it at once.
  bool say(std::string_view text);
  /// What came since the last call is behind what came before. False: the server closed it.
  bool hear();
  [[nodiscard]] int file() const { return file_; }
  std::string heard;

 private:
  explicit Line(int file) : file_(file) {}
  int file_;
};

/// Waits until one of them has something to hear, and tells which; again until told to stop.
/// False: a server closed one, or nothing came for ten seconds.
bool listen_to(std::vector<Line>& lines, const std::function<bool(std::size_t which)>& heard);

/// The first whole answer in the text, which has a Content-Length: its status, and how long it is.
/// 0: it is not whole yet.
struct Heard {
  int status = 0;
  std::size_t length = 0;
};
Heard first_answer(std::string_view text);

}  // namespace veinline::tools::bench
