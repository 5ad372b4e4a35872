#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Scans, labels and the feed through the programs as they are shipped. Argument: the folder of the programs.
set -euo pipefail
programs="$1"
veinline="$programs/veinline"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"
says() { grep -qF -- "$1" "$work/out" || { cat "$work/out" >&2; fail "the answer does not say: $1"; }; }
# answers CODE TEXT COMMAND...: the command ends with this exit code.
answers() {
  local wanted="$1" text="$2" got=0; shift 2
  "$@" > "$work/out" 2>&1 || got=$?
  [ "$got" = "$wanted" ] || { cat "$work/out" >&2; fail "$text (exit $got, not $wanted)"; }
}

data="$work/node"
bash "$tree/tests/e2e/one_treatment.sh" "$data" "$veinline"
# shellcheck disable=SC1091
. "$data/demonstration.env"
"$veinline" user add "Demo Administrator" --role administrator --site FACT-1 --data "$data" --token-out "$data/tokens/administrator" > /dev/null
serve "$data"
port="${url##*:}"
quality=(--server "$url" --token-file "$data/tokens/quality")
administrator=(--server "$url" --token-file "$data/tokens/administrator")

# scanned
answers 0 "a label finds its bag" "$veinline" scan "=A99992612345600" "${quality[@]}"
says "thing: material/$LEUKAPHERESIS"; says "found_by: din/A999926123456"
answers 0 "a code from standard input" bash -c 'echo "din:A999926123456" | "$@"' - "$veinline" scan - "${quality[@]}"
answers 1 "nothing is known by this code" "$veinline" scan "=A99992699999900" "${quality[@]}"; says "verdict: unknown"
answers 1 "a code that is cut off" "$veinline" scan "=A9999" "${quality[@]}"; says "the code is cut off"
answers 1 "typed without its check character" "$veinline" scan --typed "A999926123456" "${quality[@]}"; says "check character"
answers 0 "a trace takes a scan" "$veinline" trace "=A99992612345600" "${quality[@]}"; says "material/$LEUKAPHERESIS"
answers 0 "in Chinese" "$veinline" scan "=A99992612345600" "${quality[@]}" --language zh-CN; says "查找依据"

# printed, scanned back, voided
answers 0 "the first label" "$veinline" label "=A99992612345600" --form svg --out "$work/label.svg" "${quality[@]}"
grep -q "<svg" "$work/label.svg" || fail "the label is drawn"
code="$(sed -n 's/^The label \(label:[0-9A-Z]*\) is in .*/\1/p' "$work/out")"
[ -n "$code" ] || fail "the code of the label is told"
answers 2 "no file is written over" "$veinline" label "material/$BAG2" --out "$work/label.svg" "${quality[@]}"
answers 1 "a second first label" "$veinline" label "material/$LEUKAPHERESIS" --out "$work/second.pdf" "${quality[@]}"; says "has a label already"
[ ! -e "$work/second.pdf" ] || fail "an empty file stays behind"
# drawn again while it is on paper alone, whichever way it is named; of anything else it is said what is wrong
drawn() { curl -sS -o "$work/out" -w '%{http_code}' -H "Authorization: Bearer $(cat "$data/tokens/quality")" "$url/api/v1/label/$1?form=svg"; }
id="${code#label:}"
for given in "$id" "label/$id" "label:$id" "label%3A$id"; do
  [ "$(drawn "$given")" = 200 ] || fail "the label is drawn as $given"
  says "<svg"
done
[ "$(drawn "%3DA99992612345600")" = 400 ] || fail "a bag is no label"; says '"code":"label.no_label"'
[ "$(drawn "%3DA9999")" = 400 ] || fail "a code that is cut off is no label"; says "the code is cut off"
[ "$(drawn "label%3A${LEUKAPHERESIS}")" = 404 ] || fail "a label that there is not"; says '"code":"view.unknown_thing"'
answers 1 "it is not live yet" "$veinline" scan "$code" "${quality[@]}"; says "verdict: printed"
answers 1 "another bag's code" "$veinline" "do" labelling/scan_back --material "$LEUKAPHERESIS" --code "material/$BAG1" "${quality[@]}"; says "no label of this node"
answers 0 "it is scanned back" "$veinline" "do" labelling/scan_back --material "=A99992612345600" --code "$code" "${quality[@]}"
answers 0 "it is live" "$veinline" scan "$code" "${quality[@]}"; says "verdict: found"
answers 0 "printed anew" "$veinline" label "$code" --reason DAMAGED --out "$work/anew.pdf" "${quality[@]}"
head -c 5 "$work/anew.pdf" | grep -q "%PDF-" || fail "a PDF is a PDF"
answers 1 "the one before is void" "$veinline" scan "$code" "${quality[@]}"; says "verdict: replaced"
answers 0 "both are in the trace" "$veinline" trace "material/$LEUKAPHERESIS" "${quality[@]}"; says "phase: replaced"; says "phase: printed"

