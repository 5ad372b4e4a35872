// SPDX-License-Identifier: Apache-2.0
#include "views/sight.hpp"

#include <algorithm>

#include "journey/blinding/blinding.hpp"
#include "journey/blinding/making.hpp"
#include "journey/breakglass/breakglass.hpp"
#include "journey/custody/custody.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/labelling/labelling.hpp"
#include "journey/manufacture/manufacture.hpp"
#include "journey/material.hpp"
#include "journey/papers/papers.hpp"
#include "journey/quality/home.hpp"
#include "journey/quality/quality.hpp"
#include "journey/transport/transport.hpp"

namespace veinline::views {

using journey::Reader;
using journey::Thing;

namespace {

struct KindAbout {
  std::string_view kind;  ///< an alias is a kind of its own for each scheme
  About about;
};

// Every kind that a fact can name; a test holds it against the catalogue, so that a new kind is
// decided upon and not forgotten. What is not here is closed.
constexpr KindAbout kinds[] = {{"subject", About::patients},     {"course", About::patients},
                               {"material", About::patients},    {"batch", About::patients},
                               {"consignment", About::patients}, {"label", About::patients},
                               {"deviation", About::patients},   {"import", About::patients},
                               {"identity", About::patients},    {"disclosure", About::patients},
                               {"access", About::patients},      {"alias/coi", About::patients},
                               {"alias/din", About::patients},   {"alias/label", About::patients},
                               {"site", About::house},           {"study", About::house},
                               {"person", About::house},         {"staff", About::house},
                               {"alias/site", About::house},     {"alias/study", About::house},
                               {"alias/token", About::house},    {"alias/passkey", About::house},
                               {"alias/device", About::house},   {"credential", About::house},
                               {"recovery", About::house},       {"erasure", About::house},
                               {"keys", About::house},           {"blinding", About::house},
                               {"document", About::patients}};

/// Later than every record: as everything stands.
constexpr std::uint64_t now = UINT64_MAX;

/// Puts together the sites of what it is told of.
class Collecting {
 public:
  /// `at`: id of the site where it was told; empty: it is about a thing, and no fact.
  Collecting(Reader& reader, std::uint64_t seq, std::string at)
      : reader_(reader), seq_(seq), at_(std::move(at)) {}

  void site(std::string_view id) { add(audience_.sites, id); }
  void person(std::string_view id) { add(audience_.people, id); }
  /// A thing that is about patients.
  void thing(const Thing& thing) {
    if (journey::blinding::is_of_the_making(reader_, thing, {at_, seq_})) tells_arm();
    if (const auto* document = reader_.find<journey::papers::DocumentState>(thing)) {
      return paper(*document);
    }
    site(journey::quality::hospital_of(reader_, thing));
    site(journey::quality::home_of(reader_, thing));
    if (thing.kind() == journey::CourseNoun::kind) makers(std::string(thing.id()));
    if (const auto* batch = reader_.find<journey::manufacture::BatchState>(thing)) {
      makers(batch->course);
    }
    if (const auto* material = reader_.find<journey::Material>(thing)) makers(material->course);
    if (const auto* holding = reader_.find<journey::custody::Holding>(thing)) {
      by_now(holding->sites);
      if (seq_ == now && holding->holder.kind() == journey::PersonNoun::kind) {
        person(holding->holder.id());
        if (at_.empty()) add(audience_.holders, holding->holder.id());
      }
    }
    belongings(thing);
    add(audience_.studies, journey::quality::study_of(reader_, thing));
    add(audience_.subjects, journey::quality::subject_of(reader_, thing));
    add(audience_.recipients, journey::quality::recipient_of(reader_, thing));
  }
  /// Of whom a thing is, for what is said of it to nobody but those who oversee.
  void arm_of(const Thing& thing) {
    add(audience_.studies, journey::quality::study_of(reader_, thing));
    add(audience_.subjects, journey::quality::subject_of(reader_, thing));
    add(audience_.recipients, journey::quality::recipient_of(reader_, thing));
    for (const Thing& other : beside(thing)) arm_of(other);
  }
  void tells_arm() { audience_.tells_arm = true; }
  void for_overseers() { audience_.for_overseers = true; }
  Audience taken() {
    // One look more for each study: not for what tells nothing.
    if (audience_.tells_arm || at_.empty()) {
      for (const std::string& study : audience_.studies) {
        if (journey::blinding::is_blinded(reader_, study)) add(audience_.blinded, study);
      }
    }
    return std::move(audience_);
  }

