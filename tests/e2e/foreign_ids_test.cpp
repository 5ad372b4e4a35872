// SPDX-License-Identifier: Apache-2.0
// R43: of what is not theirs a reader learns nothing from any address that takes an id. The judge
// is a twin: a node that never had those things. Whatever is asked, both say the same, byte for
// byte.
#include <gtest/gtest.h>

#include <future>

#include "gateway/http/api.hpp"
#include "kernel/canonical.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/given.hpp"
#include "support/mutate.hpp"
#include "support/two_hospitals.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {
namespace {

using namespace support;
using gateway::net::HttpRequest;
using gateway::net::HttpResponse;
using kernel::Array;
using kernel::Value;

/// A node with its API.
class Door {
 public:
  explicit Door(TestNode& node) : node_(node) {}

  HttpResponse ask(const std::string& person, HttpRequest request) {
    std::promise<HttpResponse> answer;
    api_.handle_as(person, std::move(request),
                   [&](HttpResponse response) { answer.set_value(std::move(response)); });
    return answer.get_future().get();
  }

 private:
  TestNode& node_;
  storage::memory::MemoryRows rows_;
  views::Follower follower_{node_.catalogue(), node_.store(), rows_};
  views::SharedAudiences audiences_{node_.catalogue(), node_.store()};
  gateway::http::Denials denials_;
  gateway::http::Api api_{
      gateway::http::ApiParts{
          .desk = node_.desk(),
          .sources = {node_.catalogue(), node_.store(), follower_, views::Eye::of_nobody()},
          .node_key = node_.keys().key,
          .identity = node_.keys().identity,
          .person_of_token =
              [](std::string_view token, journey::staff::Scope) {
                return std::optional(std::string(token));
              },
          .with_scratch_desk = {},
          .sight_of = [this](const std::string& person) { return sight_of(node_, person); },
          .audiences = &audiences_,
          .denials = &denials_,
          .patients = &node_.patients()},
      gateway::http::ApiThreads{.reading = 0, .carrying = 0}};
};

/// Every address that takes the id of a thing about patients, and the bodies that take one.
constexpr const char* addresses[] = {"GET timeline", "GET trace",  "GET lineage",
                                     "GET export",   "GET label",  "POST identity",
                                     "POST scan",    "POST typed", "POST logger"};

HttpRequest request_for(std::string_view address, const std::string& name) {
  HttpRequest out;
  out.method = std::string(address.substr(0, address.find(' ')));
  const std::string view(address.substr(address.find(' ') + 1));
  out.path = "/api/v1/" + view;
  if (view == "identity") {
    const std::size_t slash = name.find('/');
    const std::string id = slash == std::string::npos ? name : "subject/" + name.substr(slash + 1);
    out.body =
        kernel::canonical_text(object({{"subject", Value(id)}, {"purpose", Value("bedside")}}));
  } else if (view == "scan" || view == "typed") {
    out.path = "/api/v1/scan";
    kernel::Object body = object({{"code", Value(name)}});
    if (view == "typed") body.set("typed", Value(true));
    out.body = kernel::canonical_text(body);
  } else {
    out.path += "/" + name;
  }
  if (view == "logger") out.body = "Date,Temperature\n2026-03-02 10:00,-150\n";
  return out;
}

/// All that tells two answers apart, but what names the request itself, and how long the log is,
/// which everybody may know.
std::string told(const HttpResponse& answer) {
  std::string out = std::to_string(answer.status) + "\n" + answer.content_type + "\n";
  for (const auto& [name, value] : answer.headers) {
    if (name != "x-request-id") out += name + ": " + value + "\n";
  }
  std::string body = answer.body;
  constexpr std::string_view length = "\"as_of\":";
  if (const std::size_t at = body.find(length); at != std::string::npos) {
    const std::size_t from = at + length.size();
    body.erase(from, body.find_first_not_of("0123456789", from) - from);
  }
  return out + body;
}

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
    const HttpResponse one = here.ask(reader.here, request_for(address, name));
    const HttpResponse other = twin.ask(reader.in_twin, request_for(address, name));
    ASSERT_EQ(told(one), told(other)) << address << " of case " << i;
    ASSERT_LT(one.status, 500) << address << one.body;
    nothing += one.status == 404 || one.body.find(R"("unknown")") != std::string::npos ? 1 : 0;
  }
  EXPECT_GT(nothing, count / 10) << "most of what was asked was no id at all";
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
          of.product,
          of.subject,
          "alias/din/" + of.donation_number};
}

TEST(ForeignIds, R43_who_is_of_another_site_is_told_what_a_node_without_those_things_tells) {
  TwoHospitals house(StoreKind::memory);
  house.go_to();
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
          names_of(house.things), campaign(2'000, 100'000));
}

TEST(ForeignIds, R43_who_was_given_another_study_is_told_what_a_node_without_those_things_tells) {
  World world(StoreKind::memory);
  world.go_to();
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
          names_of(world.things), campaign(1'000, 20'000));
}

}  // namespace
}  // namespace veinline::e2e
