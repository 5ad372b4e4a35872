// SPDX-License-Identifier: Apache-2.0
// Answers: what the routes answer. Each runs on a thread for reading, or on one for what lasts.
#pragma once

#include "gateway/http/call.hpp"
#include "gateway/http/parts.hpp"

namespace veinline::gateway::http {

// answers_log.cpp: for anybody, what proves the log.
net::HttpResponse say_health(const ApiParts& parts, const Call& call);
net::HttpResponse give_checkpoint(const ApiParts& parts, const Call& call);
net::HttpResponse give_witnessed(const ApiParts& parts, const Call& call);
net::HttpResponse give_key(const ApiParts& parts, const Call& call);
net::HttpResponse give_tile(const ApiParts& parts, const Call& call);
net::HttpResponse give_entries(const ApiParts& parts, const Call& call);
net::HttpResponse cosign(const ApiParts& parts, const Call& call);
net::HttpResponse give_witness_key(const ApiParts& parts, const Call& call);
net::HttpResponse tell_witnessing(const ApiParts& parts, const Call& call);

// answers_operator.cpp: what the operator asks.
net::HttpResponse say_ready(const ApiParts& parts, const Call& call);
net::HttpResponse give_metrics(const ApiParts& parts, const Call& call);

// answers_views.cpp: what there is to read.
net::HttpResponse show_view(const ApiParts& parts, const Call& call);
net::HttpResponse list_people(const ApiParts& parts, const Call& call);
net::HttpResponse tell_me(const ApiParts& parts, const Call& call);
net::HttpResponse look_up_scan(const ApiParts& parts, const Call& call);
net::HttpResponse give_openapi(const ApiParts& parts, const Call& call);
net::HttpResponse describe_all(const ApiParts& parts, const Call& call);
net::HttpResponse describe_one(const ApiParts& parts, const Call& call);
net::HttpResponse draw_label(const ApiParts& parts, const Call& call);
net::HttpResponse export_evidence(const ApiParts& parts, const Call& call);
net::HttpResponse follow_feed(const ApiParts& parts, const Call& call);
net::HttpResponse list_webhooks(const ApiParts& parts, const Call& call);
net::HttpResponse list_deliveries(const ApiParts& parts, const Call& call);

// answers_commands.cpp: what changes something.
void give_command(const ApiParts& parts, const CallPointer& call, const net::Respond& respond);
net::HttpResponse take_in_file(const ApiParts& parts, const Call& call);
net::HttpResponse attach_logger(const ApiParts& parts, const Call& call);

// answers_patients.cpp: who the patients are; asked in the body, never in the address.
net::HttpResponse find_patient(const ApiParts& parts, const Call& call);
net::HttpResponse tell_identity(const ApiParts& parts, const Call& call);

}  // namespace veinline::gateway::http
