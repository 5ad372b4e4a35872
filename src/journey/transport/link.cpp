// SPDX-License-Identifier: Apache-2.0
#include "journey/transport/link.hpp"

#include <algorithm>

#include "journey/custody/custody.hpp"
#include "journey/staff/staff.hpp"
#include "journey/transport/logger.hpp"

namespace veinline::journey::transport {

void evolve(World& world, const Told& told, const LinkIssued& fact) {
  world.make<CourierLink>(fact.consignment, [&](CourierLink& link) {
    link = {fact.link.text(), fact.courier.text(), fact.until, told.record_id, {}, false};
  });
}

void evolve(World& world, const Told&, const LinkOpened& fact) {
  world.change<CourierLink>(fact.consignment, [&](CourierLink& link) {
    if (link.link == fact.link.text()) link.session = fact.session.text();
  });
}

void evolve(World& world, const Told&, const LinkRevoked& fact) {
  world.change<CourierLink>(fact.consignment, [&](CourierLink& link) {
    if (link.link == fact.link.text()) link.revoked = true;
  });
}

namespace {

/// What is still in the box, with who has it.
std::vector<MaterialId> contents(Reader& reader, const ConsignmentId& box) {
  std::vector<MaterialId> out;
  const auto* state = reader.find<ConsignmentState>(box);
  if (state == nullptr) return out;
  for (const MaterialId& material : state->materials) {
    const auto* holding = reader.find<custody::Holding>(material);
    if (holding != nullptr && holding->consignment == box.text()) out.push_back(material);
  }
  return out;
}

/// The person has the box in their hands, or it is with the company that they work for.
bool carries(Reader& reader, const staff::PersonState& person, const PersonId& id,
             const std::vector<MaterialId>& materials) {
  return std::any_of(materials.begin(), materials.end(), [&](const MaterialId& material) {
    const auto* holding = reader.find<custody::Holding>(material);
    if (holding == nullptr) return false;
    return holding->holder == Thing(id) || holding->holder == Thing("site/" + person.site);
  });
}

bool counts(Reader& reader, const ConsignmentId& box, const CourierLink& link,
            kernel::Instant now) {
  if (link.revoked || now >= link.until || !is_on_its_way(reader, box)) return false;
  reader.rely_until(link.until);
  const auto* person = reader.find<staff::PersonState>(Thing("person/" + link.courier));
  return person != nullptr && person->has_anywhere(Role::courier);
}

/// Why somebody of this site has no say about links of the box.
std::optional<Refusal> not_of_the_sender(Reader& reader, const Asked& asked,
                                         const ConsignmentId& box) {
  const auto* state = reader.find<ConsignmentState>(box);
  if (state == nullptr) return Refusal{&general::unknown_thing, "consignment"};
  if (state->from == asked.at.text()) return std::nullopt;
  return Refusal{&general::of_another_site, "consignment"};
}

}  // namespace

bool is_on_its_way(Reader& reader, const ConsignmentId& box) {
  return !contents(reader, box).empty();
}

std::optional<std::string> link_lets(Reader& reader, const ConsignmentId& box,
                                     std::string_view session, kernel::Instant now) {
  const auto* link = reader.find<CourierLink>(box);
  if (link == nullptr || link->session.empty() || link->session != session) return std::nullopt;
  if (!counts(reader, box, *link, now)) return std::nullopt;
  return link->courier;
}

bool is_done_by_link(std::string_view command) {
  return command == HandOn::name || command == AttachLoggerRecord::name;
}

Decision decide(Reader& reader, const Asked& asked, const IssueLink& order) {
  if (auto no = not_of_the_sender(reader, asked, order.consignment)) {
    return refuse(*no->rule, no->about);
  }
  const std::vector<MaterialId> materials = contents(reader, order.consignment);
  if (materials.empty()) return refuse(has_arrived, "consignment");
  if (order.until <= asked.now || order.until > asked.now + link_lasts_max) {
    return refuse(link_end, "until");
  }
  const auto* person = reader.find<staff::PersonState>(order.courier);
  if (person == nullptr) return refuse(general::unknown_thing, "courier");
  if (!person->has_anywhere(Role::courier) || !carries(reader, *person, order.courier, materials)) {
    return refuse(link_for_who_carries, "courier");
  }
  const auto* before = reader.find<CourierLink>(order.consignment);
  if (before != nullptr && before->link == order.link.text()) {
    return refuse(link_used_before, "link");
  }
  return facts(LinkIssued{order.consignment, order.courier, order.link, order.until});
}

Decision decide(Reader& reader, const Asked& asked, const RevokeLink& order) {
  if (auto no = not_of_the_sender(reader, asked, order.consignment)) {
    return refuse(*no->rule, no->about);
  }
  const auto* link = reader.find<CourierLink>(order.consignment);
  if (link == nullptr || link->revoked) return refuse(link_unknown, "consignment");
  auto digest = HexDigest::parse(link->link);
  if (!digest) return refuse(link_unknown, "consignment");
  return facts(LinkRevoked{order.consignment, *digest});
}

Decision decide(Reader& reader, const Asked& asked, const OpenLink& order) {
  const auto* link = reader.find<CourierLink>(order.consignment);
  if (link == nullptr || link->link != order.link.text() || link->courier != asked.by.text()) {
    return refuse(link_unknown, "link");
  }
  if (!counts(reader, order.consignment, *link, asked.now)) return refuse(link_is_over, "link");
  if (!link->session.empty()) return refuse(link_used_before, "link");
  return facts(LinkOpened{order.consignment, order.link, order.session});
}

namespace {

/// What is said of the box goes with its hand-over; a remark is of who has one.
bool fits(const HandOn& order) {
  const bool has_remark = order.outcome && *order.outcome != Outcome::accepted;
  return order.remark.has_value() == has_remark;
}

/// The box stays where it is. Nothing else is asked of who refuses it: a box is refused also by who
/// could not have taken it, and when it is on hold.
Decision refused(Reader& reader, const Asked& asked, const HandOn& order,
                 const MaterialId& material) {
  const auto* holding = reader.find<custody::Holding>(material);
  if (!custody::has_it(holding, asked)) {
    return refuse(custody::not_the_holder, Thing(material).key);
  }
  if (!reader.exists(order.receiver.thing)) return refuse(general::unknown_thing, "receiver");
  return facts(BoxJudged{order.consignment, Holder{holding->holder}, order.receiver,
                         Outcome::refused, order.remark});
}

}  // namespace

// Nothing of a box is handed over without the rest: it is sealed.
Decision decide(Reader& reader, const Asked& asked, const HandOn& order) {
  const std::vector<MaterialId> materials = contents(reader, order.consignment);
  if (materials.empty()) return refuse(has_arrived, "consignment");
  if (!fits(order)) return refuse(remark_wanted, "remark");
  if (order.outcome == Outcome::refused) return refused(reader, asked, order, materials.front());
  Facts out;
  for (const MaterialId& material : materials) {
    TRY(const Facts one,
        custody::decide(reader, asked, custody::HandOver{material, order.receiver, order.seal}));
    for (const Said& said : one.said()) out.add(said);
  }
  if (!order.outcome) return out;
  const auto* holding = reader.find<custody::Holding>(materials.front());
  if (holding == nullptr) return refuse(custody::not_the_holder, Thing(materials.front()).key);
  out.add(BoxJudged{order.consignment, Holder{holding->holder}, order.receiver, *order.outcome,
                    order.remark});
  return out;
}

void tell_links(Catalogue& catalogue) {
  catalogue.fact<LinkIssued>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<LinkOpened>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<LinkRevoked>(Kind::permission, Strand::record, Correctable::never);
  catalogue.command<IssueLink>();
  catalogue.command<RevokeLink>();
  catalogue.command<OpenLink>();
  catalogue.command<HandOn>();
  for (const Rule* rule : {&has_arrived, &link_for_who_carries, &link_end, &link_used_before,
                           &link_unknown, &link_is_over}) {
    catalogue.rule(*rule);
  }
}

}  // namespace veinline::journey::transport
