// SPDX-License-Identifier: Apache-2.0
// Evidence: a file is called intact only when not one byte of it is another.
#include "exchange/evidence.hpp"

#include <algorithm>

#include "fuzz/target.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/treatment.hpp"
#include "tools/verify/verify.hpp"
#include "views/eye.hpp"
#include "views/follower.hpp"

namespace veinline::fuzz {
namespace {

struct Evidence {
  std::string vkey;
  Corpus bundles;
};

const Evidence& evidence_of_a_treatment() {
  static const Evidence made = [] {
    support::World world(support::StoreKind::memory);
    world.go_to("start collection");
    storage::memory::MemoryRows rows;
    views::Follower follower(world.node.catalogue(), world.node.store(), rows);
    const views::Sources sources{world.node.catalogue(), world.node.store(), follower,
                                 views::Eye::of_operator()};
    Evidence out{world.node.keys().identity.vkey, {"", ""}};
    const auto& key = world.node.keys().key;
    hold(exchange::export_thing(sources, key, "course/" + world.things.course,
                                [&](std::string_view bytes) { out.bundles[0] += bytes; })
             .has_value(),
         "a treatment can be exported");
    hold(
        exchange::export_all(sources, key, [&](std::string_view bytes) { out.bundles[1] += bytes; })
            .has_value(),
        "a log can be exported");
    return out;
  }();
  return made;
}

void one(std::string_view bytes) {
  using tools::verify::Verdict;
  const Evidence& good = evidence_of_a_treatment();
  ledger::TextSource source(bytes);
  const Verdict verdict =
      tools::verify::verify_bundle(source, {.key = good.vkey, .since = {}, .witnesses = {}});
  const bool unchanged =
      std::find(good.bundles.begin(), good.bundles.end(), bytes) != good.bundles.end();
  hold((verdict.result == Verdict::Result::intact) == unchanged,
       "evidence is intact when not one byte is another, and only then");
  hold(!verdict.message.empty(), "a verdict is a sentence");
  hold(!tools::verify::to_json(verdict).empty(), "a verdict is JSON");
}

Corpus seeds() {
  return evidence_of_a_treatment().bundles;
}

}  // namespace

Target evidence() {
  return {"evidence", one, seeds, 500};
}

}  // namespace veinline::fuzz