 private:
  static void add(std::vector<std::string>& to, std::string_view id) {
    if (id.empty() || std::find(to.begin(), to.end(), id) != to.end()) return;
    to.emplace_back(id);
  }
  /// Of a patient it is like all that is about them. A study's is of those who have to do with the
  /// study, at the sites that have it; a site's own is of everybody there.
  void paper(const journey::papers::DocumentState& document) {
    if (!document.subject.empty()) return thing(Thing("subject/" + document.subject));
    std::vector<std::string> sites{document.site};
    for (const auto& [id, given] : document.sites) {
      const bool has_it = given.since <= seq_ && (given.until == 0 || seq_ < given.until);
      if (has_it) sites.push_back(id);
    }
    for (const std::string& id : sites) {
      site(id);
      if (document.study.empty()) add(audience_.houses, id);
    }
    add(audience_.studies, document.study);
  }
  /// Those that it had come to when the fact was recorded.
  void by_now(const std::map<std::string, std::uint64_t>& sites) {
    for (const auto& [id, since] : sites) {
      if (since <= seq_) site(id);
    }
  }
  void makers(const std::string& course) {
    const auto* state = reader_.find<journey::enrolment::CourseState>(Thing("course/" + course));
    if (state != nullptr) by_now(state->made_at);
  }
  /// What it is on, about or around, or what it names.
  std::vector<Thing> beside(const Thing& of) {
    std::vector<Thing> out;
    if (const auto* box = reader_.find<journey::transport::ConsignmentState>(of)) {
      out.insert(out.end(), box->materials.begin(), box->materials.end());
    }
    if (const auto* label = reader_.find<journey::labelling::LabelState>(of)) {
      out.emplace_back("material/" + label->material);
    }
    if (const auto* deviation = reader_.find<journey::quality::DeviationState>(of)) {
      out.push_back(deviation->about);
    }
    if (const auto* alias = reader_.find<journey::Alias>(of); alias != nullptr && alias->one()) {
      out.push_back(*alias->one());
    }
    return out;
  }
  void belongings(const Thing& of) {
    if (const auto* deviation = reader_.find<journey::quality::DeviationState>(of)) {
      site(deviation->at);
    }
    for (const Thing& other : beside(of)) thing(other);
  }

