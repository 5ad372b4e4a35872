#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# An import that is killed half-way, by its client's end or by its server's, is given again: nothing is doubled, and the
# rest follows. Argument: the folder of the programs.
set -euo pipefail
programs="$1"
veinline="$programs/veinline"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"

rows=4000
{ echo "no,name"; seq -f 'P%06.0f,Demo Person' "$rows"; } > "$work/people.csv"
cat > "$work/map.json" <<'MAP'
{"veinline_map":1,"source":"LIST","commands":[{"command":"staff/add_person","key":"p-{no}","by":"console",
 "data":{"person":"$p-{no}","name":"{name}","site":"site:NODE","roles":["courier"]}}]}
MAP
"$veinline" init --data "$work/node" > /dev/null
"$veinline" user add "Demo Importer" --role importer --role administrator --site NODE --data "$work/node" \
  --token-out "$work/token" > /dev/null
take() { "$veinline" import "$work/people.csv" --map "$work/map.json" "$@"; }
number() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" "$2"; }
people() {  # how many people of the table the node knows: facts behind the first ones, no more than one a row
  rm -f "$work/all"
  "$veinline" export --all --out "$work/all" --data "$work/node" > /dev/null
  grep -ac 'staff.person_added/1' "$work/all" || true
}

# The client ends at once, when some pieces are recorded.
serve "$work/node"
remote=(--server "$url" --token-file "$work/token")
me="$(curl -fsS -H "Authorization: Bearer $(cat "$work/token")" "$url/api/v1/me" | sed 's/.*"person":"\([^"]*\)".*/\1/')"
take "${remote[@]}" --progress > "$work/out" 2> "$work/progress" &
client=$!
for _ in $(seq 600); do
  [ "$(curl -fsS "$url/log/checkpoint" | sed -n 2p)" -gt 700 ] && break
  sleep 0.02
done
kill -9 "$client"; wait "$client" 2>/dev/null || true
size="$(curl -fsS "$url/log/checkpoint" | sed -n 2p)"
[ "$size" -gt 700 ] || fail "some rows were recorded before the client ended"
[ "$size" -lt "$rows" ] || fail "the client ended half-way"

# The server ends at once, when it has gone on.
take "${remote[@]}" --json > "$work/out" 2> "$work/err" &
client=$!
for _ in $(seq 600); do
  [ "$(curl -fsS "$url/log/checkpoint" | sed -n 2p)" -gt $((size + 700)) ] && break
  sleep 0.02
done
kill -9 "$server"; wait "$server" 2>/dev/null || true; server=""
code=0; wait "$client" || code=$?
[ "$code" = 2 ] || fail "the client cannot go on without its server (exit $code)"
grep -q "Give the same command again" "$work/err" || { cat "$work/err" >&2; fail "it says what to do"; }

# Given again, on the folder this time and by the same person, the rest follows.
take --as "$me" --data "$work/node" --json > "$work/out" 2> "$work/err" || { cat "$work/out" "$work/err" >&2; fail "the third time"; }
again="$(number again "$work/out")"; recorded="$(number recorded "$work/out")"
[ "$again" -gt 1400 ] || fail "what was recorded is recognised ($again)"
[ $((again + recorded)) = "$rows" ] || fail "every row has its answer ($again and $recorded)"
[ "$(number failed "$work/out")" = 0 ] || fail "no row failed"
[ -s "$work/err" ] && fail "no progress where nobody looks"
before="$(people)"
take --as "$me" --data "$work/node" --json > "$work/out"
[ "$(number again "$work/out")" = "$rows" ] || fail "the whole table again is all there"
[ "$(people)" = "$before" ] || fail "nothing is doubled"
[ "$before" = $((rows + 2)) ] || fail "one person a row, the importer and the console's: $before"
echo "an import goes on where it broke off"
