#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes a node in an empty folder, takes in one whole treatment, and adds people with tokens.
# Usage: scripts/demo-data.sh DIR [PROGRAM]
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
dir="$1"
program="${2:-build/release/veinline}"

"$program" init --data "$dir" --origin "veinline.invalid/demonstration" > "$dir.key.tmp"
# A folder that fails half-way is not left behind to be served.
trap 'rm -rf "$dir" "$dir.key.tmp"' ERR
sed -n '$p' "$dir.key.tmp" > "$dir/demonstration.vkey"
rm -f "$dir.key.tmp"
"$program" import examples/one-treatment.ndjson --data "$dir" --json > "$dir/demonstration-import.json"
mkdir -p -m 0700 "$dir/tokens"
"$program" user add "Demo Quality" --role quality --site FACT-1 --data "$dir" --token-out "$dir/tokens/quality" > /dev/null
"$program" user add "Demo Nurse" --role infusion_nurse --role physician --site HOSP-A --data "$dir" --token-out "$dir/tokens/nurse" > /dev/null
"$program" user add "Demo Second Nurse" --role infusion_nurse --site HOSP-A --data "$dir" --token-out "$dir/tokens/second-nurse" > /dev/null
chmod 0600 "$dir"/tokens/*
# The ids that the names of the file got, for the tour of the README: . DIR/demonstration.env
sed 's/.*"names":{\([^}]*\)}.*/\1/; s/,/\n/g' "$dir/demonstration-import.json" \
  | sed 's/"\$\([a-z0-9]*\)":"\([0-9A-Z]*\)"/\U\1\E=\2/' > "$dir/demonstration.env"
