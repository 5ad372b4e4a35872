// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/page_pack.hpp"

#include "kernel/canonical.hpp"
#include "kernel/invariant.hpp"

extern "C" {
extern const char veinline_page_begin[];
extern const char veinline_page_end[];
}

namespace veinline::gateway::http {

namespace {

constexpr std::string_view mark = "VLPG1\n";
constexpr std::size_t length_bytes = 8;
constexpr std::size_t index_bytes_max = 1024 * 1024;

std::optional<std::uint64_t> u64_be(std::string_view bytes) {
  if (bytes.size() < length_bytes) return std::nullopt;
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < length_bytes; ++i) {
    out = (out << 8U) | static_cast<unsigned char>(bytes[i]);
  }
  return out;
}

/// What [from, size] of the index names, or nothing when it lies outside; empty where the file has
/// no such form.
std::optional<std::string> part(std::string_view parts, const kernel::Value* place) {
  if (place == nullptr) return std::string();
  const kernel::Array* both = place->array();
  if (both == nullptr || both->size() != 2) return std::nullopt;
  const std::int64_t *from = (*both)[0].integer(), *size = (*both)[1].integer();
  if (from == nullptr || size == nullptr || *from < 0 || *size < 0) return std::nullopt;
  const auto begin = static_cast<std::size_t>(*from), count = static_cast<std::size_t>(*size);
  if (begin > parts.size() || count > parts.size() - begin) return std::nullopt;
  return std::string(parts.substr(begin, count));
}

std::optional<PackedFile> file_of(const kernel::Value& entry, std::string_view parts) {
  const kernel::Object* said = entry.object();
  if (said == nullptr) return std::nullopt;
  const auto text = [&](const char* name) {
    const kernel::Value* value = said->find(name);
    return value == nullptr ? nullptr : value->string();
  };
  const auto *path = text("path"), *type = text("type"), *etag = text("etag");
  const kernel::Value* hashed = said->find("hashed");
  if (path == nullptr || type == nullptr || etag == nullptr || hashed == nullptr) {
    return std::nullopt;
  }
  auto plain = part(parts, said->find("plain"));
  auto gzip = part(parts, said->find("gzip"));
  auto br = part(parts, said->find("br"));
  if (!plain || !gzip || !br) return std::nullopt;
  return PackedFile{
      .path = *path,
      .type = *type,
      .is_hashed = hashed->boolean() != nullptr && *hashed->boolean(),
      .forms = std::make_shared<const net::Prepared>(net::Prepared{.plain = std::move(*plain),
                                                                   .gzip = std::move(*gzip),
                                                                   .etag = *etag,
                                                                   .br = std::move(*br)})};
}

}  // namespace

std::optional<PagePack> read_page_pack(std::string_view bytes) {
  if (!bytes.starts_with(mark)) return std::nullopt;
  bytes.remove_prefix(mark.size());
  const auto length = u64_be(bytes);
  if (!length || *length > index_bytes_max || *length > bytes.size() - length_bytes) {
    return std::nullopt;
  }
  const std::string_view index = bytes.substr(length_bytes, *length);
  const std::string_view parts = bytes.substr(length_bytes + *length);
  auto read = kernel::parse_json(index, {.bytes_max = index_bytes_max, .depth_max = 8});
  if (!read || read->object() == nullptr) return std::nullopt;
  const kernel::Value* files = read->object()->find("files");
  const kernel::Value* screens = read->object()->find("screens");
  if (files == nullptr || files->array() == nullptr || screens == nullptr ||
      screens->array() == nullptr) {
    return std::nullopt;
  }
  PagePack out;
  for (const kernel::Value& entry : *files->array()) {
    auto file = file_of(entry, parts);
    if (!file) return std::nullopt;
    out.files.push_back(std::move(*file));
  }
  for (const kernel::Value& screen : *screens->array()) {
    if (screen.string() == nullptr) return std::nullopt;
    out.screens.push_back(*screen.string());
  }
  return out;
}

const PagePack& page_pack() {
  static const PagePack pack = [] {
    auto read = read_page_pack(
        {veinline_page_begin, static_cast<std::size_t>(veinline_page_end - veinline_page_begin)});
    INVARIANT(read);  // the build wrote it
    return std::move(*read);
  }();
  return pack;
}

}  // namespace veinline::gateway::http
