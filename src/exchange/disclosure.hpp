// SPDX-License-Identifier: Apache-2.0
// Disclosure: a patient is looked for, or somebody is shown who one is; both are recorded before
// they are told. docs/identity.md.
#pragma once

#include <string>

#include "commands/desk.hpp"
#include "exchange/throttle.hpp"
#include "exchange/words.hpp"
#include "kernel/canonical.hpp"
#include "patients/patient_index.hpp"
#include "views/view.hpp"

namespace veinline::exchange {

/// Who asks, and of what.
struct Disclosing {
  commands::Desk& desk;
  views::Sources sources;  ///< as who asks may see them
  patients::PatientIndex& patients;
  Throttle* throttle;  ///< null: as often as they like
  commands::AskedBy by;
  const Words& words;
};

struct DisclosureAnswer {
  int status;
  kernel::Object body;       ///< the answer, or a problem
  std::uint32_t wait_s = 0;  ///< when it was asked too often: after how many seconds it may be
  std::string rule{};        ///< that refuses it; empty: none does
  /// It is of somebody who is there and of whom they are not told.
  bool is_of_hidden = false;
  /// A search: when it is given must not tell whom of others it fits beside whom it finds.
  bool is_given_evenly = false;
};

/// {"text", "kind"?}: patients of the asker's own hospital whom it fits, with their names masked.
DisclosureAnswer find_patients(const Disclosing& asked, const kernel::Object& body);
/// {"subject", "purpose"}: who a patient of the asker's own hospital is; to a monitor whom the
/// hospital lets see it, for a short time.
DisclosureAnswer show_identity(const Disclosing& asked, const kernel::Object& body);
/// {"subject"}: to which arm of a blinded study a subject was allocated.
DisclosureAnswer show_arm(const Disclosing& asked, const kernel::Object& body);

}  // namespace veinline::exchange
