// SPDX-License-Identifier: Apache-2.0
// Routes: every address of the API, said once: who may ask, with which parameters, what answers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/request.hpp"
#include "gateway/http/call.hpp"
#include "gateway/http/parts.hpp"
#include "journey/roles.hpp"
#include "kernel/limits.hpp"

namespace veinline::gateway::http {

/// By a link: who looks after one box; nobody who is signed in needs it.
enum class Who : std::uint8_t { anybody, signed_in, by_link };
/// What may last minutes must not keep the health of the server, or anybody's sign-in, waiting.
/// Nor may what hashes a password.
/// Nor what waits for another house to answer.
enum class Lasts : std::uint8_t { shortly, minutes, hashing, asking };

/// Whether a token will do, or only a session; and whether that may be locked.
enum class Wants : std::uint8_t { either, a_session, even_a_locked_session };

/// Whether the token is looked up before, or is read by the decision. `twice`: what may take a
/// while is asked by whoever is known before it, and is recorded only if their token still counts.
enum class Known : std::uint8_t { before, by_the_decision, twice };

using Answer = void (*)(const ApiParts&, const CallPointer&, const net::Respond&);

struct Route {
  std::string_view method;
  /// "/api/v1/label/{label}": a part in braces stands for all that is left, slashes included.
  std::string_view path;
  std::string_view name;  ///< "draw_label"; the words route.NAME say what it is for
  Who who = Who::signed_in;
  /// Of whoever is signed in, who may ask. What each sees of it is another question
  /// (views/eye.hpp).
  journey::Roles roles = journey::every_role;
  std::vector<std::string_view> query{};  ///< its parameters; the words parameter.NAME explain them
  std::string_view takes{};    ///< what its body is: a schema of schemas.json or a media type
  std::string_view answers{};  ///< what its answer is, in the same way
  Answer answer = nullptr;
  Lasts lasts = Lasts::shortly;
  Wants wants = Wants::either;
  Known known = Known::before;
  std::size_t body_bytes_max = kernel::command_bytes_max;
  /// What to say when it breaks off: some lines of a file may be recorded by then.
  commands::ProblemKind broken = commands::ProblemKind::failed;
};

const std::vector<Route>& all_routes();
/// The roles of those who may read the names of the people of the node.
const journey::Roles& who_may_read_names();

struct Found {
  const Route* route = nullptr;  ///< none: nothing of this method is at this address
  std::string rest;
  std::string allowed;  ///< without a route: "GET, POST", the methods of those that are there
};
Found find_route(std::string_view method, std::string_view path);

/// What is at an address that is not there: whose last part, the one in braces, is missing, or to
/// which one was added. None: nothing is like it.
struct Almost {
  enum class Fault : std::uint8_t { lacks_its_end, has_one_too_many };
  const Route* route = nullptr;
  Fault fault = Fault::lacks_its_end;
};
std::optional<Almost> almost_route(std::string_view method, std::string_view path);

bool takes(const Route& route, std::string_view parameter);

}  // namespace veinline::gateway::http
