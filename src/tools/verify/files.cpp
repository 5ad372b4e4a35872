// SPDX-License-Identifier: Apache-2.0
// Reading files through the C library, which says at each step whether it worked.
#include "tools/verify/files.hpp"

#include <filesystem>
#include <system_error>

#include "ledger/tiles.hpp"

namespace veinline::tools::verify {

using kernel::Failure;
using kernel::Result;

namespace {
// The longest file of the layout is a full entry bundle.
constexpr std::size_t file_bytes_max =
    std::size_t{ledger::tile_width_max} * (ledger::entry_bytes_max + 2);
}  // namespace

Result<FileSource, Fault> FileSource::open(const std::string& path) {
  File file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return Failure{Fault::unreadable};
  return FileSource(std::move(file));
}

Result<std::size_t, Fault> FileSource::read(std::span<char> into) {
  const std::size_t count = std::fread(into.data(), 1, into.size(), file_.get());
  if (count == 0 && std::ferror(file_.get()) != 0) return Failure{Fault::unreadable};
  return count;
}

Result<std::string, Fault> read_file(const std::string& path, std::size_t bytes_max) {
  TRY(FileSource file, FileSource::open(path));
  constexpr std::size_t piece = 64 * 1024;
  std::string out;
  while (true) {
    const std::size_t held = out.size();
    out.resize(held + piece);
    TRY(const std::size_t count, file.read(std::span(out).subspan(held)));
    out.resize(held + count);
    if (count == 0) return out;
    if (out.size() > bytes_max) return Failure{Fault::unreadable};
  }
}

Result<std::optional<std::string>, Fault> FolderSource::read(std::string_view path) const {
  const std::string whole = folder_ + "/" + std::string(path);
  std::error_code error;
  const auto status = std::filesystem::status(whole, error);
  if (status.type() == std::filesystem::file_type::not_found) return std::optional<std::string>{};
  if (error) return Failure{Fault::unreadable};
  TRY(std::string text, read_file(whole, file_bytes_max));
  return std::optional(std::move(text));
}

}  // namespace veinline::tools::verify
