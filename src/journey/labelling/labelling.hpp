// SPDX-License-Identifier: Apache-2.0
// Labelling: a label is printed once, and names its material when it was scanned back from it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "journey/catalogue.hpp"

namespace veinline::journey::labelling {

/// The form that labels are printed on. A changed form is a form of another name.
inline constexpr std::string_view form_name = "BAG-1";

enum class Phase : std::uint8_t { printed, live, replaced, destroyed };
constexpr std::string_view text(Phase phase) {
  switch (phase) {
    case Phase::printed:
      return "printed";
    case Phase::live:
      return "live";
    case Phase::replaced:
      return "replaced";
    case Phase::destroyed:
      return "destroyed";
  }
  return "";
}

/// Aspect of a label.
struct LabelState {
  std::string material;  ///< id
  std::string form;
  Phase phase = Phase::printed;
  std::uint64_t seq = 0;  ///< when it was printed: it says what was recorded then
  bool operator==(const LabelState&) const = default;
};

/// Aspect of a material: the labels that were printed for it, by id, and what labels of other
/// makers say that are on it; each in the order in which it was told.
struct Labels {
  std::vector<std::string> printed;
  std::vector<std::string> registered;
  bool operator==(const Labels&) const = default;
};

/// What a scan of a label of another maker names first: "sgtin:09506000134352.S9", "0004711".
struct LabelCodeSyntax {
  static constexpr std::string_view name = "label code";
  static constexpr std::string_view scheme = "label";
  static std::string why_not(std::string_view text);
};
using LabelCode = Coded<LabelCodeSyntax>;

/// What a scanner gives of a label. Of a command alone: a fact has what it names.
struct ScanSyntax {
  static constexpr std::string_view name = "scan";
  static constexpr std::string_view scheme = "";
  static std::string why_not(std::string_view text);
};
using ScannedCode = Coded<ScanSyntax>;

/// The alias under which a scan of a label finds its material, while it is live.
Thing alias_of(const LabelId& label);
/// What the symbol on a label says.
std::string symbol_of(const std::string& label);

struct LabelPrinted {
  static constexpr std::string_view stored_name = "labelling.printed/1";
  LabelId label;
  MaterialId material;
  Code form;
  std::optional<LabelId> replaces;
  [[nodiscard]] std::vector<Thing> also_changes() const {
    return replaces ? std::vector{alias_of(*replaces)} : std::vector<Thing>{};
  }
  static constexpr auto describe() {
    return std::tuple{field("label", &LabelPrinted::label, "The new label.", Mark::changes),
                      field("material", &LabelPrinted::material, "What it is for.", Mark::changes),
                      field("form", &LabelPrinted::form, "The approved form it is printed on."),
                      field("replaces", &LabelPrinted::replaces,
                            "The label that is void from now on.", Mark::changes)};
  }
};

/// The label is on its material, and was scanned back from it.
struct LabelScannedBack {
  static constexpr std::string_view stored_name = "labelling.scanned_back/1";
  LabelId label;
  MaterialId material;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {alias_of(label)}; }
  static constexpr auto describe() {
    return std::tuple{
        field("label", &LabelScannedBack::label, "The label.", Mark::changes),
        field("material", &LabelScannedBack::material, "What it is on.", Mark::changes)};
  }
};

/// A label that is on nothing was destroyed.
struct LabelDestroyed {
  static constexpr std::string_view stored_name = "labelling.destroyed/1";
  LabelId label;
  MaterialId material;
  static constexpr auto describe() {
    return std::tuple{
        field("label", &LabelDestroyed::label, "The label.", Mark::changes),
        field("material", &LabelDestroyed::material, "What it was for.", Mark::changes)};
  }
};

/// A label of another maker is on the material.
struct CodeRegistered {
  static constexpr std::string_view stored_name = "labelling.code_registered/1";
  MaterialId material;
  LabelCode code;
  static constexpr auto describe() {
    return std::tuple{
        field("material", &CodeRegistered::material, "What the label is on.", Mark::changes),
        field("code", &CodeRegistered::code, "What a scan of the label names.", Mark::changes)};
  }
};

