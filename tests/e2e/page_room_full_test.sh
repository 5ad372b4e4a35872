#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The inspection room, the audit trail, the house, and a node at which nobody has an account yet, in Chromium before real
# servers. Argument: the folder of the programs.
set -euo pipefail
programs="$1"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/page_served.sh
. "$tree/tests/e2e/page_served.sh"

"$programs/veinline" init --data "$work/empty" --origin records.room.example/cells > /dev/null
serve "$work/empty"
empty="$url"
first="$server"
trap 'kill "$first" 2>/dev/null || true; stop; rm -rf "$work"' EXIT
for _ in $(seq 200); do grep -q '#set-up=' "$work/serve.log" && break; sleep 0.05; done
secret="$(sed -n 's/.*#set-up=\([^ ]*\).*/\1/p' "$work/serve.log" | head -n 1)"
[ -n "$secret" ] || fail "an empty node tells where its first account is set up"
page_story page_room "$empty" "$secret"
