// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/routes_ways_in.hpp"

#include <algorithm>
#include <iterator>

#include "gateway/http/answers.hpp"

namespace veinline::gateway::http {

namespace {

std::vector<Route> for_sessions() {
  const Wants a_session = Wants::a_session, even_locked = Wants::even_a_locked_session;
  return {{.method = "POST",
           .path = "/api/v1/session",
           .name = "sign_in",
           .who = Who::anybody,
           .takes = "SignIn",
           .answers = "Session",
           .answer = at_once<sign_in>,
           .lasts = Lasts::hashing},
          {.method = "GET",
           .path = "/api/v1/session",
           .name = "session",
           .answers = "Session",
           .answer = at_once<tell_session>,
           .wants = even_locked},
          {.method = "DELETE",
           .path = "/api/v1/session",
           .name = "sign_out",
           .answers = "Ended",
           .answer = at_once<sign_out>,
           .wants = even_locked},
          {.method = "POST",
           .path = "/api/v1/session/lock",
           .name = "lock_session",
           .answers = "Session",
           .answer = at_once<lock_session>,
           .wants = even_locked},
          {.method = "POST",
           .path = "/api/v1/session/unlock",
           .name = "unlock_session",
           .takes = "Unlock",
           .answers = "Session",
           .answer = at_once<unlock_session>,
           .lasts = Lasts::hashing,
           .wants = even_locked},
          {.method = "POST",
           .path = "/api/v1/session/second",
           .name = "join_session",
           .takes = "SignIn",
           .answers = "Session",
           .answer = at_once<join_session>,
           .lasts = Lasts::hashing,
           .wants = a_session},
          {.method = "GET",
           .path = "/api/v1/sessions",
           .name = "sessions",
           .query = {"person"},
           .answers = "Sessions",
           .answer = at_once<list_sessions>},
          {.method = "DELETE",
           .path = "/api/v1/sessions/{session}",
           .name = "end_session",
           .answers = "Ended",
           .answer = at_once<end_session>}};
}

/// Other ways in than a password.
std::vector<Route> for_ways_in() {
  const Who anybody = Who::anybody;
  return {{.method = "GET",
           .path = "/api/v1/sign-in",
           .name = "ways_in",
           .who = anybody,
           .answers = "WaysIn",
           .answer = at_once<tell_ways>},
          {.method = "POST",
           .path = "/api/v1/sign-in/passkey/new",
           .name = "begin_passkey_sign_in",
           .who = anybody,
           .answers = "PasskeyAsked",
           .answer = at_once<begin_passkey_sign_in>},
          {.method = "POST",
           .path = "/api/v1/sign-in/passkey",
           .name = "sign_in_by_passkey",
           .who = anybody,
           .takes = "PasskeySignIn",
           .answers = "Session",
           .answer = at_once<sign_in_by_passkey>},
          {.method = "GET",
           .path = "/api/v1/sign-in/provider",
           .name = "begin_provider_sign_in",
           .who = anybody,
           .answers = a_text,
           .answer = at_once<begin_provider_sign_in>,
           .lasts = Lasts::asking},
          {.method = "GET",
           .path = "/api/v1/sign-in/provider/back",
           .name = "come_back_from_provider",
           .who = anybody,
           .answers = a_text,
           .answer = at_once<come_back_from_provider>,
           .lasts = Lasts::asking},
          {.method = "POST",
           .path = "/api/v1/sign-in/provider",
           .name = "begin_provider_link",
           .takes = "ProviderLink",
           .answers = "ProviderAsked",
           .answer = at_once<begin_provider_link>,
           .lasts = Lasts::asking,
           .wants = Wants::a_session}};
}

std::vector<Route> for_credentials() {
  return {{.method = "GET",
           .path = "/api/v1/credentials",
           .name = "credentials",
           .query = {"person"},
           .answers = "Credentials",
           .answer = at_once<list_credentials>},
          {.method = "POST",
           .path = "/api/v1/credentials",
           .name = "set_credential",
           .takes = "NewCredential",
           .answers = "CredentialSet",
           .answer = at_once<set_credential>,
           .lasts = Lasts::hashing,
           .wants = Wants::a_session},
          {.method = "POST",
           .path = "/api/v1/credentials/{credential}",
           .name = "confirm_codes",
           .takes = "Proof",
           .answers = "CredentialSet",
           .answer = at_once<confirm_codes>,
           .lasts = Lasts::hashing,
           .wants = Wants::a_session},
          {.method = "POST",
           .path = "/api/v1/set_up_links",
           .name = "make_set_up_link",
           .takes = "Recovery",
           .answers = "SetUpLink",
           .answer = at_once<make_set_up_link>},
          {.method = "POST",
           .path = "/api/v1/set_up",
           .name = "set_up",
           .who = Who::anybody,
           .takes = "SetUp",
           .answers = "Session",
           .answer = at_once<set_up>,
           .lasts = Lasts::hashing}};
}

std::vector<Route> for_couriers() {
  return {{.method = "POST",
           .path = "/api/v1/courier",
           .name = "courier_open",
           .who = Who::anybody,
           .takes = "CourierLink",
           .answers = "CourierBox",
           .answer = at_once<open_courier_link>},
          {.method = "GET",
           .path = "/api/v1/courier",
           .name = "courier",
           .who = Who::by_link,
           .query = {"consignment"},
           .answers = "CourierBox",
           .answer = at_once<show_courier_box>},
          {.method = "POST",
           .path = "/api/v1/courier/{command}",
           .name = "courier_do",
           .who = Who::by_link,
           .takes = "Request",
           .answers = "CourierBox",
           .answer = do_as_courier}};
}

}  // namespace

std::vector<Route> ways_in() {
  std::vector<Route> out;
  for (auto part : {for_sessions(), for_ways_in(), for_credentials(), for_couriers()}) {
    std::move(part.begin(), part.end(), std::back_inserter(out));
  }
  return out;
}

}  // namespace veinline::gateway::http
