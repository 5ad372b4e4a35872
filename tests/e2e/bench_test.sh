#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The parts of the bench that run other verbs give all their figures, each with the raw engine's of the same run and the
# load of the machine. How large they are is not asserted here. Argument: the folder of the programs.
set -euo pipefail
programs="$1"
veinline="$programs/veinline"
[ -x "$programs/raw_append" ] || { echo "raw_append is not built beside veinline"; exit 77; }
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }
number() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" "$work/out"; }
above_none() { for name in "$@"; do [ "$(number "$name")" -gt 0 ] || fail "$name is measured"; done; }

"$veinline" bench import --rows 300 --folder "$work/import" --json > "$work/out" || fail "a table is taken in"
above_none rows_per_s facts_per_s raw_rows_per_s raw_lone_p50_us peak_mib progress_lines record_bytes
[ "$(number facts)" = 901 ] || fail "each patient is enrolled, consents and has a treatment, by one import: $(number facts)"
grep -q '"load":{"after":\[' "$work/out" || fail "it says how busy the machine was"

"$veinline" bench simulate --courses 8 --folder "$work/simulate" --json > "$work/out" || fail "a house is told"
above_none facts facts_per_s raw_rows_per_s group_size_mean record_bytes
grep -q '"name":"simulate.facts_per_s"' "$work/out" || fail "its promise stands beside it"
[ -z "$(find "$work/simulate" -name '*.db')" ] || fail "nothing of it is left"

# What cannot be measured is said, and is no figure.
for wrong in "import --rows 0" "import --rows 400001" "simulate --courses 0" "simulate --courses 400001"; do
  code=0
  # shellcheck disable=SC2086
  "$veinline" bench $wrong --folder "$work/none" --json > "$work/out" 2> "$work/err" || code=$?
  [ "$code" = 2 ] || fail "bench $wrong ends with 2, not $code"
  grep -q "wants 1 to" "$work/err" || fail "bench $wrong says what it wants"
done
echo "the bench measures what it runs"
