// SPDX-License-Identifier: Apache-2.0
// Signatures: how they are shown wherever the record that they are of is shown (21 CFR 11.50): who,
// with which meaning, when in UTC, the offset of the place then, which is in the signed bytes, and
// its time zone. The printed name is in the
// vault, and is put beside them by who may read it (exchange/people.hpp).
#pragma once

#include <map>
#include <string>

#include "journey/fold.hpp"
#include "views/view.hpp"

namespace veinline::views {

/// The time zones of sites as they are now, each asked of the log once.
class Zones {
 public:
  explicit Zones(const Sources& sources) : sources_(sources) {}
  /// By the id of the site; empty: it is not known.
  Result<std::string, Fault> of(const std::string& site);

 private:
  const Sources& sources_;
  std::map<std::string, std::string> known_;
};

/// Puts the zone beside the time of each signature of a line (views::line_of): signatures bind the
/// record, and with it the site.
Result<kernel::Done, Fault> add_zones(Zones& zones, Object& line);

/// [{"by", "meaning", "suite", "time", "offset"?, "zone"?}]; empty: nobody signed it.
Result<kernel::Array, Fault> signatures_of(Zones& zones, const journey::Happening& happening);

/// Of each of the facts that is signed and that the reader may read, in their order: the same with
/// "seq" and "fact".
Result<kernel::Array, Fault> signatures_among(const Sources& sources,
                                              const std::vector<journey::Happening>& happenings);

}  // namespace veinline::views
