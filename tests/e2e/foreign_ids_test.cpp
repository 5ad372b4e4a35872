// SPDX-License-Identifier: Apache-2.0
// R43: of what is not theirs a reader learns nothing from any address that takes an id. The judge
// is a twin: a node that never had those things. Whatever is asked, both say the same, byte for
// byte.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <set>

#include "e2e/foreign_questions.hpp"
#include "gateway/http/routes.hpp"
#include "support/mutate.hpp"

namespace veinline::e2e {
namespace {

using namespace support;

struct Reader {
  std::string here;     ///< id of the person where the things are
  std::string in_twin;  ///< and where they never were
};

/// Asks both of the same names, right and mutated.
void compare(Door& here, Door& twin, const std::vector<Reader>& readers,
             const std::vector<std::string>& names, std::size_t count) {
  const std::uint64_t seed = seed_of_this_run();
  std::cout << "foreign ids: seed " << seed << ", " << count << "\n";
  Mutator mutator(seed, names);
  std::size_t nothing = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const bool is_right = i < names.size() * std::size(addresses) * readers.size();
    const std::string name = is_right ? names[i % names.size()] : mutator.next();
    if (!kernel::is_utf8(name)) continue;
    const std::size_t place = is_right ? i / names.size() : mutator.number(1 << 20);
    const char* address = addresses[place % std::size(addresses)];
    const Reader& reader = readers[place / std::size(addresses) % readers.size()];
    const HttpResponse one = here.ask(reader.here, request_for(address, name, here.node()));
    const HttpResponse other = twin.ask(reader.in_twin, request_for(address, name, twin.node()));
    ASSERT_LT(one.status, 500) << address << one.body;
    ASSERT_EQ(one.is_of_nothing, other.is_of_nothing) << address << " of case " << i;
    if (is_command(address) && one.status == 200) {  // a code came near one of their own
      ASSERT_EQ(other.status, 200) << address << " of case " << i;
      continue;
    }
    ASSERT_EQ(told(one), told(other)) << address << " of " << name << ", case " << i;
    const bool is_nothing = one.status == 404 ||
                            one.body.find(R"("unknown")") != std::string::npos ||
                            one.body.find("general.unknown_") != std::string::npos;
    nothing += is_nothing ? 1 : 0;
  }
  EXPECT_GT(nothing, count / 10) << "most of what was asked was no id at all";
}

/// Whether a question there can name something: in the address, in its query or in the body.
bool names_something(const gateway::http::Route& route) {
  const bool has_thing =
      std::find(route.query.begin(), route.query.end(), "thing") != route.query.end();
  return route.path.find('{') != route.path.npos || !route.takes.empty() || has_thing;
}

TEST(ForeignQuestions, R43_are_asked_at_every_address_where_a_thing_of_a_patient_can_be_named) {
  // Where something is named that is no thing of a patient, or is held elsewhere.
  const std::map<std::string_view, std::string_view> otherwise{
      {"command", "a command of the catalogue"},
      {"entries", "records of the whole log, for who oversees"},
      {"record", "a number: everybody knows how many there are"},
      {"receipt", "a number as well"},
      {"find", "a patient by name or number (tests/e2e/identity_test.cpp)"},
      {"import", "lines that are commands (tests/e2e/foreign_commands_test.cpp)"},
      {"register_passkey", "one's own"},
      {"unlock_session", "one's own"},
      {"join_session", "who works here"},
      {"end_session", "a session of one's own"},
      {"begin_provider_link", "one's own"},
      {"set_credential", "one's own"},
      {"confirm_codes", "one's own"},
      {"make_set_up_link", "who works here"}};
  World world(StoreKind::memory);
  std::set<std::string_view> asked;
  for (const char* address : addresses) {
    const HttpRequest request = request_for(address, world.node.founding_site(), world.node);
    const auto found = gateway::http::find_route(request.method, request.path);
    ASSERT_NE(found.route, nullptr) << address;
    asked.insert(found.route->name);
  }
  for (const auto& route : gateway::http::all_routes()) {
    if (route.who != gateway::http::Who::signed_in || !names_something(route)) continue;
    EXPECT_NE(asked.contains(route.name), otherwise.contains(route.name))
        << route.method << " " << route.path << " is asked about nothing of others, or twice said";
  }
  for (const auto& [name, why] : otherwise) {
    EXPECT_TRUE(std::any_of(gateway::http::all_routes().begin(), gateway::http::all_routes().end(),
                            [&](const auto& route) { return route.name == name; }))
        << name << " is no address";
  }
}

std::vector<std::string> names_of(const Things& of) {
  return {"material/" + of.collection,
          "material/" + of.product,
          "course/" + of.course,
          "subject/" + of.subject,
          "batch/" + of.batch,
          "label/" + of.second_label,
          "label:" + of.second_label,
          "coi:" + of.coi,
          "din:" + of.donation_number,
          "consignment/" + of.box,
          "document/" + of.second_document,
          of.product,
          of.subject,
          "alias/din/" + of.donation_number};
}

TEST(ForeignIds, R43_who_is_of_another_site_is_told_what_a_node_without_those_things_tells) {
  TwoHospitals house(StoreKind::memory);
  house.go_to();
  begin_document(house.world.node, house.other, house.things);
  World without(StoreKind::memory);
  without.go_to();
  Door here(house.world.node);
  Door twin(without.node);
  const Cast& a = house.world.cast;
  const Cast& b = without.cast;
  compare(here, twin,
          {{a.infusion_nurse, b.infusion_nurse},
           {a.coordinator, b.coordinator},
           {a.hospital_quality, b.hospital_quality}},
          names_of(house.things), campaign(800, 100'000));
}

TEST(ForeignIds, R43_who_was_given_another_study_is_told_what_a_node_without_those_things_tells) {
  World world(StoreKind::memory);
  world.go_to();
  begin_document(world.node, world.cast, world.things);
  World without(StoreKind::memory);
  const auto given_another_study = [](World& of) {
    const std::string study = of.node.fresh_id();
    const auto opened = of.node.ask(
        of.cast.investigator, "study/open",
        object({{"study", study},
                {"code", "ANOTHER"},
                {"use", "iit"},
                {"donation", "autologous"},
                {"specification",
                 Array{Value(object({{"test", "VIABILITY"}, {"unit", "PERCENT"}, {"low", "70"}}))}},
                {"bedside_window_min", 30}}));
    EXPECT_TRUE(opened.has_value()) << words_of(opened);
    const auto assigned =
        of.node.ask(of.node.administrator(), "staff/assign_studies",
                    object({{"person", of.cast.infusion_nurse}, {"studies", Array{Value(study)}}}));
    EXPECT_TRUE(assigned.has_value()) << words_of(assigned);
  };
  given_another_study(world);
  given_another_study(without);
  Door here(world.node);
  Door twin(without.node);
  compare(here, twin, {{world.cast.infusion_nurse, without.cast.infusion_nurse}},
          names_of(world.things), campaign(400, 20'000));
}

}  // namespace
}  // namespace veinline::e2e
