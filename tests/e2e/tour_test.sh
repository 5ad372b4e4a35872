#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The tour of the README and the guide to the API are run as they stand there, and must say what stands there; only the
# log's name, its root and key, and what is of now are others. Argument: the folder of the programs. VEINLINE_BLESS=1 writes
# them anew.
set -euo pipefail
programs="$(cd "$1" && pwd)"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
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

api() { curl -sS -H "Authorization: Bearer $(cat data/tokens/nurse)" "$@"; }
export -f api

# Blocks that begin with "$ " are commands and what they say; every other line stays as it is.
told() {  # told DOCUMENT
  local block="" inside="" first="" line
  while IFS= read -r line; do
    if [ "$line" = '```' ]; then
      if [ -z "$inside" ]; then inside=1; first=1; else inside=""; fi
      echo "$line"
    elif [ -n "$inside" ] && { [ "${first:-}" = 1 ] || [ -n "$block" ]; } && [[ "$line" == '$ '* ]]; then
      block=1
      echo "$line"
      bash -c "${line#'$ '}" 2>&1 < /dev/null || true
    elif [ -z "$inside" ] || [ -z "$block" ]; then
      echo "$line"
    fi
    [ -n "$inside" ] || block=""
    [ "$line" = '```' ] || first=""
  done < "$1"
}
same() {
  sed -E 's/\b[0-9A-Z]{18}\b/ID/g; s/^(  (log|root|key) +).*/\1…/; s/\b[0-9a-f]{32}\b/HEX/g
    s/demonstration\.[A-Za-z0-9.\/-]+/LOG/g; s/[A-Za-z0-9+\/]{43}=/HASH/g; s/\+[0-9a-f]{8}\+[A-Za-z0-9+\/=]+/+KEY/g
    s/"recorded_at":"[^"]*"/"recorded_at":NOW/g' "$1"
}

for document in README.md docs/api.md; do
  told "$tree/$document" > "$work/told"
  grep -c '^\$ ' "$work/told" | grep -qxE '[5-9]|1[0-9]' || fail "$document has at least five commands"
  if [ "${VEINLINE_BLESS:-}" = 1 ]; then
    cp "$work/told" "$tree/$document"
    echo "$document is written anew."
    continue
  fi
  diff -u <(same "$tree/$document") <(same "$work/told") >&2 || fail "$document says something else than the programs; VEINLINE_BLESS=1 $0 $1"
  echo "the programs say what $document says"
done
