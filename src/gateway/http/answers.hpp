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
/// A signature is shown with the printed name to everybody who may read who is who here.
kernel::Result<kernel::Done, views::NoView> add_names_of_signers(const ApiParts& parts,
                                                                 const Call& call,
                                                                 kernel::Object& shown);
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

/// Records that this person was denied this: a code such as "RELEASE.RELEASE". Does not wait for
/// it.
void record_denial(commands::Desk& desk, Denials* denials, const std::string& person,
                   std::string_view asked);
/// Keeps one of which this person is not told, since to them there is nothing: it is recorded as
/// somebody else does something, or as somebody looks who sees everything.
void keep_denial(Denials* denials, const std::string& person, std::string_view asked);
/// The same of who asked to read this thing and was told that there is nothing, if there is.
void keep_look(const ApiParts& parts, const Call& call, const std::string& thing);
/// Why nothing was recorded, given when it tells nothing of what is hidden.
net::HttpResponse refused_evenly(const Call& call, const commands::Problem& problem);
/// Records those that were kept, but of this person, in the name of an administrator: who asked may
/// have lost their roles meanwhile.
void record_kept(const ApiParts& parts, const std::string& but_of);

// answers_sessions.cpp: who is signed in.
net::HttpResponse sign_in(const ApiParts& parts, const Call& call);
net::HttpResponse tell_session(const ApiParts& parts, const Call& call);
net::HttpResponse sign_out(const ApiParts& parts, const Call& call);
net::HttpResponse lock_session(const ApiParts& parts, const Call& call);
net::HttpResponse unlock_session(const ApiParts& parts, const Call& call);
net::HttpResponse join_session(const ApiParts& parts, const Call& call);
net::HttpResponse list_sessions(const ApiParts& parts, const Call& call);
net::HttpResponse end_session(const ApiParts& parts, const Call& call);
/// Of whom it is asked, where the asker may: of oneself, or as an administrator of anybody.
kernel::Result<std::string, net::HttpResponse> whose(const ApiParts& parts, const Call& call,
                                                     std::string_view person);
/// Tells the operator that who asks counted for nothing. Of these there may be any number, so that
/// they are counted together.
void tell_unknown(const ApiParts& parts, const std::string& why);
/// The answer to a page that is not ours; the operator is told that it came.
net::HttpResponse from_foreign_page(const ApiParts& parts, const Call& call);
/// A session that has just begun, with its cookie; `more` is told with it.
net::HttpResponse begun(const access::SignedIn& signed_in, const kernel::Object& more = {});
/// The same of whoever signs in: whoever was signed in at this device before is so no more.
net::HttpResponse begun_at_device(const ApiParts& parts, const Call& call,
                                  const access::SignedIn& in);
/// Why somebody is not known, which is never told.
net::HttpResponse not_known(const Call& call, const access::NotKnown& why);

// provider_sign_in.cpp: by way of another house.
net::HttpResponse begin_provider_sign_in(const ApiParts& parts, const Call& call);
net::HttpResponse begin_provider_link(const ApiParts& parts, const Call& call);
net::HttpResponse come_back_from_provider(const ApiParts& parts, const Call& call);
net::HttpResponse tell_ways(const ApiParts& parts, const Call& call);

// answers_credentials.cpp: by what people prove who they are.
/// Tells the log that the credential counts from now on, and forgets the one in whose place it
/// came. Nothing: it does. Otherwise its secret is gone again, and this is the answer.
std::optional<net::HttpResponse> count_credential(const ApiParts& parts, const Call& call,
                                                  const access::Session& session,
                                                  const access::Credential& credential);
/// Into what somebody is told of themself: when they signed in before this time, and by what else
/// than then they can be let in since.
kernel::Result<kernel::Done, ledger::Fault> tell_enrolled(const ApiParts& parts, const Call& call,
                                                          kernel::Object& out);
net::HttpResponse list_credentials(const ApiParts& parts, const Call& call);
net::HttpResponse set_credential(const ApiParts& parts, const Call& call);
net::HttpResponse confirm_codes(const ApiParts& parts, const Call& call);
net::HttpResponse make_set_up_link(const ApiParts& parts, const Call& call);
net::HttpResponse set_up(const ApiParts& parts, const Call& call);

// answers_courier.cpp: the courier of one box.
net::HttpResponse open_courier_link(const ApiParts& parts, const Call& call);
net::HttpResponse show_courier_box(const ApiParts& parts, const Call& call);
void do_as_courier(const ApiParts& parts, const CallPointer& call, const net::Respond& respond);

// answers_commands.cpp: what changes something.
void give_command(const ApiParts& parts, const CallPointer& call, const net::Respond& respond);
net::HttpResponse prepare_command(const ApiParts& parts, const Call& call);
net::HttpResponse take_in_file(const ApiParts& parts, const Call& call);
net::HttpResponse attach_logger(const ApiParts& parts, const Call& call);

// answers_bedside.cpp: what a check at the bedside goes by while the server is away.
net::HttpResponse give_bedside_packet(const ApiParts& parts, const Call& call);

// answers_patients.cpp: who the patients are; asked in the body, never in the address.
net::HttpResponse find_patient(const ApiParts& parts, const Call& call);
net::HttpResponse tell_identity(const ApiParts& parts, const Call& call);
net::HttpResponse tell_arm(const ApiParts& parts, const Call& call);

// answers_documents.cpp: controlled documents.
net::HttpResponse list_documents(const ApiParts& parts, const Call& call);
net::HttpResponse show_document(const ApiParts& parts, const Call& call);
net::HttpResponse take_in_document(const ApiParts& parts, const Call& call);
net::HttpResponse give_document(const ApiParts& parts, const Call& call);
/// As many as may be are in memory.
net::HttpResponse too_many_files(const Call& call);

}  // namespace veinline::gateway::http
