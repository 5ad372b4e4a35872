// SPDX-License-Identifier: Apache-2.0
// What the two halves of papers.hpp share: the document that is asked about, and its texts.
#pragma once

#include "exchange/papers.hpp"
#include "journey/papers/papers.hpp"
#include "kernel/sensitive.hpp"

namespace veinline::exchange::papers {

struct Known {
  std::string key;  ///< "document/ID"
  journey::papers::DocumentState state;
  [[nodiscard]] std::string id() const { return key.substr(key.find('/') + 1); }
};
/// The document by its id or key, where the asker sees it.
kernel::Result<Known, PaperAnswer> known(const PaperDesk& desk, const std::string& given);

/// A text that was sealed for a document, in the place where the desk sealed it.
kernel::Result<kernel::Sensitive<std::string>, vault::VaultFault> open_text(
    const PaperDesk& desk, const Known& document, const kernel::Sealed& sealed,
    std::string_view field);
/// The title; empty: it cannot be read any more.
std::optional<kernel::Sensitive<std::string>> title_of(const PaperDesk& desk,
                                                       const Known& document);
/// Who signed what of the document, each as views::signatures_among() has it, with the version that
/// it is about.
kernel::Result<kernel::Array, ledger::Fault> signatures_on(const PaperDesk& desk,
                                                           const std::string& document);
/// To what the bytes of a version are bound.
std::string place_of_bytes(const PaperDesk& desk, const std::string& document,
                           const std::string& version);

kernel::Failure<PaperAnswer> no(const PaperDesk& desk, const char* code, int status);
kernel::Failure<PaperAnswer> no(const PaperDesk& desk, const views::NoView& none);
kernel::Failure<PaperAnswer> no(const PaperDesk& desk, const commands::Problem& problem);
kernel::Failure<PaperAnswer> no(const PaperDesk& desk, vault::VaultFault fault);

}  // namespace veinline::exchange::papers
