#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What no screen may pretend, and how it looks without colour, with wide text and long words; in Chromium before a real server.
# Argument: the folder of the programs.
set -euo pipefail
programs="$1"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/page_served.sh
. "$tree/tests/e2e/page_served.sh"

page_story page_looks "$programs/veinline"
