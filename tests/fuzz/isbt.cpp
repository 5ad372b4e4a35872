// SPDX-License-Identifier: Apache-2.0
// ISBT 128: what was read and is put into one message is read as the same.
#include "codes/isbt128.hpp"
#include "fuzz/target.hpp"

namespace veinline::fuzz {
namespace {

void one(std::string_view text) {
  static_cast<void>(codes::looks_like_isbt(text));
  const auto read = codes::read_isbt(text);
  if (!read) return;
  hold(!read->structures.empty(), "something was read");
  if (read->donation_number) {
    hold(codes::is_donation_number(*read->donation_number), "a donation number is one");
  }
  if (read->chain_of_identity) {
    hold(codes::is_chain_of_identity(*read->chain_of_identity), "a chain of identity is one");
  }
  if (read->structures.size() < 2) return;
  const auto again = codes::read_isbt(codes::compound(read->structures));
  hold(again && again->structures == read->structures, "a message says what it was made of");
}

Corpus seeds() {
  return {"=A999926123456700",  "=<S0001A00",
          "&>0260312359",       "=>026031",
          "&*0260310830",       "=+02=A99992612345600=<S1128100",
          "&,1CHA999926000A1Z", "=+05000=A99992612345600=%5100=<E0181000&>0100192359&(AAAAA"};
}

}  // namespace

Target isbt() {
  return {"isbt", one, seeds, 5'000};
}

}  // namespace veinline::fuzz
