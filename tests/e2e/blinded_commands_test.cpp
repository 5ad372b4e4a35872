// SPDX-License-Identifier: Apache-2.0
// Commands of the blinded: about what is not there for them they are answered as about what there
// is not, so that no refusal tells whether anything was made (R43).
#include <gtest/gtest.h>

#include "e2e/blinded_world.hpp"

namespace veinline::e2e {

using namespace support;
namespace {

/// All that a refusal says.
std::string said(const TestNode::Reply& reply) {
  if (reply) return "recorded " + words_of(reply);
  return reply.error().code + " " + reply.error().rule + " " + reply.error().about;
}

class BlindedCommands : public testing::Test {
 protected:
  std::string ask(const std::string& person, const char* command, Object data) {
    return said(world_.node().ask(person, command, std::move(data)));
  }
  /// The id of the deviation that a result of the batch opened.
  std::string deviation_of_batch() {
    for (const ledger::StoredRecord& stored : world_.node().records()) {
      const ledger::Draft draft = ledger::parse_record(stored.bytes)->draft;
      const Value* about = draft.data.find("about");
      const bool is_it = draft.fact == "quality.deviation_opened/1" && about != nullptr &&
                         *about == Value("batch/" + world_.things().batch);
      if (is_it) return *draft.data.find("deviation")->string();
    }
    ADD_FAILURE() << "no deviation of the batch";
    return {};
  }
  /// Over an API that counts denials.
  std::string post(const std::string& person, const std::string& command, Object data) {
    gateway::net::HttpRequest request;
    request.method = "POST";
    request.path = "/api/v1/commands/" + command;
    request.headers["idempotency-key"] = world_.node().fresh_id();
    const journey::CommandType* type = world_.node().catalogue().command(command);
    Object body = object({{"data", Value(std::move(data))}});
    if (!type->signs.empty()) body.set("sign", Value(type->signs));
    if (type->needs_reason) body.set("reason", Value("TEST"));
    request.body = kernel::canonical_text(body);
    return handled(person, std::move(request));
  }
  std::string look(const std::string& person, const std::string& path) {
    gateway::net::HttpRequest request;
    request.method = "GET";
    request.path = "/api/v1/" + path;
    return handled(person, std::move(request));
  }
  /// What was recorded of denials: "RELEASE.RELEASE by PERSON".
  std::set<std::string> denied() {
    std::set<std::string> out;
    for (const ledger::StoredRecord& stored : world_.node().records()) {
      const ledger::Draft draft = ledger::parse_record(stored.bytes)->draft;
      if (draft.fact != "staff.access_denied/1") continue;
      out.insert(*draft.data.find("asked")->string() + " by " + draft.by);
    }
    return out;
  }
  /// A record that tells the arm.
  std::int64_t hidden_record() {
    for (const ledger::StoredRecord& stored : world_.node().records()) {
      const ledger::Draft draft = ledger::parse_record(stored.bytes)->draft;
      if (draft.fact == "manufacture.produced/1") return static_cast<std::int64_t>(stored.seq);
    }
    ADD_FAILURE() << "nothing was made";
    return 0;
  }
  BlindedWorld world_{active, true};

 private:
  std::string handled(const std::string& person, gateway::net::HttpRequest request) {
    std::promise<HttpResponse> answer;
    api_.handle_as(person, std::move(request),
                   [&](HttpResponse response) { answer.set_value(std::move(response)); });
    const HttpResponse told = answer.get_future().get();
    return std::to_string(told.status) + told.body;
  }

  gateway::http::ApiParts parts() {
    gateway::http::ApiParts out = parts_over(world_.node(), follower_, world_.audiences());
    out.denials = &denials_;
    return out;
  }

