// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/token_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace veinline::tools::cli {

using kernel::Failure;
using kernel::Result;

Result<TokenFile, std::string> TokenFile::create(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) return TokenFile(path, file);
  if (errno == EEXIST) {
    return Failure{
        "There is a file " + path +
        " already, and others may be able to read it. Nothing was made; name a new one."};
  }
  return Failure{"The token file " + path + " cannot be made. Nothing was made; check the path."};
}

TokenFile::TokenFile(TokenFile&& other) noexcept
    : path_(std::move(other.path_)), file_(other.file_), is_written_(other.is_written_) {
  other.file_ = -1;
}

TokenFile::~TokenFile() {
  if (file_ < 0) return;
  ::close(file_);
  if (!is_written_) ::unlink(path_.c_str());
}

bool TokenFile::write(const std::string& line) {
  const std::string bytes = line + "\n";
  is_written_ = ::write(file_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
                ::fsync(file_) == 0;
  return is_written_;
}

}  // namespace veinline::tools::cli
