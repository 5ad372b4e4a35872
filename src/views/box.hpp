// SPDX-License-Identifier: Apache-2.0
// Box: one consignment as the courier of its link sees it, and how that link stands.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "journey/transport/link.hpp"
#include "views/view.hpp"

namespace veinline::views {

/// The newest link of a box, for the door that it opens. Nothing: there is none.
Result<std::optional<journey::transport::CourierLink>, NoView> link_of(
    const Sources& sources, const journey::ConsignmentId& box);
/// The courier whom it lets look after the box now, for who holds what it was exchanged for.
Result<std::optional<std::string>, NoView> courier_of(const Sources& sources,
                                                      const journey::ConsignmentId& box,
                                                      std::string_view session,
                                                      kernel::Instant now);
/// Whether a link of the box was once exchanged for this: it may be replaced, revoked or over.
Result<bool, NoView> was_exchanged_for(const Sources& sources, const journey::ConsignmentId& box,
                                       std::string_view session);

/// {company?, consignment, courier, from, high?, holds_until?, items, low?, outcome?, remark?,
/// seal?, to, until, with}: what is on the box, who has it ("you", "company" or "another"), whose
/// company the courier works for, what it must be kept at, and what was said of it last. Nothing of
/// whose it is; nor when what is in it expires, which would tell what was made for whom.
Result<Object, NoView> box(const Sources& sources, const journey::ConsignmentId& box);

}  // namespace veinline::views
