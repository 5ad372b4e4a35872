// SPDX-License-Identifier: Apache-2.0
#include "exchange/label_content.hpp"

#include "codes/isbt128.hpp"
#include "codes/scan.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/labelling/labelling.hpp"
#include "journey/material.hpp"
#include "journey/study/study.hpp"
#include "kernel/id.hpp"
#include "kernel/instant.hpp"
#include "ledger/demonstration.hpp"
#include "views/reading.hpp"

namespace veinline::exchange {

using journey::ThingState;
using kernel::Object;
using kernel::Result;
using views::NoView;
using views::Reading;

namespace {

/// What made the material, as it is told now: the collection, or the batch's product.
Result<Object, NoView> origin_of(Reading& reading, const std::string& material) {
  TRY(const auto facts, reading.effective("material/" + material, ledger::Touching::changes));
  for (const journey::Happening& fact : facts) {
    if (fact.data.find("donation_number") != nullptr) return fact.data;
    const kernel::Value* products = fact.data.find("products");
    if (products == nullptr || products->array() == nullptr) continue;
    for (const kernel::Value& product : *products->array()) {
      const kernel::Value* id =
          product.object() == nullptr ? nullptr : product.object()->find("material");
      if (id != nullptr && *id == kernel::Value(material)) return *product.object();
    }
  }
  return Object{};
}

std::string text_at(const Object& object, const char* key) {
  const kernel::Value* value = object.find(key);
  return value == nullptr || value->string() == nullptr ? "" : *value->string();
}

/// Minutes are enough for the eye; the zone is said.
std::string moment(kernel::Instant instant) {
  std::string text = kernel::to_text(instant);  // 2026-11-25T17:30:00.000Z
  text[10] = ' ';
  return text.substr(0, 16) + " UTC";
}

/// In groups as ISBT 128 prints it for the eye, its check character behind it.
std::string donation_text(const std::string& number) {
  return number.substr(0, 5) + " " + number.substr(5, 2) + " " + number.substr(7) + " " +
         codes::check_character(number);
}

/// Who may not know the arm has a label of a product without what is made: whose it is, and its
/// symbol.
void make_neutral(journey::Material& what, Object& origin) {
  if (what.batch.empty()) return;
  origin = Object{};
  what.batch.clear();
  what.left.reset();
  what.expires.reset();
}

/// The id that a code says if it is one of a label: "label/ID", an ID alone, or our own symbol's
/// text, which names its material as soon as it is live. Empty: it says something else.
std::string label_id(const codes::Scan& scan) {
  for (const std::string& said : {scan.own, scan.aliases.empty() ? "" : scan.aliases.front()}) {
    if (said.starts_with("label/") && kernel::is_id(said.substr(6))) return said.substr(6);
  }
  return kernel::is_id(scan.own) ? scan.own : std::string();
}

/// The label that was printed here and that is given as whatever names it.
Result<std::string, NoView> label_of(Reading& reading, const views::Sources& sources,
                                     const std::string& given, ledger::Seq now) {
  const auto scan = codes::read_scan(given, codes::How::either);
  if (!scan) {
    return views::no_view(NoView::Kind::bad_question, std::string(codes::name(scan.error())));
  }
  if (std::string id = label_id(*scan); !id.empty()) {
    TRY(const ThingState state, reading.state("label/" + id));
    if (state.aspects.find<journey::labelling::LabelState>() != nullptr) {
      TRY([[maybe_unused]] const kernel::Done seen, views::seen_thing(sources, "label/" + id));
      return id;
    }
  }
  TRY([[maybe_unused]] const std::string other, views::thing_of(sources, given, now));
  return views::no_view(NoView::Kind::bad_question, "label.no_label");
}

}  // namespace

Result<LabelContent, NoView> label_content(const views::Sources& sources, const std::string& given,
                                           const Words& words) {
  TRY(const ledger::Seq now, views::position_of(sources, {}));
  Reading reading(sources, now);
  TRY(const std::string label, label_of(reading, sources, given, now));
  TRY(const ThingState state, reading.state("label/" + label));
  const auto* printed = state.aspects.find<journey::labelling::LabelState>();
  if (printed == nullptr) {
    return views::no_view(NoView::Kind::unknown_thing, "view.unknown_thing");
  }
  if (printed->phase != journey::labelling::Phase::printed) {
    return views::no_view(NoView::Kind::bad_question, "label.not_printed");
  }
  TRY(const ThingState material, reading.state("material/" + printed->material));
  const auto* what = material.aspects.find<journey::Material>();
  // What it was printed for may have been entered in error, and taken back since.
  if (what == nullptr) return views::no_view(NoView::Kind::unknown_thing, "view.unknown_thing");
  TRY(const ThingState treatment, reading.state("course/" + what->course));
  const auto* course = treatment.aspects.find<journey::enrolment::CourseState>();
  if (course == nullptr) return views::no_view(NoView::Kind::unknown_thing, "view.unknown_thing");
  TRY(const ThingState trial, reading.state("study/" + course->study));
  const auto* study = trial.aspects.find<journey::study::StudyState>();
  TRY(Object origin, origin_of(reading, printed->material));
  TRY(const bool is_blind, views::is_blind_to(sources, "label/" + label));
  journey::Material shown = *what;
  if (is_blind) make_neutral(shown, origin);

  const auto word = [&](const char* key) {
    return std::string(words.find(std::string("label.") + key));
  };
  LabelContent out;
  out.form = printed->form;
  out.title = word(what->batch.empty() ? "collected" : "product");
  const auto line = [&](const char* caption, std::string value) {
    if (!value.empty()) out.lines.emplace_back(word(caption), std::move(value));
  };
  line("chain_of_identity", course->coi + " " + codes::check_character(course->coi));
  if (const std::string number = text_at(origin, "donation_number"); !number.empty()) {
    line("donation_number", donation_text(number));
  }
  line("batch", shown.batch);
  line("division", text_at(origin, "division"));
  if (shown.left) line("quantity", shown.left->value.text() + " " + shown.left->unit);
  if (shown.expires) line("expires", moment(*shown.expires));
  if (study != nullptr && study->donation == journey::study::Donation::autologous) {
    out.statements.push_back(word("autologous_only"));
  }
  if (study != nullptr && study->use != journey::study::Use::routine) {
    out.statements.push_back(word("trial_only"));
  }
  const auto identity = sources.store.identity();
  if (!identity || ledger::is_demonstration(identity->origin)) {
    out.statements.push_back(word("demonstration"));
  }
  out.code = journey::labelling::symbol_of(label);
  out.eye_readable = "label:\n" + label;  // an id is not broken
  return out;
}

std::optional<LabelForm> label_form(std::string_view name) {
  if (name == "svg") return LabelForm::svg;
  if (name == "pdf") return LabelForm::pdf;
  if (name == "zpl") return LabelForm::zpl;
  return std::nullopt;
}

std::string_view media_type(LabelForm form) {
  switch (form) {
    case LabelForm::svg:
      return "image/svg+xml; charset=utf-8";
    case LabelForm::pdf:
      return "application/pdf";
    case LabelForm::zpl:
      return "application/vnd.zebra-zpl";
  }
  kernel::broken_invariant("a form is one of those listed", __FILE__, __LINE__);
}

Result<std::string, LabelFault> drawn(const LabelContent& content, LabelForm form) {
  switch (form) {
    case LabelForm::svg:
      return label_svg(content);
    case LabelForm::pdf:
      return label_pdf(content);
    case LabelForm::zpl:
      return label_zpl(content);
  }
  kernel::broken_invariant("a form is one of those listed", __FILE__, __LINE__);
}

}  // namespace veinline::exchange
