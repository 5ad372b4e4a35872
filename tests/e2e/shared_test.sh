#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# One node of two servers on one database: what one records the other shows and tells; a server that is killed takes
# nothing with it; the node moves between a database and files with the same root. Argument: the folder of the programs.
set -euo pipefail
programs="$1"
veinline="$programs/veinline"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"

database="" first="" second="" listening=""
end_all() {
  local one
  for one in $listening $first $second $database; do kill "$one" 2>/dev/null || true; wait "$one" 2>/dev/null || true; done
}
trap 'end_all; rm -rf "$work"' EXIT
chmod 0755 "$work"

mkdir "$work/pg"
bash "$tree/tests/support/postgres.sh" "$work/pg" &
database=$!
console() { psql -X -q -v ON_ERROR_STOP=1 -h "$work/pg" -U postgres "$@"; }
for _ in $(seq 200); do console -c 'SELECT 1' postgres > /dev/null 2>&1 && break; sleep 0.1; done
console postgres -c 'CREATE DATABASE one' -c 'CREATE DATABASE two'
url_of() { printf 'postgresql://postgres@/%s?host=%s' "$1" "$work/pg"; }

# --- a database that is not one ------------------------------------------------------------------------------------------
refused() {  # refused WORD COMMAND...: ends with a sentence that has the word, and makes no folder that opens
  local word="$1"
  shift
  if "$@" > "$work/out" 2>&1; then cat "$work/out" >&2; fail "'$*' should have been refused"; fi
  grep -q -- "$word" "$work/out" || { cat "$work/out" >&2; fail "'$*' should say '$word'"; }
}
refused "no address" "$veinline" init --data "$work/no" --store "nonsense"
refused "cannot be opened" "$veinline" init --data "$work/no" --store "postgresql://a@127.0.0.1:1/x"
for verb in "init --data $work/no" "migrate" "demo --data $work/no" "serve --data $work/no" "bench shared"; do
  # shellcheck disable=SC2086  # a verb and its flags
  refused "PGPASSFILE" "$veinline" $verb --store "postgresql://a:SECRET@127.0.0.1:1/x"
  if grep -q SECRET "$work/out"; then fail "a password is told"; fi
done
refused "does not exist" "$veinline" init --data "$work/no" --store "$(url_of absent)"
[ ! -e "$work/no" ] || fail "a folder was made"
"$veinline" migrate --store "$(url_of one)" --dry-run > "$work/out"
grep -q 'would be applied: 1 ledger' "$work/out" || fail "a dry run says what it would do"

# --- one node, two servers -----------------------------------------------------------------------------------------------
"$veinline" demo --data "$work/a" --seed 7 --store "$(url_of one)" > "$work/demo"
key="$(cat "$work/a/demonstration.vkey")"
refused "database is empty\|holds the ledger" "$veinline" demo --data "$work/again" --store "$(url_of one)"
refused "keys folder" "$veinline" init --data "$work/b" --store "$(url_of one)"
mkdir -m 0700 "$work/b"
cp -rp "$work/a/keys" "$work/b/keys"
"$veinline" init --data "$work/b" --store "$(url_of one)" > "$work/out"
grep -q 'further server' "$work/out" || fail "a second server joins"
mkdir -m 0700 "$work/c"
cp -rp "$work/a/keys" "$work/c/keys"
refused "holds the keys of a node" "$veinline" init --data "$work/c" --store "$(url_of two)"
[ "$(console two -At -c "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")" = 0 ] || fail "a wrong database got tables"
refused "holds the keys of a node" "$veinline" init --data "$work/c"
refused "Is it the right one" "$veinline" serve --data "$work/a" --store "$(url_of two)" --listen 127.0.0.1:0
console one -c 'CREATE ROLE reader LOGIN' -c 'GRANT pg_read_all_data TO reader'
refused "may not write" "$veinline" serve --data "$work/a" --store "postgresql://reader@/one?host=$work/pg" --listen 127.0.0.1:0

serve_on() {  # serve_on DIR: $served is the process, $at its address
  "$veinline" serve --data "$1" --listen 127.0.0.1:0 > "$1.log" 2>&1 &
  served=$!
  for _ in $(seq 100); do grep -q 'http://localhost' "$1.log" && break; sleep 0.1; done
  at="$(sed -n 's/.*\(http:\/\/localhost:[0-9]*\)\/.*/\1/p' "$1.log" | tail -n 1)"
  [ -n "$at" ] || { cat "$1.log" >&2; fail "the server tells its address"; }
}
serve_on "$work/a"; first=$served; one=$at
serve_on "$work/b"; second=$served; two=$at
admin="$(find "$work/a/tokens" -name '*admin*' | head -n 1)"
[ -n "$admin" ] || { ls "$work/a/tokens" >&2; fail "the demonstration has an administrator"; }
ask() {  # ask URL METHOD PATH [curl...]
  local at="$1" method="$2" path="$3"
  shift 3
  curl -sS -X "$method" -H "Authorization: Bearer $(cat "$admin")" "$@" "$at$path"
}
size_at() { curl -fsS "$1/log/checkpoint" | sed -n 2p; }
before="$(size_at "$one")"
[ "$before" = "$(size_at "$two")" ] || fail "both servers show one log"

# Told on the one server, heard on the other, at once and without a gap.
"$veinline" feed --server "$two" --token-file "$admin" --count 5 --json > "$work/heard" &
listening=$!
sleep 0.5
site() {  # site URL CODE KEY
  ask "$1" POST /api/v1/commands/study/register_site -H 'Content-Type: application/json' -H "Idempotency-Key: $3" \
    -d "{\"data\":{\"code\":\"$2\",\"kind\":\"hospital\",\"zone\":\"Asia/Shanghai\"}}"
}
for i in 1 2 3 4 5; do
  at="$one"; [ $((i % 2)) = 0 ] && at="$two"
  site "$at" "SHARED-$i" "0000000$i-0000-4000-8000-000000000000" > "$work/answer-$i"
