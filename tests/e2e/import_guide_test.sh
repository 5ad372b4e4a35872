#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The commands of docs/import.md are run as they stand there, and must say what it says. Argument: the folder of the
# programs. VEINLINE_BLESS=1 writes the page anew.
set -euo pipefail
programs="$(cd "$1" && pwd)"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
page="$tree/docs/import.md"
# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"

mkdir -p "$work/tree/build"
ln -s "$programs" "$work/tree/build/release"
ln -s "$tree/examples" "$work/tree/examples"
bash "$tree/tests/e2e/one_treatment.sh" "$work/tree/data" "$programs/veinline"
cd "$work/tree"
veinline() { build/release/veinline "$@" --data data; }

# In a block, what begins with "$ " is a command; what it says stands below it. All run in one shell, for their names.
inside="" told=""
while IFS= read -r line; do
  if [ "$line" = '```' ]; then
    [ -n "$inside" ] && inside="" || inside=1
    told=""
    echo "$line"
  elif [ -n "$inside" ] && [[ "$line" == '$ '* ]]; then
    told=1
    echo "$line"
    eval "${line#'$ '}" 2>&1 || true
  elif [ -z "$told" ]; then
    echo "$line"
  fi
done < "$page" > "$work/page.md"
[ "$(grep -c '^\$ ' "$work/page.md")" -ge 12 ] || fail "the page has commands to run"

if [ "${VEINLINE_BLESS:-}" = 1 ]; then
  cp "$work/page.md" "$page"
  echo "docs/import.md is written anew."
  exit 0
fi
diff -u "$page" "$work/page.md" >&2 || fail "the commands say something else than docs/import.md; VEINLINE_BLESS=1 $0 $1"
echo "the commands say what docs/import.md says"
