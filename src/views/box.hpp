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

/// {consignment, courier, from, to, items, seal?, until, with}: what is on the box, and who has it:
/// "you", "company" or "another". Nothing of whose it is.
Result<Object, NoView> box(const Sources& sources, const journey::ConsignmentId& box);

}  // namespace veinline::views
