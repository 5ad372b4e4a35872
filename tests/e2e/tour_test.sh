#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The tour of the README is run as it stands there, and must say what the README says; only the log's name, its root and
# its key are others. Argument: the folder of the programs. VEINLINE_BLESS=1 writes the README anew.
set -euo pipefail
programs="$(cd "$1" && pwd)"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
readme="$tree/README.md"
# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"

# The tour begins in the tree, with the demonstration in data/.
mkdir -p "$work/tree/build"
ln -s "$programs" "$work/tree/build/release"
# Fixed, so that the days that it prints are those of the README.
"$programs/veinline" demo --data "$work/tree/data" --until 2026-01-15T02:30:00Z > /dev/null
serve "$work/tree/data"
cd "$work/tree"
set -a; . data/demonstration.env; set +a
veinline() { build/release/veinline "$@" --server "$url" --token-file data/tokens/nurse; }
export url; export -f veinline

# Blocks that begin with "$ " are commands and what they say; every other line stays as it is.
block="" inside=""
while IFS= read -r line; do
  if [ "$line" = '```' ]; then
    if [ -z "$inside" ]; then inside=1; first=1; else inside=""; fi
    echo "$line"
  elif [ -n "$inside" ] && { [ "${first:-}" = 1 ] || [ -n "$block" ]; } && [[ "$line" == '$ '* ]]; then
    block=1
    echo "$line"
    bash -c "${line#'$ '}" 2>&1 || true
  elif [ -z "$inside" ] || [ -z "$block" ]; then
    echo "$line"
  fi
  [ -n "$inside" ] || block=""
  [ "$line" = '```' ] || first=""
done < "$readme" > "$work/README.md"
grep -c '^\$ ' "$work/README.md" | grep -qx '[5-9]' || fail "the README has a tour of at least five commands"

if [ "${VEINLINE_BLESS:-}" = 1 ]; then
  cp "$work/README.md" "$readme"
  echo "README.md is written anew."
  exit 0
fi
same() { sed -E 's/\b[0-9A-Z]{18}\b/ID/g; s/^(  (log|root|key) +).*/\1…/' "$1"; }
diff -u <(same "$readme") <(same "$work/README.md") >&2 || fail "the tour says something else than the README; VEINLINE_BLESS=1 $0 $1"
echo "the tour says what the README says"
