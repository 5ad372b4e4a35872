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
"$veinline" user add "Demo Second" --role administrator --site NODE --data "$data" --token-out "$work/second" > "$work/second.id"
second="$(head -n 1 "$work/second.id")"
"$veinline" user add "Demo Quality" --role quality --site NODE --data "$data" --token-out "$work/quality" > "$work/quality.id" 2> /dev/null
quality="$(head -n 1 "$work/quality.id")"
secret="$("$veinline" user recover "$second" --data "$data" | sed -n 's/.*#set-up=\([^ ]*\).*/\1/p')"
[ -n "$secret" ] || fail "there is a link to set a password by"

serve "$data"
printf 'ten bottles of saline\n' > "$work/password"
printf 'nine bottles of saline\n' > "$work/wrong"
curl -fsS -o /dev/null -H 'Content-Type: application/json' \
  -d "{\"secret\":\"$secret\",\"login\":\"second\",\"password\":\"ten bottles of saline\"}" "$url/api/v1/set_up" || fail "a password is set"
confirm() {  # confirm [FLAG...]
  "$veinline" "do" staff/confirm_roles --person "$quality" --roles quality --sign rights --server "$url" --token-file "$work/second" "$@" > "$work/said" 2>&1
}
! confirm || fail "a token alone signs"
grep -q 'general.proof_missing' "$work/said" || { cat "$work/said" >&2; fail "a token alone lacks a proof"; }
! confirm --prove "$work/wrong" || fail "a wrong password signs"
confirm --prove "$work/password" || { cat "$work/said" >&2; fail "with the password of its person it signs"; }

# A look takes a millisecond: that an answer is never sooner than the first step shows that the server gives it evenly.
for _ in $(seq 20); do
  seconds="$(curl -s -o "$work/body" -w '%{http_code} %{time_total}' -H "Authorization: Bearer $(cat "$work/second")" "$url/api/v1/trace/material/000000000000000001")"
  [ "${seconds% *}" = 404 ] || { cat "$work/body" >&2; fail "what there is not is told: $seconds"; }
  awk "BEGIN { exit !(${seconds#* } >= 0.010) }" || fail "what there is not is told after ${seconds#* } s, sooner than the first step"
done
printf 'proved token: nobody signs with a token that they found\n'
