#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes a node in an empty folder, takes in the one treatment of examples/, and adds people with tokens: what a few
# stories are told on. Usage: one_treatment.sh DIR [PROGRAM]
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
dir="${1%/}"
program="${2:-build/release/veinline}"

if [ -e "$dir" ] && { [ ! -d "$dir" ] || [ -n "$(ls -A "$dir")" ]; }; then
  printf '%s is there and is no empty folder. Nothing was changed.\n' "$dir" >&2
  exit 2
fi
# Made beside, and moved there in one step when it is whole: a half demonstration is never there to be served.
mkdir -p "$(dirname "$dir")"
half="$(mktemp -d --suffix=.tmp "$dir.XXXXXX")"
trap 'rm -rf "$half"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

data="$half/data"
"$program" init --data "$data" --origin "demonstration.veinline.invalid/one-treatment" > "$half/said"
sed -n '$p' "$half/said" > "$data/demonstration.vkey"
"$program" import examples/one-treatment.ndjson --data "$data" --json > "$data/demonstration-import.json" \
  || { cat "$data/demonstration-import.json" >&2; exit 1; }
mkdir -m 0700 "$data/tokens"
"$program" user add "Demo Quality" --role quality --site FACT-1 --data "$data" --token-out "$data/tokens/quality" > /dev/null
"$program" user add "Demo Nurse" --role infusion_nurse --role physician --site HOSP-A --data "$data" --token-out "$data/tokens/nurse" > /dev/null
"$program" user add "Demo Second Nurse" --role infusion_nurse --site HOSP-A --data "$data" --token-out "$data/tokens/second-nurse" > /dev/null
# The ids that the names of the file got: . DIR/demonstration.env
sed 's/.*"names":{\([^}]*\)}.*/\1/; s/,/\n/g' "$data/demonstration-import.json" \
  | sed 's/"\$\([a-z0-9]*\)":"\([0-9A-Z]*\)"/\U\1\E=\2/' > "$data/demonstration.env"
mv -T "$data" "$dir"
