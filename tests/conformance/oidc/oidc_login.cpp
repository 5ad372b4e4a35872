// SPDX-License-Identifier: Apache-2.0
// One sign-in by a provider that was not written here; run.sh drives it. Tells the address for the
// browser in one line, reads the address that it came back to, and tells who signed in as JSON.
#include <openssl/rand.h>

#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>

#include "access/oidc.hpp"
#include "access/oidc_url.hpp"
#include "gateway/http/issuer_fetch.hpp"
#include "gateway/net/target.hpp"

namespace {

using namespace veinline;  // NOLINT: a program of one file

class SystemClock : public kernel::Clock {
 public:
  [[nodiscard]] kernel::Instant now() const override {
    return std::chrono::time_point_cast<kernel::Milliseconds>(std::chrono::system_clock::now());
  }
};
class SystemEntropy : public kernel::Entropy {
 public:
  void fill(std::span<std::uint8_t> out) override {
    INVARIANT(RAND_bytes(out.data(), static_cast<int>(out.size())) == 1);
  }
};

int say(std::string_view line) {
  std::cout << line << std::endl;
  return 0;
}

std::string answer_of(const access::Identity& identity) {
  kernel::Object out;
  out.set("acr", identity.acr);
  out.set("asked_at",
          identity.asked_at ? kernel::Value(kernel::to_text(*identity.asked_at)) : kernel::Value());
  out.set("issuer", identity.issuer);
  out.set("subject", identity.subject.reveal());
  out.set("link",
          kernel::to_hex(
              access::account_link(kernel::bytes_of("a key of this test"), identity).view()));
  return kernel::canonical_text(out);
}

kernel::Result<std::string, access::OidcFault> sign_in(access::OidcClient& client,
                                                       access::LoginWish wish,
                                                       const kernel::Clock& clock) {
  access::PendingLogins logins;
  TRY(const access::BegunLogin begun, client.begin(std::move(wish)));
  INVARIANT(logins.keep(begun, "", clock.now()));
  say(begun.url);
  std::string back;
  std::getline(std::cin, back);
  const auto target = gateway::net::read_target(back);
  if (!target) return kernel::Failure{access::OidcFault::malformed_callback};
  TRY(const access::Callback callback, access::read_callback(target->query));
  TRY(const access::PendingLogin pending,
      logins.take(callback.state, begun.cookie.reveal(), clock.now()));
  TRY(const access::Identity identity, client.finish(pending, callback));
  // What was used once is used up: here, and at the provider.
  INVARIANT(!logins.take(callback.state, begun.cookie.reveal(), clock.now()).has_value());
  const auto replayed = client.finish(pending, callback);
  INVARIANT(!replayed.has_value() && replayed.error() == access::OidcFault::bad_answer);
  return answer_of(identity);
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> out;
  for (std::string word; stream >> word;) out.push_back(word);
  return out;
}

}  // namespace

/// oidc_login ISSUER CLIENT SECRET-OR-EMPTY REDIRECT MAX-AGE-OR-EMPTY ACR-VALUES
int main(int argc, char** argv) {
  if (argc != 7) return 2;
  access::OidcSettings settings{.issuer = argv[1], .client_id = argv[2], .redirect_uri = argv[4]};
  const std::string secret = argv[3];
  if (!secret.empty()) settings.client_secret = kernel::Sensitive<std::string>(secret);
  access::LoginWish wish{.acr_values = words_of(argv[6])};
  if (std::string(argv[5]) != "") wish.max_age = std::chrono::seconds(std::atoi(argv[5]));
  if (!access::check(settings)) return 2;
  const SystemClock clock;
  SystemEntropy entropy;
  access::OidcClient client(
      settings, gateway::http::issuer_fetch(access::allowed_origins(settings), ""), entropy, clock);
  const auto answer = sign_in(client, std::move(wish), clock);
  return say(answer ? *answer : R"({"fault":")" + std::string(code(answer.error())) + R"("})");
}
