#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# One of the long stories of the page, by turns: VEINLINE_SEED says which, else chance. All of them run with ./dev test all.
# Argument: the folder of the programs.
set -euo pipefail
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
seed="${VEINLINE_SEED:-$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')}"
stories=(room offline bad live)
story="page_${stories[seed % ${#stories[@]}]}"
echo "seed $seed: $story (the same again: VEINLINE_SEED=$seed)"
exec bash "$tree/tests/e2e/${story}_full_test.sh" "$1"
