// SPDX-License-Identifier: Apache-2.0
#include "kernel/base64url.hpp"

#include <algorithm>

namespace veinline::kernel {
namespace {

void exchange(std::string& text, char from, char to) {
  std::replace(text.begin(), text.end(), from, to);
}

}  // namespace

std::string to_base64url(ByteView bytes) {
  std::string text = to_base64(bytes);
  while (text.ends_with('=')) text.pop_back();
  exchange(text, '+', '-');
  exchange(text, '/', '_');
  return text;
}

Result<Bytes, BadText> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1 || text.find_first_of("+/=") != std::string_view::npos) {
    return Failure{BadText{"a base64url text uses A-Z, a-z, 0-9, - and _, without padding"}};
  }
  std::string padded(text);
  exchange(padded, '-', '+');
  exchange(padded, '_', '/');
  padded.append((4 - padded.size() % 4) % 4, '=');
  return from_base64(padded);
}

}  // namespace veinline::kernel
