// SPDX-License-Identifier: Apache-2.0
// Random people at two hospitals: whom the patient index finds, and whom it calls alike, is what a
// naive reader with a list of everybody says.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <random>
#include <set>

#include "support/treatment.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using journey::disclosure::By;
using kernel::Array;
using kernel::Object;
using kernel::Value;
using Ids = std::set<std::string>;

/// A character with its reading, as the naive reader knows it.
struct Character {
  const char* han;
  const char* latin;
};
const std::vector<Character> family{{"张", "zhang"}, {"王", "wang"}, {"李", "li"}};
const std::vector<Character> given{{"伟", "wei"}, {"炜", "wei"}, {"明", "ming"}, {"丽", "li"}};

struct NaiveName {
  std::string han, latin, initials;
};
struct NaiveDocument {
  std::string kind, number;
  bool counts = true;  ///< it was not retired
  bool was_right = true;
};
struct NaivePerson {
  std::string id, site, born;
  std::vector<NaiveName> names;  ///< the last one is theirs now
  std::vector<NaiveDocument> documents;
};

class Walk {
 public:
  explicit Walk(std::uint64_t seed) : world_(StoreKind::memory, seed), engine_(seed) {
    second_.hospital = world_.node.fresh_id();
    second_.coordinator = world_.node.fresh_id();
    const std::string investigator = world_.node.fresh_id();
    told(world_.node.administrator(), "study/register_site",
         object({{"site", second_.hospital},
                 {"code", "OTHER"},
                 {"kind", "hospital"},
                 {"zone", "Asia/Shanghai"}}));
    for (const auto& [person, role] :
         {std::pair{second_.coordinator, "coordinator"}, std::pair{investigator, "investigator"}}) {
      told(world_.node.administrator(), "staff/add_person",
           object({{"person", person},
                   {"site", second_.hospital},
                   {"roles", Array{Value(role)}},
                   {"name", "C D"}}));
    }
    told(investigator, "study/open_site",
         object({{"study", world_.things.study},
                 {"site", second_.hospital},
                 {"reference", "EC-2"},
                 {"valid_from", "2026-01-01T00:00:00.000Z"},
                 {"valid_until", "2027-01-01T00:00:00.000Z"}}));
    for (int i = 0; i < 12; ++i) enrol();
  }

  void step() {
    NaivePerson& person = people_[below(people_.size())];
    if (person.names.empty()) return register_one(person);
    switch (below(4)) {
      case 0:
        return rename(person, "identity/correct");
      case 1:
        return rename(person, "identity/change_name");
      case 2:
        return add_document(person);
      case 3:
        return retire(person);
    }
  }
  /// Everything that can be asked is answered as the naive reader answers it.
  void look_around() {
    for (const std::string& site : {world_.cast.hospital, second_.hospital}) {
      for (const Character& one : family) {
        same(site, By::name, one.han);
        same(site, By::reading, one.latin);
        for (const Character& two : given) {
          same(site, By::name, std::string(one.han) + two.han);
          same(site, By::reading, std::string(one.latin) + two.latin);
          same(site, By::initials, {one.latin[0], two.latin[0]});
        }
      }
      for (int i = 0; i < 6; ++i) {
        same(site, By::number, passport(i));
        same(site, By::last_four, passport(i).substr(5));
      }
    }
  }
  std::size_t refused = 0;
  std::size_t warned = 0;
  std::size_t hits = 0;

 private:
  std::size_t below(std::size_t end) { return engine_() % end; }
  static std::string passport(int i) { return "E1000111" + std::to_string(i); }
  static std::string day(std::size_t i) { return "1980-01-0" + std::to_string(1 + i); }
  const std::string& asker(const NaivePerson& person) {
    return person.site == second_.hospital ? second_.coordinator : world_.cast.coordinator;
  }
  void told(const std::string& person, const char* command, Object data) {
    const auto reply = world_.node.ask(person, command, std::move(data));
    ASSERT_TRUE(reply.has_value()) << command << ": " << words_of(reply);
  }
  void enrol() {
    NaivePerson one;
    one.id = world_.node.fresh_id();
    one.site = below(2) == 0 ? second_.hospital : world_.cast.hospital;
    told(asker(one), "enrolment/enrol",
         object({{"subject", one.id}, {"study", world_.things.study}, {"site", one.site}}));
    people_.push_back(std::move(one));
  }
  NaiveName any_name() {
    NaiveName out;
    const auto add = [&](const Character& one) {
      out.han += one.han;
      out.latin += one.latin;
      out.initials += one.latin[0];
    };
    add(family[below(family.size())]);
    for (std::size_t i = 0; i <= below(2); ++i) add(given[below(given.size())]);
    return out;
  }

