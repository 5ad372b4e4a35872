#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A node that is no demonstration, as it is without settings: whoever has somebody's token signs nothing without their
# password, and what there is not is told no sooner than what is not theirs. Argument: the folder of the programs.
set -euo pipefail
programs="$1"
veinline="$programs/veinline"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"
unset VEINLINE_SIGN_IN_TOKENS_SIGN

data="$work/node"
"$veinline" init --data "$data" --origin "node.clinic.example/log" > /dev/null
for role in coordinator quality; do  # while there is one administrator, what is made for others signs too
  "$veinline" user add "Demo $role" --role "$role" --site NODE --data "$data" --token-out "$work/$role" > "$work/$role.id" 2> /dev/null
done
secret="$("$veinline" user recover "$(head -n 1 "$work/quality.id")" --data "$data" | sed -n 's/.*#set-up=\([^ ]*\).*/\1/p')"
[ -n "$secret" ] || fail "there is a link to set a password by"

serve "$data"
printf 'ten bottles of saline\n' > "$work/password"
printf 'nine bottles of saline\n' > "$work/wrong"
curl -fsS -o /dev/null -H 'Content-Type: application/json' \
  -d "{\"secret\":\"$secret\",\"login\":\"second\",\"password\":\"ten bottles of saline\"}" "$url/api/v1/set_up" || fail "a password is set"

by=(--server "$url" --token-file "$work/coordinator")
printf '{"data":{"kind":"sop","language":"english","code":"SOP-1","title":"Thawing"}}' > "$work/begin.json"
"$veinline" "do" papers/begin --json "$work/begin.json" "${by[@]}" > "$work/said" || fail "a document is begun"
document="$(sed -n 's/.*"document":"\([0-9A-Z]\{18\}\)".*/\1/p' "$work/said" | head -n 1)"
[ -n "$document" ] || { cat "$work/said" >&2; fail "the document is named"; }
printf 'Thaw slowly.\n' > "$work/sop.txt"
"$veinline" document put "document/$document" "$work/sop.txt" --version V1.0 "${by[@]}" > "$work/said" || fail "a version is filed"
approve() {  # approve [FLAG...]
  "$veinline" "do" papers/approve_version --document "$document" --version V1.0 --sign approval --server "$url" --token-file "$work/quality" "$@" > "$work/said" 2>&1
}
! approve || fail "a token alone signs"
grep -q 'general.proof_missing' "$work/said" || { cat "$work/said" >&2; fail "a token alone lacks a proof"; }
! approve --prove "$work/wrong" || fail "a wrong password signs"
grep -q 'auth.refused' "$work/said" || { cat "$work/said" >&2; fail "a wrong password is refused"; }
approve --prove "$work/password" || { cat "$work/said" >&2; fail "with the password of its person it signs"; }

# A look takes a millisecond: that an answer is never sooner than the first step shows that the server gives it evenly.
for _ in $(seq 20); do
  seconds="$(curl -s -o "$work/body" -w '%{http_code} %{time_total}' -H "Authorization: Bearer $(cat "$work/quality")" "$url/api/v1/trace/material/000000000000000001")"
  [ "${seconds% *}" = 404 ] || { cat "$work/body" >&2; fail "what there is not is told: $seconds"; }
  awk "BEGIN { exit !(${seconds#* } >= 0.010) }" || fail "what there is not is told after ${seconds#* } s, sooner than the first step"
done
printf 'proved token: nobody signs with a token that they found\n'
