// SPDX-License-Identifier: Apache-2.0
// Link: what lets a courier without an account look after one box on their telephone, for a while
// (R43). The log has digests of its secrets alone.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "journey/transport/handing.hpp"
#include "journey/transport/transport.hpp"

namespace veinline::journey::transport {

/// For how long at most a link counts.
constexpr std::chrono::hours link_lasts_max{72};

/// Aspect of a consignment: its newest link. An older one counts for nothing.
struct CourierLink {
  std::string link;     ///< SHA-256 of its secret, in hex
  std::string courier;  ///< person id
  kernel::Instant until{};
  std::string record;   ///< id of the record that issued it
  std::string session;  ///< SHA-256 of what it was exchanged for; empty: it was not
  bool revoked = false;
  bool operator==(const CourierLink&) const = default;
};

/// Whoever has the secret of the link looks after the box, as this courier.
struct LinkIssued {
  static constexpr std::string_view stored_name = "transport.link_issued/1";
  ConsignmentId consignment;
  PersonId courier;
  HexDigest link;
  kernel::Instant until;
  static constexpr auto describe() {
    return std::tuple{field("consignment", &LinkIssued::consignment, "The box.", Mark::changes),
                      field("courier", &LinkIssued::courier, "As whom it acts.", Mark::mentions),
                      field("link", &LinkIssued::link, "SHA-256 of the secret of the link."),
                      field("until", &LinkIssued::until, "From when on it counts for nothing.")};
  }
};

/// The link was opened on a device, which it belongs to from now on; it opens on no other.
struct LinkOpened {
  static constexpr std::string_view stored_name = "transport.link_opened/1";
  ConsignmentId consignment;
  HexDigest link;
  HexDigest session;
  static constexpr auto describe() {
    return std::tuple{
        field("consignment", &LinkOpened::consignment, "The box.", Mark::changes),
        field("link", &LinkOpened::link, "SHA-256 of the secret of the link."),
        field("session", &LinkOpened::session, "SHA-256 of what the device holds instead.")};
  }
};

/// The link counts for nothing any more.
struct LinkRevoked {
  static constexpr std::string_view stored_name = "transport.link_revoked/1";
  ConsignmentId consignment;
  HexDigest link;
  static constexpr auto describe() {
    return std::tuple{field("consignment", &LinkRevoked::consignment, "The box.", Mark::changes),
                      field("link", &LinkRevoked::link, "SHA-256 of the secret of the link.")};
  }
};

struct IssueLink {
  static constexpr std::string_view name = "transport/issue_link";
  static constexpr std::string_view help =
      "Let a courier look after one box without an account, by a link that opens once; the one "
      "before it counts no more.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles = Dispatch::roles;
  static constexpr bool live_only = true;
  ConsignmentId consignment;
  PersonId courier;
  HexDigest link;
  kernel::Instant until;
  static constexpr auto describe() {
    return std::tuple{
        field("consignment", &IssueLink::consignment, "The box, which is on its way."),
        field("courier", &IssueLink::courier, "Who has the box, or takes it for their company."),
        field("link", &IssueLink::link, "SHA-256 of the secret of the link, in hex."),
        field("until", &IssueLink::until,
              "From when on it counts for nothing; 72 hours ahead at most.")};
  }
};

struct RevokeLink {
  static constexpr std::string_view name = "transport/revoke_link";
  static constexpr std::string_view help = "Let the link of a box count for nothing any more.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles = Dispatch::roles;
  static constexpr bool live_only = true;
  ConsignmentId consignment;
  static constexpr auto describe() {
    return std::tuple{field("consignment", &RevokeLink::consignment, "The box.")};
  }
};

struct OpenLink {
  static constexpr std::string_view name = "transport/open_link";
  static constexpr std::string_view help =
      "Open the link of a box on a device, once; the server asks it for who brings the secret.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::courier};
  static constexpr bool live_only = true;
  static constexpr bool machine_only = true;
  static constexpr bool at_hand = true;  // whoever has the secret of its link has the box
  ConsignmentId consignment;
  HexDigest link;
  HexDigest session;
  static constexpr auto describe() {
    return std::tuple{
        field("consignment", &OpenLink::consignment, "The box."),
        field("link", &OpenLink::link, "SHA-256 of the secret of the link, in hex."),
        field("session", &OpenLink::session, "SHA-256 of what the device will hold, in hex.")};
  }
};

struct HandOn {
  static constexpr std::string_view name = "transport/hand_on";
  static constexpr std::string_view help =
      "Hand a box on the way over with all that is in it: take it from one's own company, or give "
      "it to another courier or carrier; or record that it was refused.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::courier};
  ConsignmentId consignment;
  Holder receiver;
  std::optional<Code> seal{};
  std::optional<Outcome> outcome{};
  std::optional<Remark> remark{};
  static constexpr auto describe() {
    return std::tuple{
        field("consignment", &HandOn::consignment, "The box."),
        field("receiver", &HandOn::receiver, "Who takes it: person/ID, oneself too, or site/ID."),
        field("seal", &HandOn::seal, "Number of the seal that is on it."),
        field("outcome", &HandOn::outcome,
              "What whoever takes it says of the box; when it is refused it stays where it is."),
        field("remark", &HandOn::remark,
              "What is not as it should be; with a remark or a refusal alone.")};
  }
};

inline constexpr Rule has_arrived{"transport.has_arrived", "R13"};
inline constexpr Rule link_for_who_carries{"transport.link_for_who_carries", "R13"};
inline constexpr Rule link_end{"transport.link_end", "R43"};
inline constexpr Rule link_used_before{"transport.link_used_before", "R43"};
inline constexpr Rule link_unknown{"transport.link_unknown", "R43"};
inline constexpr Rule link_is_over{"transport.link_is_over", "R43"};

/// Whether something is still in the box.
bool is_on_its_way(Reader& reader, const ConsignmentId& box);
/// The id of the courier whom the link of the box lets look after it now, for who holds what it was
/// exchanged for; empty: nobody. What comes of it holds until the link ends.
std::optional<std::string> link_lets(Reader& reader, const ConsignmentId& box,
                                     std::string_view session, kernel::Instant now);
/// Whether who has a link may do this, with its box.
bool is_done_by_link(std::string_view command);

void tell_links(Catalogue& catalogue);

}  // namespace veinline::journey::transport