done
for _ in $(seq 100); do [ "$(wc -l < "$work/heard")" -ge 5 ] && break; sleep 0.1; done
wait "$listening"; listening=""
grep -o '"seq":[0-9]*' "$work/heard" | cut -d: -f2 > "$work/seqs"
seq $((before + 1)) $((before + 5)) | diff - "$work/seqs" || fail "every fact is told once, in order, on the other server"

# The same again, asked of the other server, has the first answer.
again="$(site "$two" SHARED-1 00000001-0000-4000-8000-000000000000)"
[ "$(printf %s "$again" | grep -o '"seq":[0-9]*')" = "$(grep -o '"seq":[0-9]*' "$work/answer-1")" ] || fail "the first answer: $again"
site "$two" SHARED-1 00000009-0000-4000-8000-000000000000 | grep -q '"rule"' || fail "what one server recorded binds the other"
[ "$(size_at "$one")" = $((before + 5)) ] || fail "nothing was recorded twice"

# --- a server is killed under load ---------------------------------------------------------------------------------------
: > "$work/acknowledged"
load() {  # load WORKER: whoever gets no answer asks the other server the same
  local i key at
  for i in $(seq 40); do
    key="$(printf '%08d-0000-4000-8000-%012d' "$1" "$i")"
    for at in "$one" "$two" "$two" "$two" "$two" "$two" "$two" "$two"; do
      if site "$at" "L$1-$i" "$key" > "$work/load-$1" 2>/dev/null && grep -q '"seq"' "$work/load-$1"; then
        echo "L$1-$i" >> "$work/acknowledged"; break
      fi
      sleep 0.4
    done
  done
}
for worker in 11 12 13 14; do load "$worker" & workers+=("$!"); done
sleep 0.6
kill -KILL "$first"
wait "$first" 2>/dev/null || true
first=""
wait "${workers[@]}"
[ "$(sort "$work/acknowledged" | uniq -d | wc -l)" = 0 ] || fail "one was acknowledged twice"
[ "$(wc -l < "$work/acknowledged")" = 160 ] || fail "all were acknowledged: $(wc -l < "$work/acknowledged")"
[ "$(size_at "$two")" = $((before + 5 + 160)) ] || fail "each acknowledged one is there once: $(size_at "$two")"
"$veinline" verify "$work/b" --key "$key" > "$work/out" || { cat "$work/out" >&2; fail "the log verifies while it is served"; }
curl -fsS "$two/readyz" > /dev/null || fail "the other server is ready"

# --- the database is killed under load, and comes back -------------------------------------------------------------------
: > "$work/acknowledged"
one="$two"
workers=()
for worker in 21 22 23; do load "$worker" & workers+=("$!"); done
sleep 0.3
kill -KILL "$database"
wait "$database" 2>/dev/null || true
sleep 1
for _ in $(seq 20); do  # its sessions end by themselves once they see that it is gone
  bash "$tree/tests/support/postgres.sh" "$work/pg" &
  database=$!
  sleep 0.7
  kill -0 "$database" 2>/dev/null && break
done
wait "${workers[@]}"
[ "$(wc -l < "$work/acknowledged")" = 120 ] || fail "all are answered once it is back: $(wc -l < "$work/acknowledged")"
[ "$(size_at "$two")" = $((before + 5 + 160 + 120)) ] || fail "each once: $(size_at "$two")"
[ "$(curl -fsS "$two/readyz" -o /dev/null -w '%{http_code}')" = 200 ] || fail "the server went on"

# --- moved from the database to files and back ---------------------------------------------------------------------------
kill "$second"; wait "$second" || true; second=""
"$veinline" export --all --out "$work/whole" --data "$work/b"
root_of() { sed -n 3p; }
"$veinline" verify "$work/whole" --key "$key" > /dev/null || fail "the export verifies"
mkdir -m 0700 "$work/files" "$work/back"
cp -rp "$work/a/keys" "$work/files/keys"
cp -rp "$work/a/keys" "$work/back/keys"
"$veinline" restore "$work/whole" --data "$work/files" | grep -q 'bundle: yes' || fail "the root in files is that of the bundle"
mkdir -m 0700 "$work/stranger"
"$veinline" init --data "$work/other" > /dev/null
cp -rp "$work/other/keys" "$work/stranger/keys"
refused "not the key of this log" "$veinline" restore "$work/whole" --data "$work/stranger" --store "$(url_of two)"
"$veinline" restore "$work/whole" --data "$work/back" --store "$(url_of two)" --texts "$work/b" > "$work/out" ||
  { cat "$work/out" >&2; fail "the log goes into another database"; }
grep -q 'bundle: yes' "$work/out" || fail "the root in the other database too"
grep -q '^[1-9][0-9]* names and texts came along' "$work/out" || fail "and the names: $(cat "$work/out")"
"$veinline" verify "$work/back" --key "$key" > "$work/out" || { cat "$work/out" >&2; fail "and it verifies"; }
refused "in a database" "$veinline" backup --data "$work/back" --out "$work/backup"

# --- a schema of tomorrow ------------------------------------------------------------------------------------------------
console two -c "INSERT INTO schema_step(step, name) VALUES (1000, 'of tomorrow')"
refused "newer program" "$veinline" serve --data "$work/back" --listen 127.0.0.1:0
refused "newer program" "$veinline" migrate --data "$work/back"
echo "two servers on one database: well"
