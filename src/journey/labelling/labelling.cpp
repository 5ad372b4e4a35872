// SPDX-License-Identifier: Apache-2.0
#include "journey/labelling/labelling.hpp"

#include <algorithm>

#include "journey/claims.hpp"
#include "journey/custody/custody.hpp"
#include "journey/labelling/typed.hpp"
#include "journey/material.hpp"
#include "journey/naming.hpp"

namespace veinline::journey::labelling {

namespace {

constexpr std::size_t code_length_max = 80;

Thing thing_of_alias(std::string_view value) {
  return Thing("alias/" + std::string(label_scheme) + "/" + std::string(value));
}

codes::Scan scan_of(const ScannedCode& code) {
  auto scan = codes::read_scan(code.text(), codes::How::scanned);
  INVARIANT(scan.has_value());  // its form was checked
  return std::move(*scan);
}

/// Names a kind of product, a lot, a place or a person: never one bag.
bool names_no_bag(std::string_view alias) {
  for (const char* scheme : {"gtin/", "lot/", "gln/", "gsrn/", "coi/"}) {
    if (alias.starts_with(scheme)) return true;
  }
  return false;
}

/// A number, and no word: nobody's name may stand in a record.
bool is_number(std::string_view plain) {
  constexpr long digits_min = 4;
  return std::count_if(plain.begin(), plain.end(), [](char c) { return c >= '0' && c <= '9'; }) >=
         digits_min;
}

/// What a scan of a label of another maker says; nothing: it names something of ours or no single
/// bag, or cannot be kept.
std::optional<codes::Scan> foreign(const ScannedCode& code) {
  codes::Scan scan = scan_of(code);
  const std::string kept = registered_as(scan);
  const bool ours = !scan.own.empty() || kept.starts_with(std::string(label_scheme) + ":");
  const bool is_general = !scan.aliases.empty() && names_no_bag(scan.aliases.front());
  const bool is_word = !scan.plain.empty() && !is_number(scan.plain);
  if (ours || is_general || is_word) return std::nullopt;
  if (!LabelCodeSyntax::why_not(kept).empty()) return std::nullopt;
  return scan;
}

/// True when a scan of the label finds something else than the material already.
bool is_of_another(Reader& reader, const codes::Scan& scan, const MaterialId& material) {
  std::vector<Thing> aliases{thing_of_alias(registered_as(scan))};
  if (!scan.aliases.empty()) aliases.emplace_back("alias/" + scan.aliases.front());
  if (!scan.plain.empty()) {  // a bare number is looked for among those of every issuer
    for (const char* scheme : {"site/", "study/"}) {
      aliases.emplace_back("alias/" + (scheme + scan.plain));
    }
  }
  bool out = false;
  for (const Thing& alias : aliases) {
    const Alias* known = reader.find<Alias>(alias);
    if (known == nullptr) continue;
    out = out || std::any_of(known->of.begin(), known->of.end(),
                             [&](const Thing& thing) { return thing != Thing(material); });
  }
  return out;
}

/// The label that a scan of one of ours names, by its symbol or its id; nothing: it is none.
std::optional<LabelId> own_label(const ScannedCode& code) {
  const codes::Scan scan = scan_of(code);
  std::string_view named = scan.own;
  const std::string registered = registered_as(scan);
  for (const char* prefix : {"label:", "label/"}) {
    if (registered.starts_with(prefix)) named = registered;
    if (named.starts_with(prefix)) named.remove_prefix(std::string_view(prefix).size());
  }
  const auto id = LabelId::parse(named);
  return id ? std::optional(*id) : std::nullopt;
}

/// The label of a material that is printed and not void.
std::optional<std::string> standing(Reader& reader, const MaterialId& material) {
  const Labels* labels = reader.find<Labels>(material);
  if (labels == nullptr) return std::nullopt;
  std::optional<std::string> out;
  for (const std::string& id : labels->printed) {
    const LabelState* label = reader.find<LabelState>(Thing("label/" + id));
    if (label == nullptr) continue;
    if (label->phase == Phase::printed || label->phase == Phase::live) out = id;
  }
  return out;
}

bool is_registered(Reader& reader, const MaterialId& material, const std::string& code) {
  const Labels* labels = reader.find<Labels>(material);
  return labels != nullptr && std::find(labels->registered.begin(), labels->registered.end(),
                                        code) != labels->registered.end();
}

/// Labels are made where their material is.
const Rule* not_here(Reader& reader, const Asked& asked, const MaterialId& material) {
  const auto* holding = reader.find<custody::Holding>(material);
  if (holding == nullptr) return &general::unknown_thing;
  return holding->site == asked.at.text() ? nullptr : &general::of_another_site;
}

LabelPrinted printed(const LabelId& label, const MaterialId& material,
                     std::optional<LabelId> replaces) {
  auto form = Code::parse(form_name);
  INVARIANT(form);
  return {label, material, *form, std::move(replaces)};
}

}  // namespace

std::string LabelCodeSyntax::why_not(std::string_view text) {
  if (text.empty() || text.size() > code_length_max) return "field.label_code";
  const bool visible =
      std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
  return visible ? "" : "field.label_code";
}

std::string ScanSyntax::why_not(std::string_view text) {
  const auto scan = codes::read_scan(text, codes::How::scanned);
  return scan ? "" : std::string(codes::name(scan.error()));
}

Thing alias_of(const LabelId& label) {
  return thing_of_alias(label.text());
}

std::string symbol_of(const std::string& label) {
  return std::string(label_scheme) + ":" + label;
}

void evolve(World& world, const Told& told, const LabelPrinted& fact) {
  world.make<LabelState>(fact.label, [&](LabelState& label) {
    label = {fact.material.text(), fact.form.text(), Phase::printed, told.seq};
  });
  world.make<Labels>(fact.material,
                     [&](Labels& labels) { labels.printed.push_back(fact.label.text()); });
  if (!fact.replaces) return;
  world.change<LabelState>(*fact.replaces,
                           [](LabelState& label) { label.phase = Phase::replaced; });
  world.make<Alias>(alias_of(*fact.replaces), [](Alias& alias) { alias.of.clear(); });
}

void evolve(World& world, const Told&, const LabelScannedBack& fact) {
  world.change<LabelState>(fact.label, [](LabelState& label) { label.phase = Phase::live; });
  world.make<Alias>(alias_of(fact.label), [&](Alias& alias) { alias.add(fact.material); });
}

void evolve(World& world, const Told&, const LabelDestroyed& fact) {
  world.change<LabelState>(fact.label, [](LabelState& label) { label.phase = Phase::destroyed; });
}

void evolve(World& world, const Told&, const CodeRegistered& fact) {
  world.make<Labels>(fact.material,
                     [&](Labels& labels) { labels.registered.push_back(fact.code.text()); });
  world.make<Alias>(thing_of_alias(fact.code.text()),
                    [&](Alias& alias) { alias.add(fact.material); });
}

void evolve(World& world, const Told&, const CodeWithdrawn& fact) {
  world.change_if_any<Labels>(
      fact.material, [&](Labels& labels) { std::erase(labels.registered, fact.code.text()); });
  world.change_if_any<Alias>(thing_of_alias(fact.code.text()),
                             [&](Alias& alias) { std::erase(alias.of, Thing(fact.material)); });
}

Decision decide(Reader& reader, const Asked& asked, const PrintLabel& order) {
  if (const Rule* rule = not_here(reader, asked, order.material)) return refuse(*rule, "material");
  if (const auto other = standing(reader, order.material)) {
    return refuse(already_labelled, "label/" + *other);
  }
  return facts(printed(order.label, order.material, std::nullopt));
}

Decision decide(Reader& reader, const Asked& asked, const ReprintLabel& order) {
  if (const Rule* rule = not_here(reader, asked, order.material)) return refuse(*rule, "material");
  const auto other = standing(reader, order.material);
  if (!other) return refuse(not_labelled, Thing(order.material).key);
  const auto replaced = LabelId::parse(*other);
  INVARIANT(replaced);
  return facts(printed(order.label, order.material, *replaced));
}

Decision decide(Reader& reader, const Asked& asked, const ScanBack& order) {
  if (const Rule* rule = not_here(reader, asked, order.material)) return refuse(*rule, "material");
  const std::optional<LabelId> label = own_label(order.code);
  const LabelState* state = label ? reader.find<LabelState>(*label) : nullptr;
  if (state == nullptr) return refuse(no_label, "code");
  if (state->material != order.material.text()) return refuse(wrong_label, "code");
  if (state->phase != Phase::printed) return refuse(not_printed, Thing(*label).key);
  return facts(LabelScannedBack{*label, order.material});
}

Decision decide(Reader& reader, const Asked& asked, const DestroyLabel& order) {
  const LabelState* state = reader.find<LabelState>(order.label);
  if (state == nullptr) return refuse(general::unknown_thing, "label");
  const auto material = MaterialId::parse(state->material);
  INVARIANT(material);
  if (const Rule* rule = not_here(reader, asked, *material)) return refuse(*rule, "label");
  if (state->phase == Phase::live) return refuse(still_live, "label");
  if (state->phase == Phase::destroyed) return refuse(not_printed, "label");
  return facts(LabelDestroyed{order.label, *material});
}

Decision decide(Reader& reader, const Asked& asked, const RegisterCode& order) {
  if (const Rule* rule = not_here(reader, asked, order.material)) return refuse(*rule, "material");
  const std::optional<codes::Scan> scan = foreign(order.code);
  if (!scan) return refuse(no_foreign_code, "code");
  if (is_of_another(reader, *scan, order.material)) return refuse(code_taken, "code");
  if (!differences(reader, *scan, Thing(order.material)).empty()) {
    return refuse(general::label_differs, "code");
  }
  if (is_registered(reader, order.material, registered_as(*scan))) {
    return refuse(already_registered, "code");
  }
  auto kept = LabelCode::parse(registered_as(*scan));
  INVARIANT(kept);
  return facts(CodeRegistered{order.material, *kept});
}

Decision decide(Reader& reader, const Asked& asked, const WithdrawCode& order) {
  if (const Rule* rule = not_here(reader, asked, order.material)) return refuse(*rule, "material");
  const std::string code = registered_as(scan_of(order.code));
  if (!is_registered(reader, order.material, code)) return refuse(not_registered, "code");
  auto kept = LabelCode::parse(code);
  INVARIANT(kept);
  return facts(CodeWithdrawn{order.material, *kept});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("labelling");
  // A label is put right by another label, never by other words about it.
  catalogue.fact<LabelPrinted>(Kind::permission, Strand::identity, Correctable::never);
  catalogue.fact<LabelScannedBack>(Kind::permission, Strand::identity, Correctable::never);
  catalogue.fact<LabelDestroyed>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<CodeRegistered>(Kind::permission, Strand::identity, Correctable::never);
  catalogue.fact<CodeWithdrawn>(Kind::permission, Strand::identity, Correctable::never);
  catalogue.command<PrintLabel>();
  catalogue.command<ReprintLabel>();
  catalogue.command<ScanBack>();
  catalogue.command<DestroyLabel>();
  catalogue.command<RegisterCode>();
  catalogue.command<WithdrawCode>();
  for (const Rule* rule :
       {&already_labelled, &not_labelled, &wrong_label, &not_printed, &still_live, &code_taken,
        &no_foreign_code, &no_label, &not_live, &already_registered, &not_registered}) {
    catalogue.rule(*rule);
  }
  tell_typed(catalogue);
}

}  // namespace veinline::journey::labelling
