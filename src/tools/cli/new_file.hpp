// SPDX-License-Identifier: Apache-2.0
// NewFile: a new file for a secret or for evidence, readable by its owner alone from its first byte
// on. None is written over.
#pragma once

#include <string>
#include <string_view>

#include "kernel/result.hpp"

namespace veinline::tools::cli {

class NewFile {
 public:
  /// Makes the file, empty, mode 0600. The error is a sentence: a file that is there is refused.
  static kernel::Result<NewFile, std::string> create(const std::string& path);
  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  NewFile(const NewFile&) = delete;
  /// A file that was not finished goes again.
  ~NewFile();

  void write(std::string_view bytes);
  /// True: all that was written is on the disk.
  [[nodiscard]] bool finish();

 private:
  NewFile(std::string path, int file) : path_(std::move(path)), file_(file) {}

  std::string path_;
  int file_;
  bool works_ = true;
  bool is_finished_ = false;
};

}  // namespace veinline::tools::cli
