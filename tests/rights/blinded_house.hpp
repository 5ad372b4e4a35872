// SPDX-License-Identifier: Apache-2.0
// A blinded study as its treatment goes on, everything that can be asked of it, and what the lines
// "blinded" of expected.txt, which are written by hand, say of each answer.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <future>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "e2e/blinded_world.hpp"
#include "gateway/feed/feed.hpp"
#include "gateway/http/api.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/given.hpp"
#include "support/treatment.hpp"
#include "views/follower.hpp"

namespace veinline::rights {

using e2e::AllTold;
using gateway::net::HttpRequest;
using gateway::net::HttpResponse;
using kernel::Array;
using kernel::Object;
using kernel::Value;
using support::Cast;
using support::object;
using support::quantity;
using support::Step;
using support::StoreKind;
using support::TestNode;
using support::Things;
using support::words_of;
using support::World;

/// A line of the table: what is asked, by the name of its route, of what, and what of it is told to
/// who is blinded.
struct Cell {
  std::string view, thing, blinded;
};
struct BlindedTable {
  std::vector<Cell> cells;
  std::set<std::string> apart;  ///< names of routes that tell of no arm by themselves
};

inline std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(' ');
  const auto to = text.find_last_not_of(' ');
  return from == std::string::npos ? "" : text.substr(from, to - from + 1);
}

inline BlindedTable blinded_table() {
  BlindedTable out;
  std::ifstream file(std::string(VEINLINE_SOURCE_DIR) + "/tests/rights/expected.txt");
  const std::string begins = "blinded ";
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(begins)) continue;
    std::stringstream cut(line.substr(begins.size()));
    std::vector<std::string> parts;
    for (std::string part; std::getline(cut, part, '|');) parts.push_back(trimmed(part));
    EXPECT_EQ(parts.size(), 3U) << line;
    const std::set<std::string> words{"nothing", "neutral", "same", "refused", "apart"};
    EXPECT_TRUE(words.contains(parts.back())) << line;
    if (parts.back() != "apart") {
      out.cells.push_back({parts[0], parts[1], parts[2]});
      continue;
    }
    std::stringstream names(parts[0]);
    for (std::string name; names >> name;) {
      EXPECT_TRUE(out.apart.insert(name).second) << name << " stands twice";
    }
  }
  return out;
}

/// Two of one role and site, who differ by what they may know alone.
struct Pair {
  std::string role, site, blind, knowing;
};

/// Hears a stream until all that there is was told, and goes.
class Ear : public gateway::net::Outlet {
 public:
  explicit Ear(std::uint64_t end) : end_("id: " + std::to_string(end) + "\nevent: beat") {}
  bool send(std::shared_ptr<const std::string> piece) override {
    const std::lock_guard lock(mutex_);
    heard_ += *piece;
    if (piece->find(end_) != std::string::npos) done();
    return !is_done_;
  }
  [[nodiscard]] std::size_t waiting() const override { return 0; }
  void close() override { drop(); }
  void drop() override {
    const std::lock_guard lock(mutex_);
    done();
  }
  /// The facts, one after another.
  std::string facts() {
    whole_.get_future().wait();
    const std::lock_guard lock(mutex_);
    const std::string begins = "event: fact\ndata: ";
    std::string out;
    for (std::size_t at = heard_.find(begins); at != heard_.npos; at = heard_.find(begins, at)) {
      at += begins.size();
      out += heard_.substr(at, heard_.find('\n', at) - at) + "\n";
    }
    return out;
  }

 private:
  void done() {
    if (!std::exchange(is_done_, true)) whole_.set_value();
  }
  const std::string end_;
  std::mutex mutex_;
  std::string heard_;
  bool is_done_ = false;
  std::promise<void> whole_;
};

/// But for how long the log is, which everybody may know.
inline std::string but_positions(std::string body) {
  for (const std::string member : {"\"as_of\":", "\"recorded\":"}) {
    const std::size_t at = body.find(member);
    if (at == std::string::npos) continue;
    const std::size_t from = at + member.size();
    body.erase(from, body.find_first_not_of("0123456789", from) - from);
  }
  return body;
}

