// SPDX-License-Identifier: Apache-2.0
// Home: the site that answers for a thing. Whose quality, analysts and nurses decide and record
// about it follows from there, not from the role alone (R43).
#pragma once

#include <string>

#include "journey/reader.hpp"

namespace veinline::journey::quality {

/// The site id: of a batch and what came out of it, where it was made; of cells, a treatment and a
/// patient, their hospital; of a box, where it goes. Empty: nothing says.
std::string home_of(Reader& reader, const Thing& thing);
/// The site id of the hospital that treats the patient whom the thing is for. Empty: nothing says.
std::string hospital_of(Reader& reader, const Thing& thing);
/// The id of the study in which the patient is whom the thing is for. Empty: nothing says.
std::string study_of(Reader& reader, const Thing& thing);

/// The id of the patient whose cells the thing is, or whom it is for. Empty: nothing says.
std::string subject_of(Reader& reader, const Thing& thing);
/// The id of the patient whom it is for: of donated cells and what is made of them, not the donor.
/// Empty: nothing says.
std::string recipient_of(Reader& reader, const Thing& thing);

}  // namespace veinline::journey::quality