# A label of another maker: FNC1 between its elements, in a path and in a parameter; and the same as a Digital Link.
answers 0 "a code of others" "$veinline" "do" labelling/register_code --material "$LEUKAPHERESIS" --code "(01)09506000134352(21)S9" "${quality[@]}"
elements=$']d2010950600013435221S9\x1d10LOT1'
link="https://id.gs1.org/01/09506000134352/10/LOT1/21/S9?11=260101"
for gs1 in "$elements" "$link"; do
  for view in "trace" "show trace" "show timeline" "show lineage"; do
    # shellcheck disable=SC2086
    answers 0 "$view of a code of others" "$veinline" $view "$gs1" "${quality[@]}"; says "thing: material/$LEUKAPHERESIS"
  done
  answers 0 "evidence about it" "$veinline" export "$gs1" --out "$work/bag.evidence" "${quality[@]}"
  head -n 5 "$work/bag.evidence" > "$work/out"; says "material/$LEUKAPHERESIS"
  rm "$work/bag.evidence"
  answers 0 "the feed of it" "$veinline" feed --after 0 --thing "$gs1" --fact collection. --count 1 "${administrator[@]}"; says "$LEUKAPHERESIS"
done
token="Authorization: Bearer $(cat "$data/tokens/quality")"
for path in "%5Dd2010950600013435221S9%1D10LOT1" "https%3A%2F%2Fid.gs1.org%2F01%2F09506000134352%2F10%2FLOT1%2F21%2FS9%3F11%3D260101"; do
  curl -sS -H "$token" "$url/api/v1/trace/$path" > "$work/out"; says "\"thing\":\"material/$LEUKAPHERESIS\""
done
curl -sS -H "$token" "$url/api/v1/trace/%5Dd2010950600013435221S9%1E10LOT1" > "$work/out"; says "control character"
answers 0 "what a batch touched" "$veinline" trace --lot "$BATCH" "${quality[@]}"; says "thing: batch/$BATCH"
answers 0 "by its code" "$veinline" trace --lot "batch/$BATCH" "${quality[@]}"; says "thing: batch/$BATCH"
answers 1 "a code that names nothing is no batch/ID" "$veinline" trace --lot "=A99992699999900" "${quality[@]}"; says "view.unknown_thing"
answers 1 "a view without what it is of" "$veinline" show trace "${quality[@]}"; says "about: /api/v1/trace/{thing}"

# told to who listens, over the end of the server
size="$("$veinline" show audit --count 1 "${quality[@]}" | sed -n 's/^as_of: //p')"
answers 0 "everything from the beginning" "$veinline" feed --after 0 --count "$size" --json "${administrator[@]}"
[ "$(grep -o '"seq":[0-9]*' "$work/out" | cut -d: -f2 | tr '\n' ' ')" = "$(seq -s ' ' "$size") " ] || fail "in order and without gaps"
answers 0 "labels alone" "$veinline" feed --after 0 --fact labelling. --count 3 "${quality[@]}"; says "labelling.scanned_back/1"
answers 1 "a misspelt kind of fact" "$veinline" feed --after 0 --fact lable. --count 1 "${quality[@]}"; says "No fact that is known here"
answers 1 "beyond the end" "$veinline" feed --after 99999 --count 1 "${quality[@]}"
answers 2 "of a folder" "$veinline" feed --data "$work/none"
"$veinline" feed --after "$size" --count 2 "${quality[@]}" > "$work/heard" 2>&1 &
listener=$!
hold() { "$veinline" "do" quality/hold --thing "material/$LEUKAPHERESIS" --cause other --reason TEST "${quality[@]}"; }
answers 0 "a hold" hold
for _ in $(seq 200); do [ -s "$work/heard" ] && break; sleep 0.05; done
grep -q "quality.hold_placed/1" "$work/heard" || fail "who listens hears it"
stop
"$programs/veinline" serve --data "$data" --listen "127.0.0.1:$port" > "$work/serve.log" 2>&1 &
server=$!
for _ in $(seq 200); do curl -fsS "$url/healthz" > /dev/null 2>&1 && break; sleep 0.05; done
answers 0 "another hold" hold
for _ in $(seq 200); do kill -0 "$listener" 2>/dev/null || break; sleep 0.05; done
kill -0 "$listener" 2>/dev/null && { kill "$listener"; cat "$work/heard" >&2; fail "who listens comes again after the server was gone"; }
[ "$(wc -l < "$work/heard")" = 2 ] || { cat "$work/heard" >&2; fail "and hears each fact once"; }
echo "labels, scans and the feed: told"