/// A label of another maker is on the material no more, or was registered by mistake.
struct CodeWithdrawn {
  static constexpr std::string_view stored_name = "labelling.code_withdrawn/1";
  MaterialId material;
  LabelCode code;
  static constexpr auto describe() {
    return std::tuple{
        field("material", &CodeWithdrawn::material, "What the label was on.", Mark::changes),
        field("code", &CodeWithdrawn::code, "What a scan of the label names.", Mark::changes)};
  }
};

inline constexpr Roles hands{Role::apheresis_nurse, Role::technologist, Role::operator_,
                             Role::quality};

struct PrintLabel {
  static constexpr std::string_view name = "labelling/print";
  static constexpr std::string_view help = "Print the first label of a material.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles = hands;
  LabelId label;
  MaterialId material;
  static constexpr auto describe() {
    return std::tuple{field("label", &PrintLabel::label, "The new label.", Mark::fresh),
                      field("material", &PrintLabel::material, "What it is for.")};
  }
};

struct ReprintLabel {
  static constexpr std::string_view name = "labelling/reprint";
  static constexpr std::string_view help =
      "Print the label of a material anew; the one before is void.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles = hands;
  static constexpr bool needs_reason = true;
  LabelId label;
  MaterialId material;
  static constexpr auto describe() {
    return std::tuple{field("label", &ReprintLabel::label, "The new label.", Mark::fresh),
                      field("material", &ReprintLabel::material, "What it is for.")};
  }
};

struct ScanBack {
  static constexpr std::string_view name = "labelling/scan_back";
  static constexpr std::string_view help =
      "Scan a label back from the material that it was put on: it is live from then on.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles = hands;
  static constexpr bool live_only = true;
  MaterialId material;
  ScannedCode code;
  static constexpr auto describe() {
    return std::tuple{
        field("material", &ScanBack::material, "What it is on, by another of its codes."),
        field("code", &ScanBack::code, "What the scanner gives of the new label.")};
  }
};

struct DestroyLabel {
  static constexpr std::string_view name = "labelling/destroy";
  static constexpr std::string_view help = "Record that a label which is on nothing was destroyed.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles = hands;
  static constexpr bool needs_reason = true;
  LabelId label;
  static constexpr auto describe() {
    return std::tuple{field("label", &DestroyLabel::label, "The label.")};
  }
};

struct RegisterCode {
  static constexpr std::string_view name = "labelling/register_code";
  static constexpr std::string_view help =
      "Register a label of another maker, so that a scan of it finds the material.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles = hands;
  MaterialId material;
  ScannedCode code;
  static constexpr auto describe() {
    return std::tuple{field("material", &RegisterCode::material, "What the label is on."),
                      field("code", &RegisterCode::code, "What the scanner gives of it.")};
  }
};

struct WithdrawCode {
  static constexpr std::string_view name = "labelling/withdraw_code";
  static constexpr std::string_view help =
      "Withdraw a label of another maker: a scan of it finds the material no more.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles = hands;
  static constexpr bool needs_reason = true;
  MaterialId material;
  ScannedCode code;
  static constexpr auto describe() {
    return std::tuple{field("material", &WithdrawCode::material, "What the label was on."),
                      field("code", &WithdrawCode::code, "What the scanner gives of it.")};
  }
};

inline constexpr Rule already_labelled{"labelling.already_labelled", "R11"};
inline constexpr Rule not_labelled{"labelling.not_labelled", "R11"};
inline constexpr Rule wrong_label{"labelling.wrong_label", "R09"};
inline constexpr Rule not_printed{"labelling.not_printed", "R11"};
inline constexpr Rule still_live{"labelling.still_live", "R11"};
inline constexpr Rule code_taken{"labelling.code_taken", "R09"};
inline constexpr Rule no_foreign_code{"labelling.no_foreign_code", "R09"};
inline constexpr Rule already_registered{"labelling.already_registered", "R09"};
inline constexpr Rule not_registered{"labelling.not_registered", "R09"};
inline constexpr Rule no_label{"labelling.no_label", "R09"};
/// Of any command: the label that was scanned is void, or was never scanned back.
inline constexpr Rule not_live{"labelling.not_live", "R11"};

}  // namespace veinline::journey::labelling
