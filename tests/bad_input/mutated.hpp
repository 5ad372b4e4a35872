// SPDX-License-Identifier: Apache-2.0
// Mutated requests: whatever the server has an address for, asked rightly and then almost rightly.
#pragma once

#include <string>
#include <vector>

#include "bad_input/served_world.hpp"
#include "support/mutate.hpp"

namespace veinline::bad_input {

/// One address, with names in braces for what differs: "/api/v1/trace/{id}".
struct Route {
  std::string method;
  std::string path;
  std::vector<std::string> parameters{};
  std::string body{};  ///< a right one
};

/// All addresses: what the server itself describes, and every command of a whole journey.
std::vector<Route> routes(ServedWorld& world);

/// Makes the same requests from the same seed.
class Requests {
 public:
  Requests(std::uint64_t seed, const ServedWorld& world, std::vector<Route> routes);
  Asking next();
  /// A request as it stands on the wire; sometimes with bytes that no client would send.
  std::string on_the_wire(const Asking& asking);

 private:
  std::string filled(const std::string& path);
  std::string body_from(const std::string& right);
  void change(kernel::Value& value);
  kernel::Value any_value();
  std::string any_text();

  support::Mutator mutator_;
  std::vector<Route> routes_;
  std::vector<std::string> people_;
  std::vector<std::string> names_;  ///< ids, keys, codes and numbers that mean something here
};

}  // namespace veinline::bad_input
