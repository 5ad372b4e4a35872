#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A node that is served and recorded into is backed up, also by a process that is killed in the middle; what is
# restored is what it was, and the server goes on. Argument: the folder of the programs.
set -euo pipefail
programs="$1"
veinline="$programs/veinline"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"

data="$work/node"
bash "$tree/tests/e2e/one_treatment.sh" "$data" "$veinline"
key="$(cat "$data/demonstration.vkey")"
console="$("$veinline" user list --data "$data" --json | grep -o 'person/[0-9A-Z]*' | head -n 1)"
"$veinline" user add "Demo Administrator" --role administrator --site HOSP-A --data "$data" --token-out "$work/admin" > /dev/null
[ -n "$console" ] || fail "somebody is at the console"
serve "$data"
size_of() { sed -n 2p; }

# Somebody records over HTTP, one name after another, until told to stop.
write_on() {
  local count=0
  while [ ! -e "$work/enough" ]; do
    count=$((count + 1))
    "$veinline" user add "Load Person $count" --role physician --site HOSP-A --server "$url" \
      --token-file "$work/admin" --token-out "$work/token-$count" > "$work/load.log" 2>&1 || { touch "$work/load-failed"; return; }
    echo "$count" > "$work/written"
  done
}
write_on &
load=$!
for _ in $(seq 200); do [ -e "$work/written" ] && break; sleep 0.05; done

before="$(curl -fsS "$url/log/checkpoint" | size_of)"
begun="$(date +%s%N)"
"$veinline" backup --data "$data" --out "$work/backup" --keys-out "$work/keys" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "a served node is backed up"; }
lasted_us="$((($(date +%s%N) - begun) / 1000))"
after="$(curl -fsS "$url/log/checkpoint" | size_of)"
size="$(grep -o '"size":[0-9]*' "$work/backup/backup.json" | cut -d: -f2)"
root="$(grep -o '"root":"[^"]*"' "$work/backup/backup.json" | cut -d'"' -f4)"
[ "$before" -le "$size" ] && [ "$size" -le "$after" ] || fail "the backup ($size) is of a moment between $before and $after"

# Killed at any moment, from its first to after its last, a backup is there whole or not at all.
whole=0; cut=0
for i in $(seq 12); do
  "$veinline" backup --data "$data" --out "$work/killed-$i" > /dev/null 2>&1 &
  victim=$!
  sleep "$(printf '0.%06d' "$((lasted_us * i / 10))")"
  kill -KILL "$victim" 2>/dev/null || true
  wait "$victim" 2>/dev/null || true
  if [ -e "$work/killed-$i" ]; then
    whole=$((whole + 1))
    "$veinline" verify "$work/killed-$i" --key "$key" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "a backup that is there is whole"; }
  else
    cut=$((cut + 1))
    half="$work/killed-$i.unfinished"
    if [ -e "$half/backup.json" ]; then  # between its last file and its name: all of it is there
      "$veinline" verify "$half" --key "$key" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "what has a manifest is whole"; }
    elif [ -e "$half" ] && "$veinline" restore "$half" --data "$work/never" --keys "$work/keys" > /dev/null 2>&1; then
      fail "half a backup was restored"
    fi
  fi
done
[ "$cut" -gt 0 ] || fail "no backup was cut short: nothing was tried"

touch "$work/enough"
wait "$load" || true
[ ! -e "$work/load-failed" ] || { cat "$work/load.log" >&2; fail "a command failed while the node was copied"; }
[ "$(curl -fsS "$url/log/checkpoint" | size_of)" -gt "$size" ] || fail "the server goes on"
curl -fsS "$url/healthz" > /dev/null || fail "the server lives"
stop

[ ! -e "$work/backup/keys" ] || fail "the keys are apart from the backup"
if "$veinline" restore "$work/backup" --data "$work/back" > "$work/out" 2>&1; then fail "without its keys it is not restored"; fi
grep -q -- "--keys" "$work/out" || { cat "$work/out" >&2; fail "it says what is missing"; }
"$veinline" restore "$work/backup" --data "$work/back" --keys "$work/keys" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "the backup is restored"; }
grep -q "^INTACT" "$work/out" || fail "what was restored is verified"
serve "$work/back"
checkpoint="$(curl -fsS "$url/log/checkpoint")"
[ "$(sed -n 2p <<< "$checkpoint")" = "$size" ] || fail "the restored log has the size of then"
[ "$(sed -n 3p <<< "$checkpoint")" = "$root" ] || fail "the restored log has the root of then"
"$veinline" show courses --server "$url" --token-file "$data/tokens/nurse" > "$work/out" || fail "tokens of then work"
grep -q followed_up "$work/out" || fail "the treatment is there"
"$veinline" user add "After Restore" --role physician --site HOSP-A --server "$url" --token-file "$work/admin" --token-out "$work/late" > /dev/null || fail "the restored node records"
stop
# What was said of old says what is so anyway.
"$veinline" backup --data "$work/back" --out "$work/again" --without-keys > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "--without-keys is taken"; }
grep -q "may be left away" "$work/out" || fail "it says that --without-keys is not wanted any more"
printf 'backup: %s cut short, %s whole; %s records restored\n' "$cut" "$whole" "$size"
