#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A person is forgotten: two people erase a patient, the log stays intact, and neither texts of before under the newer log
# nor a backup of before with the list of erasures bring anything back. Prints its figures as one line of JSON. Argument:
# the folder of the programs. On PostgreSQL by on_postgres.sh, where the texts of before are rows of before.
set -euo pipefail
programs="$1"
veinline="$programs/veinline"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"
database="${VEINLINE_STORY_FILES:-}"

data="$work/node"
"$veinline" demo --data "$data" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "a demonstration is made"; }
key="$(cat "$data/demonstration.vkey")"
# shellcheck source=/dev/null
. "$data/demonstration.env"
name="欧阳忘川" reading="Ouyang Wangchuan" card="11999919700101018" number="MR5550012399" phone="+86 101 5550 1234"
# The check character of GB 11643, reckoned here anew.
sum=0
for ((i = 0; i < 17; ++i)); do sum=$(((sum + ${card:i:1}) * 2 % 11)); done
check=$(((12 - sum) % 11))
if [ "$check" = 10 ]; then check=X; fi
card="$card$check"

now_us() { echo $(($(date +%s%N) / 1000)); }
say() {  # say DESK COMMAND DATA [MORE]: must be recorded
  status="$(curl -s -o "$work/out" -w '%{http_code}' -X POST -H "Authorization: Bearer $(cat "$data/tokens/$1")" -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" \
    -d "{\"data\":$3${4:+,$4}}" "$url/api/v1/commands/$2")"
  [ "$status" = 200 ] || { cat "$work/out" >&2; fail "$2 is recorded ($status)"; }
}
refused() {  # refused CODE DESK COMMAND DATA [MORE]
  status="$(curl -s -o "$work/out" -w '%{http_code}' -X POST -H "Authorization: Bearer $(cat "$data/tokens/$2")" -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" \
    -d "{\"data\":$4${5:+,$5}}" "$url/api/v1/commands/$3")"
  [ "$status" != 200 ] && grep -qF "$1" "$work/out" || { cat "$work/out" >&2; fail "$3 is refused as $1 ($status)"; }
}
look() {  # look TEXT KIND: how many are found
  status="$(curl -s -o "$work/hits" -w '%{http_code}' -X POST -H "Authorization: Bearer $(cat "$data/tokens/coordinator")" \
    -d "{\"text\":\"$1\",\"kind\":\"$2\"}" "$url/api/v1/find")"
  [ "$status" = 200 ] || { cat "$work/hits" >&2; fail "it is looked for ($status)"; }
  grep -o '"subject":' "$work/hits" | wc -l
}
found_by_all() {  # found_by_all COUNT TEXT-OF-A-FAILURE
  local way
  for way in "$name name" "$reading reading" "$card number" "$number number" "${card: -4} last_four"; do
    [ "$(look "${way% *}" "${way##* }")" = "$1" ] || { cat "$work/hits" >&2; fail "$2 (${way##* })"; }
  done
}
shown() {  # the answer of who the subject is, for the relative's call
  curl -s -X POST -H "Authorization: Bearer $(cat "$data/tokens/coordinator")" -d "{\"subject\":\"$subject\",\"purpose\":\"$1\"}" "$url/api/v1/identity" -o "$work/shown"
}
is_forgotten() {  # is_forgotten TEXT
  found_by_all 0 "$1: somebody is found"
  shown contact
  grep -q '"erased":\[[^]]*"name"' "$work/shown" || { cat "$work/shown" >&2; fail "$1: it is said that the name is erased"; }
  local word
  for word in "$name" "$reading" "$card" "$number" "$phone" "1970"; do
    if grep -qF -- "$word" "$work/shown"; then fail "$1: a text is shown"; fi
  done
  curl -s -H "Authorization: Bearer $(cat "$data/tokens/coordinator")" "$url/api/v1/timeline/subject/$subject" | grep -q '"state":"erased"' || fail "$1: the timeline says erased"
}
destroyed() { "$veinline" key status --data "$1" | sed -n 's/^\([0-9]*\) data keys destroyed$/\1/p'; }

own_request() {  # quality asks for what is about the patient of the tour
  say hospital-quality erasure/ask "{\"subject\":\"$PATIENT\",\"class\":\"contact\"}" "$reason"
  printf '{"subject":"%s","class":"contact"}' "$PATIENT"
}

serve "$data"
say coordinator enrolment/enrol "{\"study\":\"$STUDY\",\"site\":\"$HOSPITAL\"}"
subject="$(sed -n 's/.*"subject":"\([0-9A-Z]*\)".*/\1/p' "$work/out")"
[ -n "$subject" ] || { cat "$work/out" >&2; fail "somebody is enrolled"; }
of="\"subject\":\"$subject\""
say coordinator identity/register "{$of,\"name\":\"$name\",\"reading\":\"$reading\",\"documents\":[{\"kind\":\"resident_id\",\"number\":\"$card\"},{\"kind\":\"hospital_number\",\"number\":\"$number\"}]}"
say coordinator identity/set_contact "{$of,\"kind\":\"phone\",\"value\":\"$phone\"}"
say coordinator followup/record_contact "{$of,\"contact\":\"$name, $phone\"}"
found_by_all 1 "the patient is found"
shown contact
grep -qF "$name" "$work/shown" && grep -qF "$phone" "$work/shown" || { cat "$work/shown" >&2; fail "the patient is shown"; }

# Before: a backup, and the texts apart.
if [ -z "$database" ]; then
  "$veinline" backup --data "$data" --out "$work/backup" --keys-out "$work/keys" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "it is backed up"; }
fi

# Two people.
trace="{$of,\"class\":\"trace\"}" contact="{$of,\"class\":\"contact\"}"
reason='"reason":{"code":"CONSENT-WITHDRAWN"}' signed='"sign":"erasure"'
refused erasure.not_asked hospital-quality erasure/confirm "$trace" "$reason,$signed"
say coordinator erasure/ask "$trace" "$reason"
# Of another patient, who asked does not confirm.
refused erasure.same_person hospital-quality erasure/confirm "$(own_request)" "$reason,$signed"
say coordinator erasure/ask "$contact" "$reason"
stop

# What lies in the vault now is what a backup of texts would have.
if [ -z "$database" ]; then
  mkdir "$work/texts"; cp "$data/vault.db" "$work/texts/"
else
  socket="$(dirname "$database")"
  sql() { psql -X -qAt -v ON_ERROR_STOP=1 -h "$socket" -U postgres "$@"; }
  node_database="$(sql -c "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY oid LIMIT 1" postgres)"
  schema="$(sql -c "SELECT schemaname FROM pg_tables WHERE tablename = 'data_key'" "$node_database")"
  for table in data_key sealed blind_index; do sql -c "\\copy $schema.$table TO '$work/$table' (FORMAT binary)" "$node_database"; done
fi

serve "$data"
before="$(now_us)"
say hospital-quality erasure/confirm "$trace" "$reason,$signed"
confirm_us=$(($(now_us) - before))
grep -q 'erasure.keys_destroyed/1' "$work/out" || { cat "$work/out" >&2; fail "nothing ties the patient to a product: the key is destroyed"; }
say hospital-quality erasure/confirm "$contact" "$reason,$signed"
is_forgotten "after the erasure"
stop

"$veinline" verify "$data" --key "$key" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "the log is intact"; }
"$veinline" export --all --out "$work/whole" --data "$data" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "the log is exported"; }
before="$(now_us)"
"$programs/veinline-verify" "$work/whole" --key "$key" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "the independent verifier finds it intact"; }
verify_us=$(($(now_us) - before))
facts="$(grep -o '[0-9]* records' "$work/out" | head -n 1 | cut -d' ' -f1)"
"$veinline" export erasure/keys --out "$work/erasures" --data "$data" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "the list of erasures is written"; }
count="$(destroyed "$data")"
[ "$count" = 2 ] || fail "two keys are destroyed, not $count"

