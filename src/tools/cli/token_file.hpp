// SPDX-License-Identifier: Apache-2.0
// TokenFile: a new file for a secret, readable by its owner alone from its first byte on.
#pragma once

#include <string>

#include "kernel/result.hpp"

namespace veinline::tools::cli {

class TokenFile {
 public:
  /// Makes the file, empty, mode 0600. The error is a sentence: a file that is there is refused.
  static kernel::Result<TokenFile, std::string> create(const std::string& path);
  TokenFile(TokenFile&& other) noexcept;
  TokenFile& operator=(TokenFile&&) = delete;
  TokenFile(const TokenFile&) = delete;
  /// A file that nothing was written into goes again.
  ~TokenFile();

  /// Writes the line, and has it on the disk when it returns true.
  [[nodiscard]] bool write(const std::string& line);

 private:
  TokenFile(std::string path, int file) : path_(std::move(path)), file_(file) {}

  std::string path_;
  int file_;
  bool is_written_ = false;
};

}  // namespace veinline::tools::cli
