#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Two nodes witness each other over HTTP; one that was rolled back hears it from the other.
# Usage: witness_test.sh FOLDER-OF-PROGRAMS
set -euo pipefail
programs="$1"
work="$(mktemp -d)"
hospital="" factory=""
stop() {
  for server in $hospital $factory; do kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; done
  hospital="" factory=""
}
trap 'stop; rm -rf "$work"' EXIT
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
v() { "$programs/veinline" "$@"; }

# start NAME FLAGS...: serves $work/NAME; the address goes to $work/NAME.url.
start() {
  local name="$1" port="$2"
  shift 2
  "$programs/veinline" serve --data "$work/$name" --listen "127.0.0.1:$port" "$@" > "$work/$name.log" 2>&1 &
  printf -v "$name" %s "$!"
  for _ in $(seq 100); do grep -q 'http://localhost' "$work/$name.log" && return; sleep 0.05; done
  cat "$work/$name.log" >&2
  fail "$name tells its address"
}
# Two ports that nobody has: those of two servers that listened on any.
free_ports() {
  local name servers=()
  for name in a b; do
    v init --data "$work/port.$name" > /dev/null
    "$programs/veinline" serve --data "$work/port.$name" --listen 127.0.0.1:0 > "$work/port.$name.log" 2>&1 &
    servers+=("$!")
  done
  for name in a b; do
    for _ in $(seq 100); do grep -q 'http://localhost' "$work/port.$name.log" && break; sleep 0.05; done
  done
  kill "${servers[@]}"
  wait "${servers[@]}" || true
  hospital_port="$(sed -n 's/.*http:\/\/localhost:\([0-9]*\)\/.*/\1/p' "$work/port.a.log")"
  factory_port="$(sed -n 's/.*http:\/\/localhost:\([0-9]*\)\/.*/\1/p' "$work/port.b.log")"
}

for name in hospital factory; do
  v init --data "$work/$name" --origin "veinline.invalid/$name" | sed -n '$p' > "$work/$name.vkey"
  v witness key --data "$work/$name" > "$work/$name.wkey"
done
grep -q '+' "$work/hospital.wkey" || fail "a node has a key as a witness"
free_ports
v user add "Demo Quality" --role quality --site NODE --data "$work/hospital" --token-out "$work/token" > /dev/null
serve_both() {
  start factory "$factory_port" --witness-logs "$(cat "$work/hospital.vkey")" \
    --witness-peers "http://localhost:$hospital_port/witness $(cat "$work/hospital.wkey")"
  start hospital "$hospital_port" --witness-logs "$(cat "$work/factory.vkey")" \
    --witness-peers "http://localhost:$factory_port/witness $(cat "$work/factory.wkey")"
}
status() { v witness status --server "http://localhost:$hospital_port" --token-file "$work/token" --json; }
until_says() {  # until_says TEXT WHAT
  for _ in $(seq 100); do status | grep -q "$1" && return; sleep 0.1; done
  status >&2
  fail "$2"
}

# The state to which the hospital is rolled back later.
cp -r "$work/hospital" "$work/old"
v user add "Demo Nurse" --role infusion_nurse --site NODE --data "$work/hospital" --token-out "$work/token2" > /dev/null
serve_both
until_says '"answer":"cosigned"' "the factory cosigns the hospital's log"
until_says '"unwitnessed_s":0' "nothing is left unwitnessed"
curl -sf "http://localhost:$hospital_port/log/witnessed" | grep -q "veinline.invalid/factory/witness" \
  || fail "the witnessed checkpoint carries the factory's line"
curl -sf "http://localhost:$factory_port/witness/key" | cmp -s - "$work/factory.wkey" || fail "the key is told over HTTP"
stop

# An old backup is put back: its log is shorter than what the factory has seen.
rm -rf "$work/hospital"
cp -r "$work/old" "$work/hospital"
serve_both
until_says '"answer":"seen_longer"' "a log that was rolled back is told so"
printf '5 claims held\n'
