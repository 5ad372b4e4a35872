#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The story of the README through the programs as they are shipped: made, imported, served, asked, refused,
# exported, checked on another machine, restored. Argument: the folder of the programs.
set -euo pipefail
programs="$1"
veinline="$programs/veinline"
check="$programs/veinline-verify"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"

claims=0
# claim TEXT COMMAND...: the command succeeds.
claim() {
  local text="$1"; shift
  "$@" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "$text"; }
  claims=$((claims + 1))
}
# answers CODE TEXT COMMAND...: the command ends with this exit code.
answers() {
  local wanted="$1" text="$2" got=0; shift 2
  "$@" > "$work/out" 2>&1 || got=$?
  [ "$got" = "$wanted" ] || { cat "$work/out" >&2; fail "$text (exit $got, not $wanted)"; }
  claims=$((claims + 1))
}
says() { grep -qF -- "$1" "$work/out" || { cat "$work/out" >&2; fail "the answer does not say: $1"; }; }
name_of() { sed -n "s/.*\"\\\$$1\":\"\\([0-9A-Z]*\\)\".*/\\1/p" "$data/demonstration-import.json"; }

data="$work/node"
claim "a demonstration node is made" bash "$tree/tests/e2e/one_treatment.sh" "$data" "$veinline"
key="$(cat "$data/demonstration.vkey")"
bag1="$(name_of bag1)"; bag2="$(name_of bag2)"; patient="$(name_of patient)"; factory="$(name_of factory)"
course="$(name_of course)"
[ -n "$bag1" ] && [ -n "$course" ] || fail "the import tells the ids of its names"
[ "$(stat -c %a "$data")" = 700 ] || fail "the data folder is for its owner alone"
readable="Fever reported\|Demo Chen Yu"
if grep -raqi "$readable" "$data" "${VEINLINE_STORY_FILES:-$data}"; then fail "words and names are readable on the disk"; fi

cat > "$work/stopped-half-way" <<SCRIPT
#!/bin/sh
[ "\$1" = user ] && kill -TERM "\$PPID"
exec "$veinline" "\$@"
SCRIPT
chmod +x "$work/stopped-half-way"
answers 143 "a demonstration that is stopped half-way" bash "$tree/tests/e2e/one_treatment.sh" "$work/half" "$work/stopped-half-way"
[ -z "$(find "$work" -maxdepth 1 -name 'half*')" ] || fail "half a demonstration is left behind"

# served
claim "somebody inspects" "$veinline" user add "Demo Inspector" --role inspector --site HOSP-A --data "$data" --token-out "$data/tokens/inspector"
claim "the hospital has quality of its own" "$veinline" user add "Demo Hospital Quality" --role quality --site HOSP-A --data "$data" --token-out "$data/tokens/hospital-quality"
serve "$data"
nurse=(--server "$url" --token-file "$data/tokens/nurse")
quality=(--server "$url" --token-file "$data/tokens/quality")
hospital_quality=(--server "$url" --token-file "$data/tokens/hospital-quality")
claim "it is alive" curl -fsS "$url/healthz"
answers 2 "a second process is refused" "$veinline" show courses --data "$data"
says "Another process has this data folder open"

# asked
claim "the list of treatments" "$veinline" show courses "${nurse[@]}"; says "followed_up"
claim "what is in this bag" "$veinline" trace "material/$bag1" "${nurse[@]}"; says "subject/$patient"
claim "by its donation number" "$veinline" trace din:A999926123456 "${nurse[@]}"; says "batch/"
claim "by the chain of identity, as of then" "$veinline" trace coi:CHA999926000A1Z --as-of 22 "${nurse[@]}"; says "collected"
claim "the timeline" "$veinline" show timeline "course/$course" "${nurse[@]}"; says "infusion.infused/1"
answers 1 "an unknown thing" "$veinline" trace material/0000000000000000XX "${nurse[@]}"
answers 1 "nobody without a token" "$veinline" show courses --server "$url"; says "auth.no_token"

