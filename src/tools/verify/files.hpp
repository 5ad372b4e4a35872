// SPDX-License-Identifier: Apache-2.0
// Files and folders as what verify reads.
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "tools/verify/verify.hpp"

namespace veinline::tools::verify {

/// A file, read once from its beginning.
class FileSource : public ledger::ByteSource {
 public:
  /// Fault::unreadable when there is no such file that we may read.
  static kernel::Result<FileSource, Fault> open(const std::string& path);
  [[nodiscard]] kernel::Result<std::size_t, Fault> read(std::span<char> into) override;

 private:
  struct Close {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, Close>;
  explicit FileSource(File file) : file_(std::move(file)) {}

  File file_;
};

/// A folder in the layout of c2sp.org/tlog-tiles.
class FolderSource : public PathSource {
 public:
  explicit FolderSource(std::string folder) : folder_(std::move(folder)) {}
  [[nodiscard]] kernel::Result<std::optional<std::string>, Fault> read(
      std::string_view path) const override;

 private:
  std::string folder_;
};

/// The whole of a small file. Fault::unreadable when it is not there or longer than `bytes_max`.
kernel::Result<std::string, Fault> read_file(const std::string& path, std::size_t bytes_max);

}  // namespace veinline::tools::verify
