// SPDX-License-Identifier: Apache-2.0
// PagePack: what web/tools/pack.mjs wrote: the files of the page, each also compressed, and which
// addresses are screens.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/net/message.hpp"

namespace veinline::gateway::http {

struct PackedFile {
  std::string path;  ///< "/" is the page itself
  std::string type;
  bool is_hashed = false;  ///< its name changes with its bytes: it may be kept for ever
  std::shared_ptr<const net::Prepared> forms;
};

struct PagePack {
  std::vector<PackedFile> files;
  std::vector<std::string> screens;  ///< first parts of the addresses that the page draws itself
};

/// Nothing when the bytes are no pack, or point outside themselves.
std::optional<PagePack> read_page_pack(std::string_view bytes);

/// The one that this program was built with.
const PagePack& page_pack();

}  // namespace veinline::gateway::http
