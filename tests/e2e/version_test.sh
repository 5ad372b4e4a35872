#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Both programs say the commit that they were made from; an archive of the source still knows its own. Argument: the
# folder of the programs.
set -euo pipefail
programs="$1"
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

for program in veinline veinline-verify; do
  said="$("$programs/$program" --version)"
  [[ "$said" =~ ^$program\ [0-9]+\.[0-9]+\.[0-9]+\ \(([0-9a-f]{12}(\ with\ changes)?|unknown\ commit)\)$ ]] ||
    fail "$program --version says '$said'"
done
[ "$("$programs/veinline" --version)" = "veinline $("$programs/veinline-verify" --version | cut -d' ' -f2-)" ] ||
  fail "both programs are of one commit"

git -C "$tree" rev-parse HEAD > /dev/null 2>&1 || { echo "This tree is no git work tree: what it says of archives was not tried."; exit 0; }
# version_of FOLDER: as a build there would say it.
version_of() { cmake -DSOURCE="$1" -DVERSION=1.2.3 -DPRINT=ON -P "$1/cmake/version_header.cmake" 2>&1; }
commit="$(git -C "$tree" rev-parse --short=12 HEAD)"
[[ "$(version_of "$tree")" == "1.2.3 ($commit"* ]] || fail "a work tree says git's commit: $(version_of "$tree")"

# The archive, unpacked inside a repository of somebody else.
git -C "$work" init -q
git -C "$work" -c user.name=x -c user.email=x@example.org commit -q --allow-empty -m other
mkdir "$work/source"
git -C "$tree" archive HEAD cmake .gitattributes | tar -x -C "$work/source"
[ "$(version_of "$work/source")" = "1.2.3 ($commit)" ] || fail "an archive says its commit: $(version_of "$work/source")"
sed -i 's/^[0-9a-f]\{40\}$/$Format:%H$/' "$work/source/cmake/commit.txt"
[ "$(version_of "$work/source")" = "1.2.3 (unknown commit)" ] || fail "a copy without git says that it does not know"
