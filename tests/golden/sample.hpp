// SPDX-License-Identifier: Apache-2.0
// Sample: one representative record of any fact, always the same, made from its table of fields.
#pragma once

#include <string>

#include "journey/catalogue.hpp"
#include "ledger/note.hpp"
#include "ledger/record.hpp"

namespace veinline::tests::golden {

/// Data that the fact accepts: every member there, two entries in every list. A syntax that has no
/// sample here fails the test that asks.
kernel::Object sample_data(const journey::FactType& type);
/// A record of it, stamped, with a cause, a reason and a signature of the sample key.
ledger::Record sample_record(const journey::FactType& type);
/// The key that signs samples. Its seed is public: it protects nothing.
const ledger::SigningKey& sample_key();

std::string file_text(const std::string& path);  ///< of the tree; empty when it is not there
bool has_file(const std::string& path);
void write_file(const std::string& path, const std::string& text);
/// True when VEINLINE_BLESS=1: golden files are rewritten and the diff is for a person to judge.
bool is_blessing();

}  // namespace veinline::tests::golden
