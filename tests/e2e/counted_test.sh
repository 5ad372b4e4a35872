#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a server counts of those who ask is recorded when its time has come, and when it stops: nothing of it waits for
# somebody else to ask. Argument: the folder of the programs.
set -euo pipefail
programs="$1"
veinline="$programs/veinline"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"

data="$work/node"
bash "$tree/tests/e2e/one_treatment.sh" "$data" "$veinline"
course="$(sed -n 's/^COURSE=//p' "$data/demonstration.env")"
[ -n "$course" ] || fail "the import tells the id of the treatment"
"$veinline" "do" study/register_site --field code=HOSP-Z --field kind=hospital --field zone=Asia/Shanghai --data "$data" > /dev/null
"$veinline" user add "Demo Stranger" --role infusion_nurse --site HOSP-Z --data "$data" --token-out "$data/tokens/stranger" > /dev/null
facts() { "$veinline" show audit --data "$data" --count 1000 --json; }
times() { grep -oF -- "$1" "$work/facts" | wc -l; }
# asks WHO VIEW THING: whatever the answer is.
asks() { "$veinline" show "$2" "$3" --server "$url" --token-file "$data/tokens/$1" > "$work/out" 2>&1 || true; }
log_size() { curl -fsS "$url/log/checkpoint" | sed -n 2p; }

# It stops.
serve "$data"
before="$(log_size)"
asks stranger timeline "course/$course"
grep -q unknown_thing "$work/out" || { cat "$work/out" >&2; fail "to a stranger there is no such treatment"; }
[ "$(log_size)" = "$before" ] || fail "the log does not grow as they ask"
stop
facts > "$work/facts"
[ "$(times '"asked":"TIMELINE"')" = 1 ] || fail "what was answered as nothing is recorded when the server stops"

# Its time has come: nobody but the stranger asks anything.
VEINLINE_LIMITS_RECORD_EVERY_S=1 serve "$data"
before="$(log_size)"
asks stranger trace "course/$course"
for _ in $(seq 100); do [ "$(log_size)" = "$before" ] || break; sleep 0.1; done
[ "$(log_size)" -gt "$before" ] || fail "what was answered as nothing is recorded after a while"
stop
facts > "$work/facts"
[ "$(times '"asked":"TRACE"')" = 1 ] || fail "it is recorded once"

# Who read, to who inspects, as the server goes on; and once more when it stops, of the hour that is not over.
"$veinline" user add "Demo Inspector" --role inspector --site HOSP-A --data "$data" --token-out "$data/tokens/inspector" > /dev/null
serve "$data"
before="$(log_size)"
asks nurse timeline "course/$course"
[ "$(log_size)" = "$before" ] || fail "to read costs no writing"
asks inspector timeline "access/course/$course"
for part in disclosure.record_read/1 timeline_read; do
  grep -qF "$part" "$work/out" || { cat "$work/out" >&2; fail "who inspects reads who read: $part"; }
done
asks nurse timeline "access/course/$course"
grep -q unknown_thing "$work/out" || { cat "$work/out" >&2; fail "and nobody else"; }
asks nurse timeline "course/$course"
stop
facts > "$work/facts"
[ "$(times "\"thing\":\"course/$course\",\"times\":1,\"ways\":[\"timeline_read\"]")" = 2 ] || fail "each reading is counted once"

# Who was not let in, to whom nothing of it is told.
serve "$data"
try() { curl -s -o "$work/out" -w '%{http_code}' -X POST -H "Origin: $url" -H 'Sec-Fetch-Site: same-origin' -d '{"login":"nobody.here","password":"a guess"}' "$url/api/v1/session"; }
[ "$(try)" = 401 ] || { cat "$work/out" >&2; fail "nobody is let in"; }
! grep -qF unknown_account "$work/out" || fail "who tries is told what was wrong"
[ "$(try)" = 401 ] || fail "nobody is let in"
stop
facts > "$work/facts"
[ "$(times '"times":2,"whys":["unknown_account"]')" = 1 ] || fail "who was not let in is recorded together"
printf 'counted: what those who ask do is recorded by the server alone\n'