# refused, with the rule, and nothing recorded
before="$(curl -fsS "$url/log/checkpoint" | sed -n 2p)"
answers 1 "a bag on hold is not checked" "$veinline" "do" infusion/check_bedside --material "$bag2" --wristband "$patient" "${nurse[@]}"; says "R25"
answers 1 "a used bag is not checked" "$veinline" "do" infusion/check_bedside --material "$bag1" --wristband "$patient" "${nurse[@]}"; says "R31"
answers 1 "a bag does not leave by a hand-over" "$veinline" "do" custody/hand_over --material "$bag2" --receiver "site/$factory" "${nurse[@]}"; says "custody.to_another_site"
answers 1 "an unsigned release" "$veinline" "do" release/release --material "$bag2" "${quality[@]}"
answers 1 "no such id" "$veinline" "do" custody/hand_over --material 'x y' --receiver nobody "${nurse[@]}"; says "18 characters"
[ "$before" = "$(curl -fsS "$url/log/checkpoint" | sed -n 2p)" ] || fail "a refusal recorded something"
# but who asks for what is not theirs is recorded
answers 1 "a nurse does not release" "$veinline" "do" release/release --material "$bag2" --sign release "${nurse[@]}"; says "R43"
claim "the denial, to who inspects" "$veinline" show audit --after "$before" --server "$url" --token-file "$data/tokens/inspector"; says "staff.access_denied/1"
claim "not to who was denied" "$veinline" show audit --after "$before" "${nurse[@]}"
if grep -qF "staff.access_denied" "$work/out"; then fail "who was denied reads of it"; fi

# a hold stays until the deviation that it came with is judged
answers 1 "a hold with an open deviation is not lifted" "$veinline" "do" quality/lift --thing "material/$bag2" --sign lift --reason SEAL-INVESTIGATED "${quality[@]}"; says "quality.deviation_still_open"
claim "the deviation is shown" "$veinline" trace "material/$bag2" "${nurse[@]}"
deviation="$(sed -n 's/.*deviation\/\([0-9A-Z]*\).*/\1/p' "$work/out" | head -n 1)"
[ -n "$deviation" ] || fail "the trace names the open deviation"
claim "quality judges it" "$veinline" "do" quality/close_deviation --deviation "$deviation" --assessment no_impact --sign assessment --reason SEAL-INVESTIGATED "${quality[@]}"

# done once, however often it is asked
once=("$veinline" "do" quality/lift --thing "material/$bag2" --sign lift --reason SEAL-INVESTIGATED --key story-lift "${quality[@]}")
claim "quality lifts the hold" "${once[@]}"; says "again: false"
claim "the same again gives the first answer" "${once[@]}"; says "again: true"
answers 1 "the same key for something else" "$veinline" "do" quality/hold --thing "material/$bag2" --cause other --reason X --key story-lift "${quality[@]}"; says "key_reused"
claim "the bag is checked" "$veinline" "do" infusion/check_bedside --material "$bag2" --wristband "$patient" "${nurse[@]}"
answers 1 "not by the same person twice" "$veinline" "do" infusion/confirm_bedside --material "$bag2" --wristband "$patient" --sign infusion "${nurse[@]}"; says "R10"
claim "a second nurse confirms" "$veinline" "do" infusion/confirm_bedside --material "$bag2" --wristband "$patient" --sign infusion --server "$url" --token-file "$data/tokens/second-nurse"

# evidence
claim "an older checkpoint to hold" curl -fsS "$url/log/checkpoint" -o "$work/old"
# corrected: a physician agrees to the very words, then quality corrects; the wrong record stays
visit="$("$veinline" show timeline "course/$course" --json "${nurse[@]}" | grep -o '"fact":"followup[^}]*}[^}]*' | grep -o '"seq":[0-9]*' | cut -d: -f2 | head -1)"
subject="$patient"
right="{\"course\":\"$course\",\"subject\":\"$subject\",\"contact\":\"visit\",\"day\":29,\"status\":\"alive\"}"
answers 1 "another site's quality does not correct" "$veinline" "do" quality/correct --seq "$visit" --replacement "$right" --sign correction --reason TYPO "${quality[@]}"; says "general.of_another_site"
answers 1 "quality does not correct alone" "$veinline" "do" quality/correct --seq "$visit" --replacement "$right" --sign correction --reason TYPO "${hospital_quality[@]}"; says "quality.not_agreed"
claim "a physician agrees" "$veinline" "do" quality/agree_to_correction --seq "$visit" --replacement "$right" --sign agreement "${nurse[@]}"
answers 1 "in other words than were agreed" "$veinline" "do" quality/correct --seq "$visit" --replacement "${right/:29/:30}" --sign correction --reason TYPO "${hospital_quality[@]}"; says "quality.not_agreed"
claim "quality corrects" "$veinline" "do" quality/correct --seq "$visit" --replacement "$right" --sign correction --reason TYPO "${hospital_quality[@]}"; says "record.corrected/1"
claim "the wrong record stays visible" "$veinline" show record "$visit" "${nurse[@]}"; says "\"day\":28"