  storage::memory::MemoryRows rows_;
  views::Follower follower_{world_.node().catalogue(), world_.node().store(), rows_};
  gateway::http::Denials denials_;
  gateway::http::Api api_{parts(), gateway::http::ApiThreads{.reading = 0, .carrying = 0}};
};

TEST_F(BlindedCommands, R43_about_what_is_hidden_are_answered_as_about_what_there_is_not) {
  BlindedWorld& w = world_;
  const Things& t = w.things();
  const std::string& quality = w.cast().hospital_quality;
  const std::string deviation = deviation_of_batch();
  const auto of = [&](const std::string& kind, const std::string& id) {
    return object({{"thing", kind + "/" + id}});
  };
  const auto same = [&](const std::string& person, const char* command, const auto& data,
                        const std::string& hidden) {
    const std::string nothing = ask(person, command, data(w.node().fresh_id()));
    EXPECT_EQ(ask(person, command, data(hidden)), nothing) << command;
    EXPECT_NE(nothing.find("general.unknown_thing"), std::string::npos) << command << nothing;
  };
  const auto records = w.node().records().size();
  for (const char* command : {"quality/lift", "quality/hold"}) {
    const auto about = [&](const char* kind) {
      return [&, kind, command](const std::string& id) {
        Object out = of(kind, id);
        if (std::string_view(command) == "quality/hold") out.set("cause", Value("other"));
        return out;
      };
    };
    same(quality, command, about("batch"), t.batch);
    same(quality, command, about("material"), w.unsent);
  }
  same(
      quality, "quality/close_deviation",
      [](const std::string& id) {
        return object({{"deviation", id}, {"assessment", "no_impact"}});
      },
      deviation);
  same(
      w.cast().apheresis_nurse, "labelling/print",
      [](const std::string& id) {
        return object({{"material", id}});
      },
      w.unsent);
  same(
      w.cast().physician, "breakglass/open_record",
      [&](const std::string& id) { return of("batch", id); }, t.batch);
  const auto held_by_code = [&](const std::string& label) {
    return ask(quality, "quality/hold", object({{"thing", "label:" + label}, {"cause", "other"}}));
  };
  const std::string no_label = held_by_code(w.node().fresh_id());
  EXPECT_EQ(held_by_code(w.unsent_label), no_label);
  EXPECT_NE(no_label.find("general.unknown_alias"), std::string::npos) << no_label;
  EXPECT_EQ(w.node().records().size(), records);
  // The same of somebody who may know: otherwise the test could not fail.
  EXPECT_EQ(ask(w.cast().quality, "quality/hold",
                object({{"thing", "batch/" + t.batch}, {"cause", "other"}}))
                .find("recorded"),
            0U);
}

TEST_F(BlindedCommands, R43_of_a_hidden_record_the_blinded_correct_nothing_and_learn_nothing) {
  BlindedWorld& w = world_;
  const std::string& physician = w.cast().physician;
  const auto agree = [&](std::int64_t seq) {
    return ask(physician, "quality/agree_to_correction", object({{"seq", Value(seq)}}));
  };
  const auto correct = [&](std::int64_t seq) {
    return ask(w.cast().hospital_quality, "quality/correct", object({{"seq", Value(seq)}}));
  };
  const std::string nothing_agreed = agree(1'000'000);
  const std::string nothing_corrected = correct(1'000'000);
  std::size_t hidden = 0;
  std::size_t open = 0;
  for (const ledger::StoredRecord& stored : w.node().records()) {
    const ledger::Draft draft = ledger::parse_record(stored.bytes)->draft;
    views::FactSaid told{stored.seq, draft.fact, draft.at, draft.changes};
    told.things.insert(told.things.end(), draft.mentions.begin(), draft.mentions.end());
    const auto audience = w.audiences().of(told);
    const auto seq = static_cast<std::int64_t>(stored.seq);
    if (audience->tells_arm && !audience->blinded.empty()) {
      ++hidden;
      EXPECT_EQ(agree(seq), nothing_agreed) << draft.fact;
      EXPECT_EQ(correct(seq), nothing_corrected) << draft.fact;
    } else if (draft.fact == "followup.visit_recorded/1") {
      ++open;
      EXPECT_NE(agree(seq), nothing_agreed);
    }
  }
  EXPECT_GT(hidden, 8U);
  EXPECT_GT(open, 0U);
}

TEST_F(BlindedCommands, R43_that_they_probed_what_is_hidden_learns_who_oversees_and_nobody_else) {
  BlindedWorld& w = world_;
  const std::string& administrator = w.node().administrator();
  const std::string& quality = w.cast().hospital_quality;
  const std::string& physician = w.cast().physician;
  const auto hold = [](const std::string& batch) {
    return object({{"thing", "batch/" + batch}, {"cause", "other"}});
  };
  const auto agree = [](std::int64_t seq) { return object({{"seq", Value(seq)}}); };
  const std::string nothing_held = post(quality, "quality/hold", hold(w.node().fresh_id()));
  const std::string nothing_agreed = post(physician, "quality/agree_to_correction", agree(999'999));
  const std::string nothing_seen = look(physician, "trace/batch/" + w.node().fresh_id());
  static_cast<void>(look(administrator, "me"));
  ASSERT_EQ(denied(), std::set<std::string>{}) << "of nothing";

  const auto records = w.node().records().size();
  EXPECT_EQ(post(quality, "quality/hold", hold(w.things().batch)), nothing_held);
  EXPECT_EQ(post(quality, "quality/hold", hold(w.things().batch)), nothing_held);
  EXPECT_EQ(w.node().records().size(), records) << "the log does not grow as they ask";
  EXPECT_EQ(post(physician, "quality/agree_to_correction", agree(hidden_record())), nothing_agreed);
  EXPECT_EQ(denied(), std::set<std::string>{"QUALITY.HOLD by " + quality})
      << "it is recorded as somebody else asks";
  EXPECT_EQ(look(physician, "trace/batch/" + w.things().batch), nothing_seen);
  static_cast<void>(look(administrator, "me"));
  EXPECT_EQ(denied(), (std::set<std::string>{"QUALITY.HOLD by " + quality, "TRACE by " + physician,
                                             "QUALITY.AGREE_TO_CORRECTION by " + physician}));
}

}  // namespace
}  // namespace veinline::e2e
