#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The stations of the page: a treatment is opened, its cells are collected, its box is received.
# Argument: the folder of the programs.
set -euo pipefail
programs="$1"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=tests/e2e/page_served.sh
. "$tree/tests/e2e/page_served.sh"

page_story page_stations
