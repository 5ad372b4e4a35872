// SPDX-License-Identifier: Apache-2.0
// Papers: controlled documents are told, their bytes taken in and given out. docs/documents.md.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "commands/desk.hpp"
#include "exchange/pdf_work.hpp"
#include "exchange/people.hpp"
#include "exchange/words.hpp"
#include "kernel/canonical.hpp"
#include "vault/byte_store.hpp"
#include "vault/vault.hpp"
#include "views/view.hpp"

namespace veinline::exchange {

/// How long a document may be: where nothing else is said, and whatever is said.
constexpr std::size_t document_bytes_usual = 20UL * 1024 * 1024;
constexpr std::size_t document_bytes_max = 64UL * 1024 * 1024;

/// Where documents are kept. Everything outlives it.
struct PaperShelf {
  vault::Vault& vault;
  vault::ByteStore& bytes;
  kernel::Entropy& entropy;
  std::string node;  ///< id
  PdfWork& pdfs;     ///< who reads those that are PDFs
  std::size_t bytes_max = document_bytes_usual;
};

/// Who asks, and of what.
struct PaperDesk {
  commands::Desk& desk;
  views::Sources sources;  ///< as who asks may see them
  const PaperShelf& shelf;
  commands::AskedBy by;
  const Words& words;
  NameOf name_of{};  ///< null: names are not told
};

/// An answer in JSON, or a problem.
struct PaperAnswer {
  int status;
  kernel::Object body;
  std::string rule{};  ///< that refuses it; empty: none does
  /// It is of something that is there and of which they are not told.
  bool is_of_hidden = false;
};

/// The documents that the asker sees, by their keys, with titles; those about a patient without.
PaperAnswer list_documents(const PaperDesk& desk, const std::string& after,
                           std::uint32_t count_max);
/// One of them: its versions, how each stands, who has read it and who has not.
PaperAnswer show_document(const PaperDesk& desk, const std::string& document);

/// What is said of bytes that are sent.
struct SentVersion {
  std::string document;      ///< id or key
  std::string version;       ///< label
  std::string sha256;        ///< in hex, as the sender counted it; empty: not said
  std::string content_type;  ///< as the sender says; empty: not said
  std::string key;           ///< of the command
};
/// Files the bytes as a version. Nothing is recorded of bytes that are not what they are said to
/// be. They are looked into and kept once it was decided that they may be filed, and not before;
/// what is refused afterwards is not kept.
PaperAnswer file_version(const PaperDesk& desk, const SentVersion& sent, std::string_view bytes);

/// Bytes that were asked for.
struct GivenBytes {
  PaperAnswer problem;  ///< status 200: there is none
  std::string bytes{};
  std::vector<std::pair<std::string, std::string>> headers{};
};
struct WantedBytes {
  std::string document;  ///< id or key
  std::string version;   ///< empty: the one in force
  std::string copy;      ///< "stamped", "original"; empty: stamped
};
/// A PDF with who, when and how it stands on each page, or the original for those who may have it.
/// That a document about a patient is opened is recorded before.
GivenBytes give_bytes(const PaperDesk& desk, const WantedBytes& wanted);

}  // namespace veinline::exchange
