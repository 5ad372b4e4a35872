// SPDX-License-Identifier: Apache-2.0
// What somebody is answered about a blinded study, blinded and unblinded: what the lines "blinded"
// of expected.txt say, which are written by hand (R43).
#include "gateway/http/routes.hpp"
#include "rights/blinded_house.hpp"

// Fontconfig keeps what it read of the fonts to the end of the process.
extern "C" const char* __lsan_default_suppressions();   // NOLINT: the sanitizer's name
extern "C" const char* __lsan_default_suppressions() {  // NOLINT
  return "leak:libfontconfig\n";
}

namespace veinline::rights {
namespace {

/// Who asks, by the sites of the sample world.
class BlindedQuestions : public Blinded {
 protected:
  BlindedQuestions() {
    const Cast& c = world_.cast;
    const std::map<std::string, std::vector<std::string>> roles_of_site{
        {c.hospital,
         {"coordinator", "investigator", "physician", "apheresis_nurse", "infusion_nurse",
          "quality"}},
        {c.factory, {"operator", "technologist", "qc_analyst", "quality"}},
        {c.carrier, {"inspector"}}};
    for (const auto& [site, roles] : roles_of_site) {
      for (const std::string& role : roles) {
        pairs_.push_back({role, site, add(role, site, false), add(role, site, true)});
      }
    }
  }
  /// What the blinded one is told beside what the other is, as the line says.
  void hold(const Pair& pair, const Cell& cell, const std::string& until) {
    const std::string name =
        cell.view + " " + cell.thing + " by " + pair.role + " until " + until + ": ";
    const HttpResponse told = asked(pair.blind, cell);
    const HttpResponse whole = asked(pair.knowing, cell);
    EXPECT_EQ(told.body.find(arm), std::string::npos) << name;
    if (whole.status != 200) {  // not for their role or site, or not there, whatever they may know
      EXPECT_TRUE(whole.status == 404 || whole.status == 403 || whole.status == 409)
          << name << whole.body;
      EXPECT_EQ(told.status, whole.status) << name;
      EXPECT_EQ(told.body, whole.body) << name;
      return;
    }
    ++shown_[cell.view + " " + cell.thing];
    if (cell.blinded == "refused") {
      // At a factory the subject is nobody's either.
      EXPECT_TRUE(told.status == 403 || told.status == 409) << name << told.body;
      EXPECT_TRUE(told.is_of_nothing || told.body.find("blind") != std::string::npos) << name;
      return;
    }
    if (cell.blinded == "nothing") {
      const HttpResponse nothing = asked(pair.blind, cell, true);
      EXPECT_EQ(told.status, nothing.status) << name;
      EXPECT_EQ(but_positions(told.body), but_positions(nothing.body)) << name;
      EXPECT_NE(but_positions(told.body), but_positions(whole.body)) << name;
      EXPECT_TRUE(nothing.is_of_nothing) << name << nothing.body;
      return;
    }
    EXPECT_EQ(told.status, 200) << name << told.body;
    // A bundle is signed at its time, with no randomness in it: the same reads the same.
    EXPECT_EQ(but_positions(told.body) == but_positions(whole.body), cell.blinded == "same")
        << name << told.body;
    for (const std::string* hidden : {&world_.things.batch, &unsent_, &hidden_paper_}) {
      EXPECT_EQ(told.body.find(*hidden), std::string::npos) << name;
    }
  }

  std::vector<Pair> pairs_;
  std::map<std::string, std::size_t> shown_;  ///< times that there was something to see, by cell
};

TEST_F(BlindedQuestions, R43_every_question_is_answered_to_the_blinded_as_the_table_says) {
  const BlindedTable table = blinded_table();
  for (const char* until : {"record product", "receive product"}) {
    go_on(until);
    const bool is_sent = std::string(until) != "record product";
    for (const Pair& pair : pairs_) {
      for (const Cell& cell : table.cells) {
        const bool is_of_later = cell.thing == "product" || cell.thing == "code with an expiry";
        const bool is_of_now = is_sent ? cell.thing != "product not sent" : !is_of_later;
        if (cell.view != "give_command" && is_of_now) hold(pair, cell, until);
      }
    }
  }
  std::size_t all = 0;
  for (const Cell& cell : table.cells) {
    if (cell.view == "give_command") continue;
    const std::size_t times = shown_[cell.view + " " + cell.thing];
    EXPECT_GT(times, 0U) << cell.view << " " << cell.thing << ": nobody was shown it";
    all += times;
  }
  RecordProperty("cells", std::to_string(all));
  EXPECT_GE(all, 350U) << "of those where there was something to see";
}

TEST(BlindedTable, R43_says_of_every_address_what_it_tells_the_blinded_or_that_it_tells_no_arm) {
  const BlindedTable table = blinded_table();
  std::set<std::string> held;
  for (const Cell& cell : table.cells) held.insert(cell.view);
  std::set<std::string> routes;
  for (const gateway::http::Route& route : gateway::http::all_routes()) {
    const std::string name(route.name);
    EXPECT_TRUE(routes.insert(name).second) << name << " names two addresses";
    EXPECT_NE(held.contains(name), table.apart.contains(name))
        << route.method << " " << route.path << " (" << name << "): add a line \"blinded " << name
        << " | ...\" to expected.txt, or to those apart";
  }
  for (const auto& names : {held, table.apart}) {
    for (const std::string& name : names) EXPECT_TRUE(routes.contains(name)) << name;
  }
}

TEST_F(BlindedQuestions, R43_no_record_by_its_number_tells_the_blinded_of_what_was_made) {
  go_on("receive product");
  std::size_t hidden = 0;
  for (const ledger::StoredRecord& stored : node().records()) {
    const std::string seq = std::to_string(stored.seq);
    for (const Pair& pair : pairs_) {
      const HttpResponse told = get(pair.blind, "record/" + seq);
      for (const std::string* one : {&world_.things.batch, &unsent_, &hidden_paper_}) {
        EXPECT_EQ(told.body.find(*one), std::string::npos) << seq << " to " << pair.role;
      }
      EXPECT_EQ(get(pair.blind, "receipt/" + seq).status, told.status) << seq;
      const bool is_hidden = told.status != 200 && get(pair.knowing, "record/" + seq).status == 200;
      if (!is_hidden) continue;
      ++hidden;
      EXPECT_EQ(told.body, get(pair.blind, "record/1000000").body) << seq;
    }
  }
  EXPECT_GT(hidden, 50U);
}

}  // namespace
}  // namespace veinline::rights