  Reader& reader_;
  const std::uint64_t seq_;
  const std::string at_;
  Audience audience_;
};

}  // namespace

std::optional<About> about_of(std::string_view thing) {
  constexpr std::string_view alias = "alias/";
  const std::size_t from = thing.starts_with(alias) ? alias.size() : 0;
  const std::string_view kind = thing.substr(0, thing.find('/', from));
  const auto* const found = std::find_if(std::begin(kinds), std::end(kinds),
                                         [&](const KindAbout& one) { return one.kind == kind; });
  return found == std::end(kinds) ? std::nullopt : std::optional(found->about);
}

FactSaid said_in(const kernel::Object& line) {
  FactSaid out{.seq = static_cast<std::uint64_t>(*line.find("seq")->integer()),
               .fact = *line.find("fact")->string(),
               .at = *line.find("at")->string()};
  for (const char* touched : {"changes", "mentions"}) {
    for (const kernel::Value& thing : *line.find(touched)->array()) {
      out.things.push_back(*thing.string());
    }
  }
  return out;
}

Audience audience_of(const journey::Catalogue& catalogue, Reader& reader, const FactSaid& said) {
  Collecting out(reader, said.seq, said.at);
  out.site(said.at);
  const journey::FactType* type = catalogue.fact(said.fact);
  if (type == nullptr) return out.taken();
  if (type->tells_arm) out.tells_arm();
  if (type->for_overseers) out.for_overseers();
  bool is_house = !said.things.empty();
  for (const std::string& key : said.things) {
    const Thing thing(key);
    const std::optional<About> about = about_of(key);
    is_house = is_house && about == About::house;
    if (about == About::patients) out.thing(thing);
    // An approval is a part of a study, "study/S/site/T/approval", and names no site by itself.
    if (thing.kind() == journey::SiteNoun::kind) out.site(thing.id());
    if (thing.kind() == journey::PersonNoun::kind) out.person(thing.id());
    if (thing.kind() != journey::staff::denials_kind) continue;
    // Of a person, of what was read about, or of devices.
    if (kernel::is_id(thing.id())) out.person(thing.id());
    if (thing.id().find('/') != thing.id().npos) out.arm_of(Thing(std::string(thing.id())));
  }
  if (is_house) return {.is_everybody = true};
  return out.taken();
}

Audience audience_of_thing(Reader& reader, const Thing& thing) {
  const std::optional<About> about = about_of(thing.key);
  if (about == About::house) return {.is_everybody = true};
  Collecting out(reader, now, {});
  if (about == About::patients) out.thing(thing);
  return out.taken();
}

std::optional<Sight> sight_of(std::string_view person, const journey::ThingState& state,
                              kernel::Instant now) {
  using journey::Role;
  const auto* rights = state.aspects.find<journey::staff::PersonState>();
  if (rights == nullptr || rights->roles.empty()) return std::nullopt;
  Sight out{.person = std::string(person), .studies = rights->studies, .roles = rights->roles};
  const bool is_of_studies_alone =
      std::all_of(rights->roles.begin(), rights->roles.end(),
                  [](Role role) { return journey::study_roles.has(role); });
  if (!is_of_studies_alone) out.site = rights->site;
  out.is_of_every_study = !is_of_studies_alone && rights->studies.empty();
  out.is_everything =
      rights->has_anywhere(Role::administrator) || rights->has_anywhere(Role::inspector);
  if (const auto* openings = state.aspects.find<journey::breakglass::Openings>()) {
    for (const auto& [subject, all] : openings->of_subject) {
      if (openings->until(subject) > now) out.opened.insert(subject);
    }
  }
  if (const auto* knowing = state.aspects.find<journey::blinding::Knowing>()) {
    out.unblinded = knowing->studies;
    out.codes_broken = knowing->subjects;
  }
  return out;
}

bool may_know_arm(const Sight& sight, const Audience& audience) {
  const auto all_in = [](const std::vector<std::string>& some, const std::set<std::string>& all) {
    return std::all_of(some.begin(), some.end(),
                       [&](const std::string& one) { return all.contains(one); });
  };
  if (all_in(audience.blinded, sight.unblinded)) return true;
  return !audience.recipients.empty() && all_in(audience.recipients, sight.codes_broken);
}

bool may_hear(const Sight& sight, const Audience& audience) {
  const auto is_among = [](const std::vector<std::string>& all, const std::string& one) {
    return !one.empty() && std::find(all.begin(), all.end(), one) != all.end();
  };
  if (!sight.alone.empty()) return false;
  if (audience.for_overseers) {
    const bool may_know = !audience.tells_arm || may_know_arm(sight, audience);
    return sight.is_everything && may_know && !is_among(audience.people, sight.person);
  }
  const bool is_in_their_hands = is_among(audience.holders, sight.person);
  if (audience.tells_arm && !is_in_their_hands && !may_know_arm(sight, audience)) return false;
  if (sight.is_everything || audience.is_everybody) return true;
  if (is_among(audience.people, sight.person)) return true;
  if (is_among(audience.houses, sight.site)) return true;
  const bool is_opened =
      std::any_of(audience.subjects.begin(), audience.subjects.end(),
                  [&](const std::string& subject) { return sight.opened.contains(subject); });
  if (is_opened) return true;
  const bool is_of_a_study =
      sight.is_of_every_study ||
      std::any_of(audience.studies.begin(), audience.studies.end(),
                  [&](const std::string& study) { return sight.studies.contains(study); });
  // Of no site are those alone who have to do with studies.
  const bool is_of_the_site =
      sight.site.empty() ? !sight.is_of_every_study : is_among(audience.sites, sight.site);
  return is_of_a_study && is_of_the_site;
}

}  // namespace veinline::views
