#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Prints which rule of docs/rules.md is proven by which test. A test says so by the rule's tag in its name (R14_...).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

form=table
case "${1:-}" in
  "") ;;
  --json) form=json ;;
  *)
    echo "matrix does not know '$1'; it knows --json." >&2
    exit 2
    ;;
esac

# tests_with_tags: "tag<TAB>Suite.name<TAB>file" for each tag in the name of a test; a name may stand on the next line.
tests_with_tags() {
  local macros='(TEST|TEST_F|TEST_P|TYPED_TEST|TYPED_TEST_P|RC_GTEST_PROP|RC_GTEST_FIXTURE_PROP|RC_GTEST_TYPED_FIXTURE_PROP)'
  { find src tests -name '*.cpp' -print0 2>/dev/null || true; } |
    { xargs -0 -r grep -HzoE "(^|[[:space:]])$macros\([[:space:]]*[A-Za-z0-9_]+,[[:space:]]*[A-Za-z0-9_]+" || true; } |
    tr '\n\0' ' \n' |
    sed -nE "s/^([^:]+):[[:space:]]*$macros\([[:space:]]*([A-Za-z0-9_]+),[[:space:]]*([A-Za-z0-9_]+).*/\1\t\3.\4/p" |
    awk -F'\t' '{ count = split($2, words, /[._]/)
      for (i = 1; i <= count; i++)
        if (words[i] ~ /^R(0[1-9]|[1-3][0-9]|4[0-8])$/) print words[i] "\t" $2 "\t" $1 }' | sort -u
}

tests_with_tags | awk -F'\t' -v form="$form" '
  FNR == NR { if ($0 ~ /^\| *R[0-9][0-9] *\|/) {
      split($0, cell, "|")
      for (i in cell) gsub(/^[ \t]+|[ \t]+$/, "", cell[i])
      order[++rules] = cell[2]; severity[cell[2]] = cell[3]; says[cell[2]] = cell[4] }
    next }
  { proof[$1] = proof[$1] (proof[$1] == "" ? "" : "\n") $2 "\t" $3; }
  END {
    for (i = 1; i <= rules; i++) {
      rule = order[i]; count = split(proof[rule], tests, "\n"); if (count > 0) proven++
      if (form == "json") {
        gsub(/["\\]/, "\\\\&", says[rule])
        line = line (i > 1 ? ",\n " : "") "{\"rule\": \"" rule "\", \"severity\": \"" severity[rule] "\", \"says\": \"" says[rule] "\", \"tests\": ["
        for (t = 1; t <= count; t++) { split(tests[t], part, "\t")
          line = line (t > 1 ? ", " : "") "{\"name\": \"" part[1] "\", \"file\": \"" part[2] "\"}" }
        line = line "]}"
      } else {
        printf "%s %-2s %s\n", rule, severity[rule], says[rule]
        if (count == 0) print "        no test"
        for (t = 1; t <= count; t++) { split(tests[t], part, "\t"); printf "        %s  (%s)\n", part[1], part[2] }
      }
    }
    if (form == "json") print "[" line "]"
    else printf "\n%d of %d rules are named by a test.\n", proven, rules
  }' docs/rules.md -
