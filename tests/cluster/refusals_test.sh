#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What ./dev cluster says where it cannot do what is asked; nothing is brought up.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
fail() { cat "$work/said" >&2; printf 'FAILED: %s\n' "$*" >&2; exit 1; }
# ends CODE WORDS COMMAND...: it ends with that code and says these words.
ends() {
  local code="$1" words="$2" got=0
  shift 2
  "$@" >"$work/said" 2>&1 || got=$?
  [ "$got" = "$code" ] || fail "$* ended with $got, not $code"
  grep -qF -- "$words" "$work/said" || fail "$* does not say '$words'"
}

ends 2 "does not know 'dance'" ./dev cluster dance
if [ "$(id -u)" = 0 ]; then
  ends 3 "needs root" setpriv --reuid nobody --regid nogroup --clear-groups bash -c '
    root=. called_from=.; source scripts/dev/cluster.sh
    note() { printf "%s\n" "$*" >&2; }
    pg_bin=/none cluster_needs'
fi
for tool in ip patroni etcd haproxy; do
  command -v "$tool" >/dev/null || { printf 'Not tried: %s is not here (./dev install cluster brings it).\n' "$tool"; exit 77; }
done
[ "$(id -u)" = 0 ] || { echo "Not tried: the rest needs root."; exit 77; }
there=("--dir" "$work/cluster")
chmod 0755 "$work"
ends 1 "The cluster is down." ./dev cluster status "${there[@]}"
ends 2 "the cluster is down" ./dev cluster fault freeze "${there[@]}"
ends 2 "the cluster is down" ./dev cluster campaign "${there[@]}"
ends 2 "there is no fault 'flood'" ./dev cluster campaign --kinds flood "${there[@]}"
ends 2 "campaign does not know '--run'" ./dev cluster campaign --run 3 "${there[@]}"
ends 2 "need whole numbers" ./dev cluster campaign --seed x "${there[@]}"
ends 0 "" ./dev cluster down "${there[@]}"
ends 0 "" ./dev cluster down "${there[@]}"
mkdir -m 0700 "$work/closed"
ends 3 "cannot enter" ./dev cluster up --dir "$work/closed/cluster"
echo "cluster: its refusals are as they should be"
