// SPDX-License-Identifier: Apache-2.0
// Addresses of a provider: which house they belong to, and how values stand in them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veinline::access {

constexpr std::size_t oidc_url_bytes_max = 2048;

/// "https://host[:port]" of an address, in lower case and without the usual port; the house that is
/// asked. Nothing for what is not https (http on this machine alone: localhost, 127.0.0.1, [::1]),
/// names a user, or has a fragment, a space, a control or a backslash.
std::optional<std::string> origin_of(std::string_view url);

using FormFields = std::vector<std::pair<std::string_view, std::string_view>>;
/// application/x-www-form-urlencoded: a query, or the body of a form.
std::string form_of(const FormFields& fields);
/// One value of it.
std::string form_encoded(std::string_view text);

}  // namespace veinline::access