  void register_one(NaivePerson& person) {
    NaivePerson next = person;
    next.names.push_back(any_name());
    next.born = day(below(3));
    Object order = object(
        {{"subject", person.id}, {"name", next.names.back().han}, {"birth_date", next.born}});
    if (below(2) == 0) {
      const std::string number = passport(static_cast<int>(below(6)));
      next.documents.push_back({"passport", number});
      order.set("documents",
                Value(Array{Value(object({{"kind", "passport"}, {"number", number}}))}));
    }
    ask(person, next, "identity/register", std::move(order));
  }
  void rename(NaivePerson& person, const char* command) {
    NaivePerson next = person;
    const bool is_correction = std::string_view(command) == "identity/correct";
    if (is_correction) next.names.pop_back();
    next.names.push_back(any_name());
    ask(person, next, command, object({{"subject", person.id}, {"name", next.names.back().han}}));
  }
  void add_document(NaivePerson& person) {
    NaivePerson next = person;
    next.documents.push_back({"passport", passport(static_cast<int>(below(6)))});
    ask(person, next, "identity/add_document",
        object({{"subject", person.id},
                {"kind", "passport"},
                {"number", next.documents.back().number}}));
  }
  void retire(NaivePerson& person) {
    if (person.documents.empty()) return;
    const std::size_t at = below(person.documents.size());
    if (!person.documents[at].counts) return;
    const bool was_wrong = below(2) == 0;
    told(asker(person), "identity/retire_document",
         object({{"subject", person.id},
                 {"document", static_cast<std::int64_t>(at + 1)},
                 {"why", was_wrong ? "entered_in_error" : "expired"}}));
    person.documents[at].counts = false;
    person.documents[at].was_right = !was_wrong;
  }

  /// `next` is what the person will be; the new document, if any, is its last one.
  void ask(NaivePerson& person, const NaivePerson& next, const char* command, Object order) {
    const bool is_new = next.documents.size() > person.documents.size();
    bool must_refuse = false;
    Ids alike;
    for (const NaivePerson& other : people_) {
      if (other.site != person.site || other.names.empty()) continue;
      for (const NaiveDocument& one : other.documents) {
        must_refuse =
            must_refuse || (is_new && one.was_right && one.number == next.documents.back().number);
      }
      if (other.id != person.id && is_like(next, other)) alike.insert(other.id);
    }
    const auto reply = world_.node.ask(asker(person), command, std::move(order));
    ASSERT_EQ(reply.has_value(), !must_refuse) << command << ": " << words_of(reply);
    if (must_refuse) {
      ++refused;
      EXPECT_TRUE(reply.error().code == "identity.same_document" ||
                  reply.error().code == "identity.document_known");
      return;
    }
    const Value* resembles = reply->records.front().data.find("resembles");
    Ids warned_of;
    if (resembles != nullptr) {
      for (const Value& id : *resembles->array()) warned_of.insert(*id.string());
    }
    EXPECT_EQ(warned_of, alike) << command;
    warned += alike.empty() ? 0 : 1;
    person = next;
  }
  static bool is_like(const NaivePerson& a, const NaivePerson& b) {
    const NaiveName& name = a.names.back();
    for (const NaiveName& other : b.names) {
      if (name.han == other.han || name.latin == other.latin) return true;
    }
    return a.born == b.born && name.han.substr(0, 3) == b.names.back().han.substr(0, 3);
  }

  Ids naive(const std::string& site, By by, const std::string& text) {
    Ids out;
    for (const NaivePerson& one : people_) {
      if (one.site != site) continue;
      bool is_found = false;
      for (const NaiveName& name : one.names) {
        is_found =
            is_found || (by == By::name && name.han.find(text) != std::string::npos) ||
            (by == By::initials && name.initials == text) ||
            (by == By::reading && (text.size() < 3 ? name.latin.starts_with(text)
                                                   : name.latin.find(text) != std::string::npos));
      }
      for (const NaiveDocument& document : one.documents) {
        is_found = is_found ||
                   (by == By::number && document.was_right && document.number == text) ||
                   (by == By::last_four && document.counts && document.number.ends_with(text));
      }
      if (is_found) out.insert(one.id);
    }
    return out;
  }
  void same(const std::string& site, By by, const std::string& text) {
    const auto found = world_.node.patients().find(site, text, by, {});
    ASSERT_TRUE(found.has_value());
    Ids told;
    for (const auto& card : found->cards) told.insert(card.subject);
    EXPECT_EQ(told, naive(site, by, text)) << journey::disclosure::text(by) << " " << text;
    hits += told.size();
  }

  World world_;
  Cast second_ = world_.cast;
  std::mt19937_64 engine_;
  std::vector<NaivePerson> people_;
};

TEST(Patients, R08_R43_whom_the_index_finds_and_warns_of_is_what_a_naive_reader_says) {
  const std::uint64_t seed = seed_of_this_run();
  std::cout << "VEINLINE_SEED=" << seed << "\n";
  std::size_t refused = 0;
  std::size_t warned = 0;
  std::size_t hits = 0;
  for (std::size_t i = 0; i < campaign(2, 100); ++i) {
    Walk walk(seed + i);
    for (int step = 0; step < 60; ++step) {
      walk.step();
      if (step % 10 == 9) walk.look_around();
      if (testing::Test::HasFailure()) FAIL() << "seed " << seed + i << ", step " << step;
    }
    refused += walk.refused;
    warned += walk.warned;
    hits += walk.hits;
  }
  EXPECT_GT(refused, 0U);
  EXPECT_GT(warned, 0U);
  EXPECT_GT(hits, 0U);
}

}  // namespace
}  // namespace veinline::walks
