// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/new_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace veinline::tools::cli {

using kernel::Failure;
using kernel::Result;

Result<NewFile, std::string> NewFile::create(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) return NewFile(path, file);
  if (errno == EEXIST) {
    return Failure{"There is a file " + path +
                   " already, and it is not written over. Nothing was made; name a new one."};
  }
  return Failure{"The file " + path + " cannot be made. Nothing was made; check the path."};
}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)),
      file_(other.file_),
      works_(other.works_),
      is_finished_(other.is_finished_) {
  other.file_ = -1;
}

NewFile::~NewFile() {
  if (file_ < 0) return;
  ::close(file_);
  if (!is_finished_) ::unlink(path_.c_str());
}

void NewFile::write(std::string_view bytes) {
  while (works_ && !bytes.empty()) {
    const ssize_t count = ::write(file_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    works_ = count > 0;
    if (works_) bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

bool NewFile::finish() {
  is_finished_ = works_ && ::fsync(file_) == 0;
  return is_finished_;
}

}  // namespace veinline::tools::cli