class Blinded : public testing::Test {
 protected:
  Blinded() {
    const Cast& c = world_.cast;
    for (std::string* id :
         {&unsent_, &label_, &product_label_, &hidden_paper_, &open_paper_, &absent_}) {
      *id = node().fresh_id();
    }
    must(c.investigator, "blinding/blind_study", object({{"study", world_.things.study}}));
    for (const std::string* maker : {&c.operator_, &c.technologist, &c.qc_analyst, &c.quality}) {
      unblind(*maker);
    }
    const Object data =
        object({{"study", world_.things.study}, {"person", world_.cast.hospital_quality}});
    must(c.quality, "blinding/unblind_person", data);
    must(node().administrator(), "blinding/unblind_person", data);
    begin_paper(hidden_paper_, true);
    begin_paper(open_paper_, false);
  }
  /// Goes on with the treatment, to and with that step; empty: to its end.
  void go_on(const std::string& until) {
    const Cast& c = world_.cast;
    const Things& t = world_.things;
    const std::vector<Step> steps = treatment(c, t);
    while (done_ < steps.size()) {
      Step step = steps[done_++];
      if (step.name == "record product") step.data = products();
      const std::vector<Step> one{step};
      perform(node(), one, world_.answers);
      if (step.name == "enrol") {
        must(c.coordinator, "identity/register",
             object({{"subject", t.subject}, {"name", patient}}));
        must(c.physician, "breakglass/open_record", object({{"thing", "subject/" + t.subject}}));
      }
      if (step.name == "open course") {
        must(c.quality, "blinding/allocate", object({{"subject", t.subject}, {"arm", arm}}));
      }
      if (step.name == "record product") {
        must(c.operator_, "labelling/print", object({{"label", label_}, {"material", unsent_}}));
      }
      if (step.name == "receive product") {
        must(c.apheresis_nurse, "labelling/print",
             object({{"label", product_label_}, {"material", t.product}}));
        must(c.apheresis_nurse, "labelling/register_code",
             object({{"material", t.product}, {"code", "(01)09506000134352(21)BAG-1"}}));
      }
      if (step.name == until) break;
    }
  }
  Object products() {
    Array all;
    for (const auto& [material, division] :
         {std::pair{world_.things.product, "01"}, std::pair{unsent_, "02"}}) {
      all.push_back(Value(object({{"material", material},
                                  {"division", division},
                                  {"quantity", quantity("20", "mL")},
                                  {"expires", "2026-08-01T00:00:00.000Z"}})));
    }
    return object({{"batch", world_.things.batch}, {"products", Value(std::move(all))}});
  }
  void must(const std::string& person, const char* command, Object data) {
    const auto reply = node().ask(person, command, std::move(data));
    ASSERT_TRUE(reply.has_value()) << command << ": " << words_of(reply) << reply.error().about;
  }
  void unblind(const std::string& person) {
    const Object data = object({{"study", world_.things.study}, {"person", person}});
    must(world_.cast.hospital_quality, "blinding/unblind_person", data);
    must(node().administrator(), "blinding/unblind_person", data);
  }
  /// A document of the study with the bytes of one version.
  void begin_paper(const std::string& id, bool is_for_unblinded) {
    Object data = object({{"document", id},
                          {"kind", "manual"},
                          {"language", "english"},
                          {"code", "PAPER-1"},
                          {"study", world_.things.study},
                          {"title", "What was made"}});
    if (is_for_unblinded) data.set("told_to", Value("unblinded"));
    must(world_.cast.hospital_quality, "papers/begin", std::move(data));
    must(world_.cast.hospital_quality, "papers/distribute",
         object({{"document", id}, {"sites", Array{Value(world_.cast.factory)}}}));
    HttpRequest request;
    request.method = "POST";
    request.path = "/api/v1/document/" + id;
    request.query = {{"version", "V1"}};
    request.headers["idempotency-key"] = node().fresh_id();
    request.body = "text\n";
    const HttpResponse filed = handled(world_.cast.hospital_quality, std::move(request));
    EXPECT_EQ(filed.status, 200) << filed.body;
  }
  /// Somebody of that role at that site; two of them differ by what they may know alone.
  std::string add(const std::string& role, const std::string& site, bool knows) {
    const std::string person = node().fresh_id();
    must(node().administrator(), "staff/add_person",
         object(
             {{"person", person}, {"site", site}, {"roles", Array{Value(role)}}, {"name", "G H"}}));
    if (knows) unblind(person);
    return person;
  }
  HttpResponse handled(const std::string& person, HttpRequest request) {
    std::promise<HttpResponse> answer;
    api_.handle_as(person, std::move(request),
                   [&](HttpResponse response) { answer.set_value(std::move(response)); });
    return answer.get_future().get();
  }
  HttpResponse get(const std::string& person, const std::string& path,
                   std::map<std::string, std::string> query = {}) {
    HttpRequest request;
    request.method = "GET";
    request.path = "/api/v1/" + path;
    request.query = std::move(query);
    return handled(person, std::move(request));
  }
  HttpResponse post(const std::string& person, const std::string& path, const Object& body) {
    HttpRequest request;
    request.method = "POST";
    request.path = "/api/v1/" + path;
    request.body = kernel::canonical_text(body);
    return handled(person, std::move(request));
  }
  /// All that the feed has told since the first fact.
  HttpResponse heard(const std::string& person, std::map<std::string, std::string> query) {
    query["after"] = "0";
    HttpResponse out = get(person, "feed", std::move(query));
    if (!out.stream) return out;
    const auto ear = std::make_shared<Ear>(node().records().size());
    out.stream(ear);
    out.body = ear->facts();
    return out;
  }
  /// The number of the first record of that fact; of what there is not, one that is none.
  std::string seq_of(const std::string& fact) {
    for (const ledger::StoredRecord& stored : node().records()) {
      if (ledger::parse_record(stored.bytes)->draft.fact.starts_with(fact)) {
        return std::to_string(stored.seq);
      }
    }
    return "1000000";
  }
  /// Keys, and for records numbers. `absent`: of what there is not, of the same form.
  std::string key_of(const std::string& name, bool absent) {
    const Things& t = world_.things;
    const std::map<std::string, std::pair<std::string, std::string>> all{
        {"batch", {"batch/", t.batch}},
        {"course", {"course/", t.course}},
        {"collection", {"material/", t.collection}},
        {"product", {"material/", t.product}},
        {"product not sent", {"material/", t.product}},
        {"subject", {"subject/", t.subject}},
        {"unsent", {"material/", unsent_}},
        {"paper of the study", {"document/", open_paper_}},
        {"paper for the unblinded", {"document/", hidden_paper_}}};
    const auto found = all.find(name);
    EXPECT_NE(found, all.end()) << name;
    if (found == all.end()) return {};
    return found->second.first + (absent ? absent_ : found->second.second);
  }
  HttpResponse asked(const std::string& person, const Cell& cell, bool absent = false) {
    const std::string& view = cell.view;
    const std::set<std::string> whole{"courses", "emergencies", "documents", "counts"};
    if (whole.contains(view)) return get(person, view);
    if (view == "audit" || view == "deliveries") return get(person, view, {{"count", "1000"}});
    if (view == "entries") return get(person, "log/tile/entries/000.p/1");
    if (view == "find") return post(person, view, object({{"text", patient}}));
    if (view == "feed" && cell.thing == "-") return heard(person, {});
    if (view == "record" || view == "receipt") {
      const char* fact = cell.thing == "of the making" ? "manufacture." : "collection.";
      return get(person, view + "/" + (absent ? "1000000" : seq_of(fact)));
    }
    if (view == "scan" && cell.thing == "code with an expiry") {
      return post(person, view, object({{"code", "(01)09506000134352(17)260801(21)BAG-1"}}));
    }
    if (view == "label") {
      const std::string& label = cell.thing == "unsent" ? label_ : product_label_;
      return get(person, "label/" + (absent ? absent_ : label), {{"form", "svg"}});
    }
    const std::string key = key_of(cell.thing, absent);
    if (view == "feed") return heard(person, {{"thing", key}});
    if (view == "scan") return post(person, view, object({{"code", key}}));
    if (view == "arm") return post(person, view, object({{"subject", key}}));
    if (view == "identity") {
      return post(person, view, object({{"subject", key}, {"purpose", "bedside"}}));
    }
    if (view == "document_bytes") return get(person, view + "/" + key, {{"version", "V1"}});
    return get(person, view + "/" + key);
  }
  gateway::http::ApiParts parts() {
    gateway::http::ApiParts out = e2e::parts_over(node(), follower_, audiences_);
    out.feed = &feed_;
    out.webhooks = &webhooks_;
    out.patients = &node().patients();
    out.papers = &papers_;
    return out;
  }
  TestNode& node() { return world_.node; }

  static constexpr const char* patient = "陈小示";
  static constexpr const char* arm = "ACTIVE-ARM";
  World world_{StoreKind::memory};
  std::string unsent_, label_, product_label_, hidden_paper_, open_paper_, absent_;
  std::size_t done_ = 0;  ///< steps of the treatment
  storage::memory::MemoryRows rows_;
  views::Follower follower_{node().catalogue(), node().store(), rows_};
  views::SharedAudiences audiences_{node().catalogue(), node().store()};
  AllTold told_{node()};
  gateway::webhooks::Webhooks webhooks_{
      node().catalogue(), node().store(), told_, node().clock(), {}};
  exchange::PdfHere pdfs_;
  const exchange::PaperShelf papers_{node().vault(), node().bytes(), node().entropy(),
                                     node().keys().identity.node, pdfs_};
  gateway::feed::Feed feed_{
      node().catalogue(), node().store(), {.beat = std::chrono::milliseconds(5)}};
  gateway::http::Api api_{parts(), gateway::http::ApiThreads{.reading = 0, .carrying = 0}};
};

}  // namespace veinline::rights
