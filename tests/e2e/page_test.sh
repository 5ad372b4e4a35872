#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The page in a real browser before a real server. Argument: the folder of the programs.
set -euo pipefail
programs="$1"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/page_served.sh
. "$tree/tests/e2e/page_served.sh"

"$programs/veinline" demo --data "$work/node" --seed 7 > /dev/null
serve "$work/node"
for _ in $(seq 200); do grep -q '#set-up=' "$work/serve.log" && break; sleep 0.05; done
secret="$(sed -n 's/.*#set-up=\([^ ]*\).*/\1/p' "$work/serve.log" | head -n 1)"
[ -n "$secret" ] || fail "the server tells where its first account is set up"
node "$tree/tests/e2e/page_test.mjs" "$url" "$work/node" "$chromium" "$server" "$secret"
