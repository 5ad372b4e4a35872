// SPDX-License-Identifier: Apache-2.0
// One function for each verb: it describes the verb to CLI11 and says which function of verbs.hpp
// does it. They stand by theme in verbs_*.cpp; command_line.cpp says the order.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

/// What a verb was given lives as long as the description of the verb: its callback owns it.
template <class Options>
using Given = std::shared_ptr<Options>;

/// --data, --server and so on, for every verb that asks a node.
void add_where(CLI::App* verb, Where& where);
/// --language.
void add_language(CLI::App* verb, std::string& language);
/// --ca-file, for every verb that speaks to a server.
void add_ca_file(CLI::App* verb, std::string& ca_file);
/// --json.
void add_json(CLI::App* verb, Style& style);
/// --store: where the facts of a node that is made are kept.
void add_store(CLI::App* verb, std::string& store);
/// What is usually said there, for help and completion; something else is not refused here.
void add_suggestions(CLI::Option* option, const std::vector<std::string>& values);
/// The end of the help of a verb: lines to copy.
void add_examples(CLI::App* verb, const std::vector<std::string>& lines);

// verbs_acting.cpp: what changes the record
void add_do(CLI::App& app, int& code);
void add_label(CLI::App& app, int& code);
void add_import(CLI::App& app, int& code);
void add_user(CLI::App& app, int& code);

// verbs_machines.cpp: callers that are not people with accounts
void add_device(CLI::App& app, int& code);
void add_courier(CLI::App& app, int& code);

// verbs_looking.cpp: what only looks
void add_show(CLI::App& app, int& code);
void add_trace(CLI::App& app, int& code);
void add_scan(CLI::App& app, int& code);
void add_feed(CLI::App& app, int& code);
void add_find(CLI::App& app, int& code);
void add_identity(CLI::App& app, int& code);
void add_arm(CLI::App& app, int& code);

// verbs_documents.cpp: controlled documents
void add_document(CLI::App& app, int& code);

// verbs_explaining.cpp: what can be said
void add_describe(CLI::App& app, int& code);
void add_help(CLI::App& app, int& code);
void add_completion(CLI::App& app, int& code);

// verbs_proving.cpp: evidence
void add_verify(CLI::App& app, int& code);
void add_export(CLI::App& app, int& code);
void add_backup(CLI::App& app, int& code);
void add_restore(CLI::App& app, int& code);
void add_witness(CLI::App& app, int& code);

// verbs_running.cpp: what whoever runs a node needs
void add_init(CLI::App& app, int& code);
void add_migrate(CLI::App& app, int& code);
void add_key(CLI::App& app, int& code);
void add_demo(CLI::App& app, int& code);
void add_simulate(CLI::App& app, int& code);
void add_serve(CLI::App& app, int& code);
void add_config(CLI::App& app, int& code);
void add_webhook(CLI::App& app, int& code);
void add_bench(CLI::App& app, int& code);

}  // namespace veinline::tools::cli
