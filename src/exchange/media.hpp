// SPDX-License-Identifier: Apache-2.0
// What bytes are, by the bytes alone.
#pragma once

#include <optional>
#include <string_view>

#include "journey/papers/papers.hpp"

namespace veinline::exchange {

/// By the signature with which they begin, and of a text by its being UTF-8 without control
/// characters; empty: nothing that is kept as a document. Bytes that begin like a page of HTML or a
/// drawing with scripts are no plain text.
std::optional<journey::papers::Media> media_of(std::string_view bytes);
/// "application/pdf"
std::string_view content_type(journey::papers::Media media);
/// ".pdf"
std::string_view extension(journey::papers::Media media);

}  // namespace veinline::exchange