# The texts of before under the log of now: with the key of before they could be read, until the list is gone through.
if [ -z "$database" ]; then
  rm -f "$data/vault.db-wal" "$data/vault.db-shm"
  cp "$work/texts/vault.db" "$data/vault.db"
else
  sql -c "TRUNCATE $schema.data_key, $schema.sealed, $schema.blind_index" "$node_database"
  for table in data_key sealed blind_index; do sql -c "\\copy $schema.$table FROM '$work/$table' (FORMAT binary)" "$node_database"; done
  [ "$(sql -c "SELECT count(*) FROM $schema.data_key WHERE length(wrapped) = 0" "$node_database")" = 0 ] || fail "the key of before is back"
fi
before="$(now_us)"
serve "$data"
start_us=$(($(now_us) - before))
is_forgotten "the texts of before were put back"
stop
[ "$(destroyed "$data")" = 2 ] || fail "the list is gone through at the start"

# A backup that is restored whole. Without the list it would know the patient: so this drill can fail.
restored=0
if [ -z "$database" ]; then
  "$veinline" restore "$work/backup" --data "$work/without" --keys "$work/keys" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "the backup is restored"; }
  serve "$work/without"
  found_by_all 1 "a backup of before knows the patient"
  stop
  before="$(now_us)"
  "$veinline" restore "$work/backup" --data "$work/with" --keys "$work/keys" --erasures "$work/erasures" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "the backup is restored with the list"; }
  restore_us=$(($(now_us) - before))
  grep -q "2 erasures are done again" "$work/out" || { cat "$work/out" >&2; fail "the list is gone through"; }
  [ "$(destroyed "$work/with")" = 2 ] || fail "the keys are destroyed in what was restored"
  serve "$work/with"
  found_by_all 0 "a backup with the list knows nobody"
  shown contact
  if grep -qF "$name" "$work/shown"; then fail "a name is shown of what was restored"; fi
  stop
  "$veinline" verify "$work/with" --key "$key" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "what was restored is intact"; }
  restored=1
fi
printf '{"confirm_us":%s,"facts":%s,"keys_destroyed":%s,"restore_us":%s,"restored":%s,"start_us":%s,"store":"%s","verify_us":%s,"ways_to_look":5}\n' \
  "$confirm_us" "${facts:-0}" "$count" "${restore_us:-0}" "$restored" "$start_us" "${VEINLINE_STORY_ON:-files}" "$verify_us"