claim "evidence about a bag" "$veinline" export "material/$bag1" --out "$work/bag.evidence" "${nurse[@]}"
answers 2 "without a key nobody can judge" "$check" "$work/bag.evidence"; says "$key"
claim "with the key it is intact" "$check" "$work/bag.evidence" --key "$key"
sed 's/"value":"110"/"value":"111"/' "$work/bag.evidence" > "$work/forged"
cmp -s "$work/bag.evidence" "$work/forged" && fail "nothing was forged"
answers 1 "an altered quantity is found" "$check" "$work/forged" --key "$key"
head -c 3000 "$work/bag.evidence" > "$work/cut"
answers 1 "a cut file is found" "$check" "$work/cut" --key "$key"
claim "the served log" "$veinline" verify "$url" --key "$key" --since "$work/old"
claim "the served log with its entries, by who may read it all" "$veinline" verify "$url" --key "$key" --token-file "$data/tokens/inspector"

# bytes of another encoding
answers 2 "a name from a terminal in GBK" "$veinline" user add $'\xd5\xc5\xc8\xfd' --role quality --site FACT-1 "${quality[@]}"; says "argument 3"
answers 2 "a reason in GBK" "$veinline" "do" quality/hold --thing "material/$bag2" --cause other --reason X --reason-text $'\xd5\xc5' "${quality[@]}"; says "--reason-text"
printf '{"data":{"thing":"\xd5\xc5"}}' > "$work/gbk.json"
answers 2 "a body in GBK" "$veinline" "do" quality/hold --json "$work/gbk.json" "${quality[@]}"
printf '\xd5\xc5\n' > "$work/gbk.token"
answers 2 "a token in GBK" "$veinline" show courses --server "$url" --token-file "$work/gbk.token"; says "is no token"
[ "$(curl -s -o /dev/null -w '%{http_code}' "$url/api/v1/timeline/%d5%c5" -H "Authorization: Bearer $(cat "$data/tokens/nurse")")" = 400 ] || fail "an address in GBK is refused"

# long bodies
head -c 70000 /dev/zero > "$work/long"
[ "$(curl -s -o /dev/null -w '%{http_code}' --data-binary "@$work/long" "$url/api/v1/commands/quality/hold")" = 413 ] || fail "no long command"
[ "$(curl -s -o /dev/null -w '%{http_code}' --data-binary "@$work/long" "$url/api/v1/import")" = 401 ] || fail "no file of nobody"

# imported again, from the other system's side
answers 1 "a nurse may not import" "$veinline" import "$tree/examples/one-treatment.ndjson" "${nurse[@]}"; says "R43"
stop
claim "the same file changes nothing" "$veinline" import "$tree/examples/one-treatment.ndjson" --data "$data"; says "recorded: 0"
claim "somebody with a token" "$veinline" user add "Demo Gone" --role importer --site HOSP-A --data "$data" --token-out "$work/gone"
gone="$(head -n 1 "$work/out")"
claim "the people" "$veinline" user list --data "$data"; says "$gone"
claim "their token is taken back" "$veinline" user revoke "$gone" --data "$data"; says "1 token"
claim "a page of one line" "$veinline" show audit --count 1 --data "$data"; says "next: 1"
claim "a dry run records nothing" "$veinline" import "$tree/examples/one-treatment.ndjson" --data "$data" --dry-run

# moved
claim "the log on the disk" "$veinline" verify "$data" --key "$key" --since "$work/old"
claim "everything" "$veinline" export --all --out "$work/all.evidence" --data "$data"
claim "everything is intact" "$check" "$work/all.evidence" --key "$key" --since "$work/old"
answers 2 "nothing is restored without its keys" "$veinline" restore "$work/all.evidence" --data "$work/moved"
mkdir -p "$work/moved" && cp -r "$data/keys" "$work/moved/keys"
claim "a node is restored" "$veinline" restore "$work/all.evidence" --data "$work/moved"; says "yes"
claim "and it is the same log" "$veinline" verify "$work/moved" --key "$key" --since "$work/old"
claim "with the same answers" "$veinline" trace "material/$bag1" --data "$work/moved"; says "subject/$patient"
printf '%s passed, 0 failed\n' "$claims"
