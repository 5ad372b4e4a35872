#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What an operator sees of a server: a log without patients, metrics without ids, and whether it is ready. Argument:
# the folder of the programs.
set -euo pipefail
programs="$1"
veinline="$programs/veinline"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"

data="$work/node"
bash "$tree/tests/e2e/one_treatment.sh" "$data" "$veinline"
# shellcheck source=/dev/null
. "$data/demonstration.env"
token="$(cat "$data/tokens/nurse")"
"$veinline" user add "Zebulon Quarrington" --role physician --site HOSP-A --data "$data" --token-out "$work/physician" > /dev/null

serve_with() {  # serve_with FLAG...
  rm -f "$work/out.log"  # the address of the one before is not this one's
  "$veinline" serve --data "$data" --listen 127.0.0.1:0 "$@" > "$work/out.log" 2> "$work/err.log" &
  server=$!
  for _ in $(seq 200); do grep -qs 'http://localhost' "$work/out.log" && break; sleep 0.05; done
  url="$(sed -n 's/.*\(http:\/\/localhost:[0-9]*\)\/.*/\1/p' "$work/out.log" | head -n 1)"
  [ -n "$url" ] || { cat "$work/err.log" >&2; fail "the server tells its address"; }
}
status() { curl -s -o "$work/body" -w '%{http_code}' "$@"; }
ask() { curl -s -o /dev/null -H "Authorization: Bearer $token" "$@" || true; }

# Names and codes in every place where a person or a program could put them.
serve_with
[ "$(status "$url/readyz")" = 200 ] || fail "a sound server is ready"
name="Kasimira Vogelsang"; plus="Kasimira+Vogelsang"; percent="Kasimira%20Vogelsang"; code="A999926123456"
ask "$url/api/v1/trace/material/$BAG1"
ask "$url/api/v1/trace/din:$code"
ask "$url/api/v1/trace/subject/$percent"
ask "$url/api/v1/timeline/subject/$PATIENT?after=$plus"
ask "$url/api/v1/$percent"
ask "$url/$percent?name=$plus"
ask "$url/api/v1/courses?$plus=$code"
ask -X KASIMIRA "$url/api/v1/courses"
ask -X POST -d "{\"code\":\"$code\",\"typed\":true}" "$url/api/v1/scan"
ask -X POST -d "{\"code\":\"$name\"}" "$url/api/v1/scan"
ask -X POST -d "not json: $name" "$url/api/v1/scan"
ask -X POST -H "Idempotency-Key: $code" -d "{\"data\":{\"material\":\"$name\",\"wristband\":\"$PATIENT\"}}" "$url/api/v1/commands/infusion/check_bedside"
ask -X POST -H "Idempotency-Key: two" -d "{\"data\":{\"name\":\"$name\",\"site\":\"$code\",\"roles\":[\"$name\"]},\"reason\":\"$name\"}" "$url/api/v1/commands/staff/add_person"
ask -X POST -d "{\"data\":\"$name" "$url/api/v1/commands/$percent/$code"
ask -X POST --data-binary "{\"command\":\"$name\"}" "$url/api/v1/import"
ask -H "X-Request-Id: $name" -H "Accept-Language: $name" -H "User-Agent: $name" "$url/api/v1/me"
curl -s -o /dev/null -H "Authorization: Bearer $name" "$url/api/v1/me" || true
curl -s -o /dev/null -H "Authorization: Basic $code" "$url/log/tile/$percent" || true
"$veinline" user add "$name" --role physician --site HOSP-A --server "$url" --token-file "$data/tokens/nurse" > /dev/null 2>&1 || true

# What goes out is what is told: HEAD, who has it already, how long it was, and what the door refuses by itself.
etag="$(curl -sI "$url/early.js" | tr -d '\r' | sed -n 's/^[Ee][Tt]ag: //p')"
[ -n "$etag" ] || fail "a file of the page has an ETag"
curl -s -o "$work/early.js" "$url/early.js"
curl -s -o /dev/null -H "If-None-Match: $etag" "$url/early.js"
head -c 100000 /dev/zero | tr '\0' x | curl -s -o /dev/null -H "Authorization: Bearer $token" --data-binary @- "$url/api/v1/scan" || true

asked="$(curl -sD - -o /dev/null -H "Authorization: Bearer $token" "$url/api/v1/trace/material/$BAG2" | tr -d '\r' | sed -n 's/^[Xx]-[Rr]equest-[Ii]d: //p')"
[ -n "$asked" ] || fail "the answer names the request"
curl -fsS "$url/metrics" > "$work/metrics" || fail "on this machine alone the metrics are open"
stop
line="$(grep -F "\"request\":\"$asked\"" "$work/err.log")" || fail "the log names the request"
for part in '"event":"request"' '"method":"GET"' '"route":"/api/v1/trace/{thing}"' '"status":200' '"us":' '"bytes":' '"person":"'; do
  [[ "$line" == *"$part"* ]] || fail "a line of a request has $part: $line"
done
for event in started stopping stopped; do
  grep -q "\"event\":\"$event\"" "$work/err.log" || fail "the log tells of $event"
