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

/// Records that who asks was denied this: a code such as "RELEASE.RELEASE". Does not wait for it.
void record_denial(commands::Desk& desk, Denials* denials, const Call& call,
                   std::string_view asked);
// answers_sessions.cpp: who is signed in.
net::HttpResponse sign_in(const ApiParts& parts, const Call& call);
net::HttpResponse tell_session(const ApiParts& parts, const Call& call);
net::HttpResponse sign_out(const ApiParts& parts, const Call& call);
net::HttpResponse lock_session(const ApiParts& parts, const Call& call);
net::HttpResponse unlock_session(const ApiParts& parts, const Call& call);
net::HttpResponse join_session(const ApiParts& parts, const Call& call);
net::HttpResponse list_sessions(const ApiParts& parts, const Call& call);
net::HttpResponse end_session(const ApiParts& parts, const Call& call);
/// A session that has just begun, with its cookie.
net::HttpResponse begun(const access::SignedIn& signed_in);
/// Why somebody is not known, which is never told.
net::HttpResponse not_known(const Call& call, const access::NotKnown& why);

// answers_credentials.cpp: by what people prove who they are.
net::HttpResponse list_credentials(const ApiParts& parts, const Call& call);
net::HttpResponse set_credential(const ApiParts& parts, const Call& call);
net::HttpResponse confirm_codes(const ApiParts& parts, const Call& call);
net::HttpResponse make_set_up_link(const ApiParts& parts, const Call& call);
net::HttpResponse set_up(const ApiParts& parts, const Call& call);

// answers_commands.cpp: what changes something.
void give_command(const ApiParts& parts, const CallPointer& call, const net::Respond& respond);
net::HttpResponse prepare_command(const ApiParts& parts, const Call& call);
net::HttpResponse take_in_file(const ApiParts& parts, const Call& call);
net::HttpResponse attach_logger(const ApiParts& parts, const Call& call);

// answers_patients.cpp: who the patients are; asked in the body, never in the address.
net::HttpResponse find_patient(const ApiParts& parts, const Call& call);
net::HttpResponse tell_identity(const ApiParts& parts, const Call& call);

// answers_documents.cpp: controlled documents.
net::HttpResponse list_documents(const ApiParts& parts, const Call& call);
net::HttpResponse show_document(const ApiParts& parts, const Call& call);
net::HttpResponse take_in_document(const ApiParts& parts, const Call& call);
net::HttpResponse give_document(const ApiParts& parts, const Call& call);

}  // namespace veinline::gateway::http
