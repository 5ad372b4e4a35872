// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/process.hpp"

#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

namespace veinline::tools::cli {

using gateway::metrics::Process;

namespace {

constexpr std::size_t field_of_start = 19;     ///< of proc(5) stat, counted behind the name: 22 - 3
constexpr std::size_t field_of_resident = 21;  ///< 24 - 3

std::string text_of(const char* path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The fields behind the program's name, which may hold any character.
std::vector<std::int64_t> fields_of_stat() {
  const std::string stat = text_of("/proc/self/stat");
  const std::size_t end_of_name = stat.rfind(')');
  if (end_of_name == std::string::npos) return {};
  std::istringstream in(stat.substr(end_of_name + 2));
  std::string state;
  in >> state;
  std::vector<std::int64_t> out{0};
  for (std::int64_t one = 0; in >> one;) out.push_back(one);
  return out;
}

std::int64_t booted_s() {
  std::istringstream in(text_of("/proc/stat"));
  std::string word;
  while (in >> word) {
    std::int64_t seconds = 0;
    if (word == "btime" && in >> seconds) return seconds;
  }
  return 0;
}

std::int64_t ms_of(const timeval& time) {
  return std::int64_t{time.tv_sec} * 1000 + time.tv_usec / 1000;
}

}  // namespace

Process read_process() {
  Process out;
  const std::vector<std::int64_t> fields = fields_of_stat();
  if (fields.size() > field_of_resident) {
    out.resident_bytes = static_cast<std::uint64_t>(fields[field_of_resident]) *
                         static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    out.started_ms = booted_s() * 1000 + fields[field_of_start] * 1000 / ::sysconf(_SC_CLK_TCK);
  }
  std::error_code ignored;
  for (const auto& file : std::filesystem::directory_iterator("/proc/self/fd", ignored)) {
    static_cast<void>(file);
    ++out.open_files;
  }
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) == 0) out.open_files_max = files.rlim_cur;
  rusage used{};
  if (::getrusage(RUSAGE_SELF, &used) == 0)
    out.cpu_ms = ms_of(used.ru_utime) + ms_of(used.ru_stime);
  return out;
}

std::optional<std::uint64_t> free_bytes(const std::string& folder) {
  struct statvfs room {};
  if (::statvfs(folder.c_str(), &room) != 0) return std::nullopt;
  return std::uint64_t{room.f_bavail} * room.f_frsize;
}

}  // namespace veinline::tools::cli
