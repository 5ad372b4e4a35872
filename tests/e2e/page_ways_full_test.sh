#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Ways to use the page: keys alone, no colour, densities, tabs, codes of others, no page at all; in Chromium before a real server.
# Argument: the folder of the programs.
set -euo pipefail
programs="$1"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/page_served.sh
. "$tree/tests/e2e/page_served.sh"

page_story page_ways "$programs/veinline"
