#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the page may cost (budgets.json) and the rules that hold on every screen. VEINLINE_SEED chooses the views that a
# short run looks at; VEINLINE_CAMPAIGN=full: all of them. Argument: the folder of the programs.
set -euo pipefail
programs="$1"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/page_served.sh
. "$tree/tests/e2e/page_served.sh"

page_story page_budgets "$programs/veinline"
