#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The man pages are the ones of the tree and roff has nothing to say against them. Argument: the folder of the programs.
set -euo pipefail
programs="$1"
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
command -v groff > /dev/null || { echo "groff is not here, which reads man pages."; exit 77; }
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

# warnings PAGE: what groff says of it, on a terminal of bytes and on one of UTF-8.
warnings() { for device in ascii utf8; do groff -man -T"$device" -z -ww "$1" 2>&1; done; }

for page in "$tree"/packaging/*.1; do
  [ -z "$(warnings "$page")" ] || fail "$page: $(warnings "$page")"
done
"$programs/veinline" help --man | cmp - "$tree/packaging/veinline.1" || fail "help --man prints the page of the tree"
[ -n "$(printf '.TH A 1\n.SH NAME\n\\[nosuchsign]\n' | warnings -)" ] || fail "a bad page is found"

[ "$("$programs/veinline" help)" = "$("$programs/veinline" --help)" ] || fail "help alone lists the verbs"
[ "$("$programs/veinline" help user add)" = "$("$programs/veinline" user add --help)" ] || fail "help explains a verb"
refused=0
"$programs/veinline" help nonsense 2> /dev/null || refused=$?
[ "$refused" = 2 ] || fail "help of nonsense ends with 2, not $refused"

text="$(groff -man -Tascii "$tree/packaging/veinline.1" | sed 's/\x1b\[[0-9;]*m//g')"
for verb in $("$programs/veinline" --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
  grep -q "^ *veinline $verb" <<< "$text" || fail "the page has no section of $verb"
done
