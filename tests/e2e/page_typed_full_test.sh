#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Where a code cannot be scanned: typed before a second person, counted, and never at the bedside.
# Argument: the folder of the programs.
set -euo pipefail
programs="$1"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/page_served.sh
. "$tree/tests/e2e/page_served.sh"

page_story page_typed "$programs/veinline"
