#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Two demonstrations witness each other over HTTP, by the commands of docs/witnesses.md; one that was rolled back hears it
# from the other. Usage: witness_test.sh FOLDER-OF-PROGRAMS
set -euo pipefail
programs="$(cd "$1" && pwd)"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
work="$(mktemp -d)"
stop() {
  local server
  for server in $(jobs -p); do kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; done
}
trap 'stop; rm -rf "$work"' EXIT
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
veinline() { "$programs/veinline" "$@"; }
cd "$work"

# Two ports that nobody has: those of two servers that listened on any.
for name in a b; do
  veinline init --data "port.$name" > /dev/null
  "$programs/veinline" serve --data "port.$name" --listen 127.0.0.1:0 > "port.$name.log" 2>&1 &
done
for name in a b; do
  for _ in $(seq 100); do grep -q 'http://localhost' "port.$name.log" && break; sleep 0.05; done
done
stop
hospital_port="$(sed -n 's/.*http:\/\/localhost:\([0-9]*\)\/.*/\1/p' port.a.log | head -n 1)"
factory_port="$(sed -n 's/.*http:\/\/localhost:\([0-9]*\)\/.*/\1/p' port.b.log | head -n 1)"

# block N: the Nth block of commands of the page, on these ports. The servers are not children of a function, so that they
# are ended by their own ids.
block() {
  awk -v wanted="$1" '/^```sh$/ { n++; inside = 1; next } /^```$/ { inside = 0 } inside && n == wanted' "$tree/docs/witnesses.md" \
    | sed "s/8081/$hospital_port/g; s/8082/$factory_port/g; s/^\( *\)veinline serve/\1\"\$programs\/veinline\" serve/"
}
grep -q 'demo --data hospital' <(block 1) || fail "the page makes two demonstrations"
grep -q '/api/v1/witnessing' <(block 2) || fail "the page asks how far they are witnessed"
status() { veinline witness status --server "http://localhost:$1" --token-file "$2/tokens/administrator" --json; }
until_says() {  # until_says PORT NAME TEXT WHAT
  for _ in $(seq 150); do status "$1" "$2" 2>/dev/null | grep -q "$3" && return; sleep 0.1; done
  status "$1" "$2" >&2 || true
  cat log >&2
  fail "$4"
}

# The state to which the hospital is rolled back later, before anybody has witnessed it.
eval "$(block 1 | sed '/serve/,$d')" > log 2>&1
cp -r hospital old
eval "$(block 1 | sed -n '/serve/,$p')" >> log 2>&1
cmp -s hospital/demonstration.vkey factory/demonstration.vkey && fail "two demonstrations are two logs"
for name in hospital factory; do
  port="${name}_port"
  until_says "${!port}" "$name" '"answer":"cosigned"' "$name is cosigned by the other"
  until_says "${!port}" "$name" '"unwitnessed_s":0' "nothing of $name is left unwitnessed"
done
eval "$(block 2)" > told
# A note: the checkpoint of three lines, a blank one, our line, the other's.
for pair in hospital:factory factory:hospital; do
  own="${pair%:*}" other="${pair#*:}" port="${pair%:*}_port"
  url="http://localhost:${!port}"
  curl -sf "$url/log/checkpoint" > "$own.checkpoint"
  curl -sf "$url/log/witnessed" > "$own.witnessed"
  size="$(sed -n 2p "$own.checkpoint")"
  [ "$size" -gt 500 ] || fail "the log of $own is that of a demonstration"
  cmp -s "$own.checkpoint" <(head -n 5 "$own.witnessed") || fail "what is witnessed of $own is its newest checkpoint"
  [ "$(sed -n 1p "$own.witnessed")" = "$(sed 's/+.*//' "$own/demonstration.vkey")" ] || fail "it is the log of $own"
  grep -qF "— $(sed 's/+.*//' "$other.wkey") " "$own.witnessed" || fail "it carries the line of $other"
  curl -sf -H "Authorization: Bearer $(cat "$own/tokens/administrator")" "$url/api/v1/witnessing" > "$own.json"
  grep -q "\"size\":$size,.*\"witnessed\":$size," "$own.json" || fail "$own says that all of it is witnessed: $(cat "$own.json")"
  grep -qxF "witnessed: $size" told || fail "the status of $own says it: $(cat told)"
  curl -sf "$url/witness/key" | cmp -s - "$own.wkey" || fail "the key is told over HTTP"
done
stop

if [ "${VEINLINE_STORY_ON:-files}" != files ]; then
  echo "two demonstrations witness each other; a copy of a folder takes no database back, so that none was rolled back here"
  exit 0
fi

# An old backup is put back after more was recorded: the log is shorter than what the factory has seen.
serve_both() { eval "$(block 1 | sed -n '/serve/,$p')" >> log 2>&1; }
veinline user add "Demo Nurse" --role infusion_nurse --site HOSP-A --data hospital --token-out token > /dev/null
grown=$(($(sed -n 2p hospital.checkpoint) + 2))  # a person, and their token
serve_both
until_says "$hospital_port" hospital "\"witnessed\":$grown," "what was recorded since is witnessed too"
stop
rm -rf hospital
cp -r old hospital
serve_both
until_says "$hospital_port" hospital '"answer":"seen_longer"' "a log that was rolled back is told so"
printf 'two demonstrations witness each other, and one that was rolled back is told so\n'
