#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the page may cost (budgets.json), and what it says when something goes wrong, in Chromium before a server that is
# killed in the middle. VEINLINE_SEED chooses the views that a short run looks at; VEINLINE_CAMPAIGN=full: all of them.
# Argument: the folder of the programs.
set -euo pipefail
programs="$1"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/page_served.sh
. "$tree/tests/e2e/page_served.sh"

for story in page_budgets page_bad; do
  page_story "$story" "$programs/veinline"
  stop
done
