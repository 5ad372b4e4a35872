// SPDX-License-Identifier: Apache-2.0
// Where a site key is: what is read of a data folder is written as the same again.
#include "fuzz/target.hpp"
#include "storage/sqlite/site_key_files.hpp"

namespace veinline::fuzz {
namespace {

using storage::sqlite::SiteKeyIn;
using storage::sqlite::SiteKeySource;
using storage::sqlite::to_text;

void one(std::string_view bytes) {
  const auto read = storage::sqlite::parse_site_key_source(bytes);
  if (!read) return;
  hold((read->where == SiteKeyIn::token) == !read->token.module.empty(),
       "a token is named where the key is in one, and nowhere else");
  const auto again = storage::sqlite::parse_site_key_source(to_text(*read));
  hold(again && *again == *read, "what is written is what was read");
}

Corpus seeds() {
  return {to_text(SiteKeySource{}), to_text({SiteKeyIn::environment, {}}),
          to_text({SiteKeyIn::token, {"/usr/lib/m.so", "a token", "key 1", "/etc/pin"}})};
}

}  // namespace

Target site_source() {
  return {"site_source", one, seeds};
}

}  // namespace veinline::fuzz
