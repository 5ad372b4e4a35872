# SPDX-License-Identifier: Apache-2.0
# ./dev fuzz: parsers under libFuzzer, and requests against a whole node, for as long as is asked.
# shellcheck shell=bash

# fuzz_one TARGET SECONDS RUNS SEED: what it reaches is kept in build/fuzz-corpus, what breaks it in build/fuzz-found.
fuzz_one() {
  local target="$1" seconds="$2" runs="$3" seed="$4" corpus="build/fuzz-corpus/$1" found="build/fuzz-found" log
  mkdir -p "$corpus" "$found"
  log="$found/$target.log"
  local limits=(-max_total_time="$seconds" -timeout=25 -rss_limit_mb=4096)
  [ -z "$runs" ] || limits=(-runs="$runs" -timeout=25 -rss_limit_mb=4096)
  if VEINLINE_FUZZ_TARGET="$target" VEINLINE_FUZZ_SEEDS="$corpus" build/fuzz/tests/fuzz "${limits[@]}" -seed="$seed" \
    -max_len=65536 -print_final_stats=1 -verbosity=0 -artifact_prefix="$found/$target-" "$corpus" >"$log" 2>&1; then
    printf 'fuzz %-10s %12s executions, seed %s\n' "$target" \
      "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" "$seed"
    return 0
  fi
  tail -n 40 "$log" >&2
  note "$target broke (seed $seed); what broke it is in $found."
  return 1
}

# fuzz_by_seed FILTER PROGRAM RUNS SEED: what needs a node has no libFuzzer; chance alone, in the debug build.
fuzz_by_seed() {
  VEINLINE_SEED="$4" VEINLINE_FUZZ_RUNS="$3" "build/debug/tests/$2" --gtest_filter="$1" --gtest_brief=1
}

verb_fuzz() {
  local seconds=60 runs="" seed="" wanted=() lone=() target failed=0
  while [ $# -gt 0 ]; do
    case "$1" in
      --seconds) seconds="${2:?--seconds needs a number}" && shift 2 ;;
      --runs) runs="${2:?--runs needs a number}" && shift 2 ;;
      --seed) seed="${2:?--seed needs a number}" && shift 2 ;;
      -*) die "fuzz does not know '$1'; it knows TARGET, --seconds N, --runs N and --seed S." ;;
      *) wanted+=("$1") && shift ;;
    esac
  done
  [ -n "$seed" ] || seed="$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')"
  [[ "$seconds$seed${runs:-0}" =~ ^[0-9]+$ ]] || die "--seconds, --runs and --seed need whole numbers."
  mapfile -t lone < <(sed -n 's/^  foreach(target \(.*\))$/\1/p' tests/CMakeLists.txt | tr ' ' '\n')
  phase install prepare build test fuzz
  [ "${#wanted[@]}" -gt 0 ] || wanted=("${lone[@]}")
  for target in "${wanted[@]}"; do
    if [ "$target" = requests ]; then
      phase "build debug" build_preset debug bad_input_tests
      phase requests fuzz_by_seed 'Mutated.*' bad_input_tests "${runs:-100000}" "$seed" || failed=1
    elif [[ " ${lone[*]} " == *" $target "* ]]; then
      phase "build fuzz" build_preset fuzz fuzz
      phase "$target" fuzz_one "$target" "$seconds" "$runs" "$seed" || failed=1
    else
      phase "build debug" build_preset debug fuzz_tests
      phase "$target" fuzz_by_seed "*/$target" fuzz_tests "${runs:-10000}" "$seed" || failed=1
    fi
  done
  return "$failed"
}