done
[ "$(grep -c '"event":"request"' "$work/err.log")" -ge 20 ] || fail "every request has a line"
# One object a line, of members that are listed in docs/monitoring.md, with values that can hold no text of a client.
value='("[A-Za-z0-9_./{}:+-]*"|[0-9]+)'
member='"(at|bytes|commit|event|level|method|methods|off_us|origin|person|port|request|route|state|status|times|us|version|why)"'
# The server's own advice at its start is a sentence, where it found no list of passwords.
! grep -v '"event":"no_common_passwords"' "$work/err.log" | grep -vE "^\{$member:$value(,$member:$value)*\}\$" || fail "a line of another form"
for secret in Kasimira kasimira KASIMIRA Vogelsang "$code" "$BAG1" "$BAG2" "$PATIENT" "$COURSE" "$token" Zebulon; do
  ! grep -qF -- "$secret" "$work/err.log" || fail "the log holds $secret"
  ! grep -qF -- "$secret" "$work/metrics" || fail "the metrics hold $secret"
done
told() { grep -F '"event":"request"' "$work/err.log" | grep -F "$1" | grep -qF "$2" || fail "the log tells of $1 $2"; }
told '"method":"HEAD"' '"bytes":0,'
told '"status":304' '"bytes":0,'
told '"route":"page"' "\"bytes\":$(stat -c %s "$work/early.js"),"
told '"route":"refused"' '"status":413'
grep -q '"method":"other"' "$work/err.log" || fail "a word that is no method is told as another"

# Metrics
for series in 'veinline_ready 1' 'veinline_clock_right' 'veinline_commands_total{outcome="bad_input"}' 'veinline_log_size' 'process_resident_memory_bytes' \
  'veinline_http_request_duration_seconds_count{route="/api/v1/trace/{thing}",method="GET",status="2xx"}' \
  'veinline_http_request_duration_seconds_count{route="none",method="GET",status="4xx"}' 'veinline_commit_facts_bucket{le="+Inf"}' 'veinline_build_info{version="'; do
  grep -qF "$series" "$work/metrics" || fail "the metrics have $series"
done
if command -v promtool > /dev/null; then promtool check metrics < "$work/metrics" || fail "a reader of Prometheus reads them"; fi

printf 'a-token-of-its-own-0001\n' > "$work/metrics-token"
serve_with --metrics-token-file "$work/metrics-token" --log-level warning
[ "$(status "$url/metrics")" = 401 ] || fail "with a token they want it"
[ "$(status -H "Authorization: Bearer $token" "$url/metrics")" = 401 ] || fail "a person's token is another one"
[ "$(status -H "Authorization: Bearer a-token-of-its-own-0001" "$url/metrics")" = 200 ] || fail "they are read with their token"
stop
! grep -Ev '"event":"(no_common_passwords|clock)"' "$work/err.log" >&2 || { fail "at warning nothing is told of what is well"; }
serve_with --metrics-public no --log-format text
[ "$(status "$url/metrics")" = 404 ] || fail "where nobody may read them there are none"
stop
grep -q '^veinline: .* info request method=GET route=/metrics status=404' "$work/err.log" || fail "the log as text"

# The clock: told at the start, at /readyz where it is wrong, and asked by nobody where it is nobody's business.
serve_with --clock-required warn
[ "$(status "$url/readyz")" = 200 ] || fail "a wrong clock keeps no fact from being recorded"
right="$(curl -fsS "$url/metrics" | sed -n 's/^veinline_clock_right //p')"
if [ "$right" = 1 ]; then told=synchronised; said='^ready$'; else told='\(unsynchronised\|off\|unknown\)'; said='^clock\.'; fi
for _ in $(seq 100); do grep -q '"event":"clock"' "$work/err.log" && break; sleep 0.05; done
grep -q "\"event\":\"clock\".*\"clock\.$told\"" "$work/err.log" || fail "the log tells of the clock"
status "$url/readyz" > /dev/null
tail -n 1 "$work/body" | grep -q "$said" || { cat "$work/body" >&2; fail "what is wrong with the clock stands there"; }
stop
serve_with --clock-required no
[ "$(status "$url/readyz")" = 200 ] && [ "$(cat "$work/body")" = ready ] || fail "of the clock nothing is said"
if curl -fsS "$url/metrics" | grep -q veinline_clock; then fail "the metrics have no clock"; fi
stop
! grep '"event":"clock"' "$work/err.log" >&2 || fail "nobody asks the clock"

# A disk that refuses
serve_with --limits-disk-reserve-mib 1000000
[ "$(status "$url/readyz")" = 503 ] || fail "without room in reserve it is not ready"
grep -q '"type":"urn:veinline:problem:ready.disk_full"' "$work/body" || fail "it says why"
[ "$(status "$url/healthz")" = 200 ] || fail "it lives nevertheless"
curl -fsS "$url/metrics" > "$work/body"
grep -q '^veinline_ready 0' "$work/body" || fail "the metrics say so too"
stop
grep -q '"event":"not_ready","level":"error","why":"ready.disk_full"' "$work/err.log" || fail "the log says so"
if command -v strace > /dev/null; then
  serve_with
  strace -f -qq -o "$work/trace" -e trace=fsync -e inject=fsync:error=EIO -p "$server" & tracer=$!
  for _ in $(seq 100); do grep -q "TracerPid:[[:space:]]*[1-9]" "/proc/$server/status" && break; sleep 0.05; done
  [ "$(status "$url/readyz")" = 503 ] || fail "where nothing can be synced it is not ready"
  grep -q 'ready.disk_refuses' "$work/body" || fail "it says that the disk refuses"
  kill "$tracer"; wait "$tracer" 2>/dev/null || true
  for _ in $(seq 80); do [ "$(status "$url/readyz")" = 200 ] && break; sleep 0.1; done
  [ "$(status "$url/readyz")" = 200 ] || fail "it is ready again when the disk is well"
  stop
fi
printf 'operation: what an operator sees names no patient\n'
