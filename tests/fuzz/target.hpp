// SPDX-License-Identifier: Apache-2.0
// Target: one parser before bytes that nobody has checked, with what must hold whatever they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace veinline::fuzz {

using Corpus = std::vector<std::string>;

struct Target {
  std::string_view name;
  /// Reads the bytes. A broken promise ends the program, as a fault of memory does.
  void (*one)(std::string_view bytes);
  /// Well-formed inputs to begin with, taken from the examples and made by our own writers.
  Corpus (*seeds)();
  /// How many mutations the daily test makes: some targets are slower than others.
  unsigned daily_runs = 2'000;
};

// One of each file of this folder. These stand alone:
Target json();
Target value();
Target scan();
Target isbt();
Target identity();
Target gs1();
Target settings();
Target address();
Target http();
Target note();
Target receipt();
Target record();
Target tile();
Target witness();
Target proof();
Target cbor();
Target passkeys();
Target webauthn();
Target token();
Target oidc();
// and these need most of the program:
Target request();
Target csv();
Target cell();
Target sheet();
Target logger();
Target intake();
Target evidence();
Target label();
Target language();
Target site_source();

/// Those that stand alone: libFuzzer reads them too, in a program that is built soon.
std::vector<Target> lone_targets();
std::vector<Target> all_targets();

/// Ends the program when a promise is broken, and says which.
void hold(bool promise, const char* what);

/// The text of a file of this repository.
std::string file_of_tree(std::string_view path);
/// The lines of a text that are not empty.
Corpus lines_of(std::string_view text);

}  // namespace veinline::fuzz
