// SPDX-License-Identifier: Apache-2.0
// The verb for controlled documents.
#include "tools/cli/verbs_described.hpp"

namespace veinline::tools::cli {

namespace {

void add_put(CLI::App* document, int& code) {
  auto given = std::make_shared<DocumentOptions>();
  CLI::App* put = document->add_subcommand("put", "file a version with its bytes");
  put->add_option("document", given->document, "document/ID, or its ID")->required();
  put->add_option("file", given->file, "PDF, PNG, JPEG or plain text; - for standard input")
      ->required();
  put->add_option("--version", given->version, "its name, e.g. V2.0")->required();
  put->add_option("--key", given->key, "of the command: the same again is filed once");
  add_where(put, given->where);
  add_json(put, given->style);
  add_examples(put, {"veinline document put document/ID sop.pdf --version V2.0 --server URL "
                     "--token-file FILE"});
  put->callback([given, &code] { code = run_document_put(*given); });
}

void add_get(CLI::App* document, int& code) {
  auto given = std::make_shared<DocumentOptions>();
  CLI::App* get = document->add_subcommand("get", "the bytes of a version, into a new file");
  get->add_option("document", given->document, "document/ID, or its ID")->required();
  get->add_option("--out", given->file, "the file")->required();
  get->add_option("--version", given->version, "which version; the one in force when left out");
  get->add_flag("--original", given->original, "as it was filed, without a watermark");
  add_where(get, given->where);
  add_examples(get, {"veinline document get document/ID --out sop.pdf --server URL "
                     "--token-file FILE"});
  get->callback([given, &code] { code = run_document_get(*given); });
}

void add_list(CLI::App* document, int& code) {
  auto given = std::make_shared<DocumentOptions>();
  CLI::App* list =
      document->add_subcommand("list", "documents, or the versions and readers of one");
  list->add_option("document", given->document, "document/ID, or its ID; all when left out");
  add_where(list, given->where);
  add_json(list, given->style);
  add_examples(list, {"veinline document list --server URL --token-file FILE",
                      "veinline document list document/ID --server URL --token-file FILE"});
  list->callback([given, &code] { code = run_document_list(*given); });
}

}  // namespace

void add_document(CLI::App& app, int& code) {
  CLI::App* document =
      app.add_subcommand("document", "controlled documents: file, get and list them");
  document->require_subcommand(1);
  add_put(document, code);
  add_get(document, code);
  add_list(document, code);
}

}  // namespace veinline::tools::cli
