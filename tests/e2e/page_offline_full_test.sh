#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The page without its server: killed, started again, and what waited is sent once. Argument: the folder of the programs.
set -euo pipefail
programs="$1"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/page_served.sh
. "$tree/tests/e2e/page_served.sh"

page_story page_offline "$programs/veinline" > >(tee "$work/told")
wait $!
server="$(sed -n 's/^server \([0-9]*\)$/\1/p' "$work/told" | tail -n 1)"  # the one that the story started last
