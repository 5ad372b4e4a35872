// SPDX-License-Identifier: Apache-2.0
// Scan: what a code on a label names, and whether the label agrees with the record.
#pragma once

#include "codes/scan.hpp"
#include "journey/naming.hpp"
#include "views/view.hpp"

namespace veinline::views {

/// What is asked of a code.
struct Scanned {
  std::string code;  ///< as the scanner gave it, or as it was typed
  codes::How how = codes::How::either;
  std::optional<Seq> as_of;  ///< empty: now
};

/// The things that a code names at a position.
Result<journey::Naming, NoView> named_as_of(const Sources& sources, const codes::Scan& scan,
                                            Seq up_to);

/// What the label says of the thing and the record does not: journey/claims.hpp.
Result<std::vector<std::string>, NoView> differences_as_of(const Sources& sources,
                                                           const codes::Scan& scan,
                                                           const journey::Thing& thing, Seq up_to);

/// How a label of ours stands that is not live; empty: it is, or it was something else.
Result<std::string, NoView> phase_unless_live_as_of(const Sources& sources, const codes::Scan& scan,
                                                    Seq up_to);

/// {verdict, read_as, as_of, thing?, found_by?, candidates?, label?, differs?}. The verdict is
/// "found"; "unknown"; "ambiguous", with its candidates; "differs": it names `thing`, and what else
/// the label says is not what is recorded of that; or "printed", "replaced" or "destroyed", of a
/// label of ours that is not live. Anything but "found" is a stop. NoView: the code cannot be read,
/// "code.wrong_check_character".
Result<Object, NoView> scan(const Sources& sources, const Scanned& scanned);

}  // namespace veinline::views
