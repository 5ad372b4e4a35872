// SPDX-License-Identifier: Apache-2.0
// What a process that reads PDFs can no longer do once it begins, whoever tells it what to do then.
#pragma once

namespace veinline::exchange {

/// For good, and for all that it starts: so much memory and time, no file written, none read but
/// fonts and libraries, no socket, no other program, no look at other processes. What is not read
/// but fonts wants Linux 5.13 with Landlock; an older one reads what its user may. False: the rest
/// is not to be had.
bool bind_pdf_worker();

/// Whether the system can see to it that nothing is read but fonts and libraries.
bool files_can_be_closed();

}  // namespace veinline::exchange
