// SPDX-License-Identifier: Apache-2.0
// The targets that stand alone under libFuzzer, which is guided by the code that an input reaches.
// The environment says which: VEINLINE_FUZZ_TARGET; VEINLINE_FUZZ_SEEDS is a folder that the
// well-formed inputs are written into before it starts. `./dev fuzz` sets both.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "fuzz/target.hpp"

namespace {

using veinline::fuzz::Target;

// libFuzzer hands the bytes to a function that knows nothing else.
Target chosen{};

void write_seeds(const std::string& folder) {
  std::size_t count = 0;
  for (const std::string& seed : chosen.seeds()) {
    std::ofstream file(folder + "/seed-" + std::to_string(count++), std::ios::binary);
    file.write(seed.data(), static_cast<std::streamsize>(seed.size()));
  }
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  const char* const wanted = std::getenv("VEINLINE_FUZZ_TARGET");
  for (const Target& target : veinline::fuzz::lone_targets()) {
    if (wanted == nullptr) std::printf("%s\n", std::string(target.name).c_str());
    if (wanted != nullptr && target.name == wanted) chosen = target;
  }
  if (wanted == nullptr) std::exit(0);
  if (chosen.one == nullptr) {
    std::fprintf(stderr, "there is no target of that name\n");
    std::exit(2);
  }
  if (const char* const folder = std::getenv("VEINLINE_FUZZ_SEEDS")) write_seeds(folder);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chosen.one({reinterpret_cast<const char*>(data), size});
  return 0;
}
