#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Lets the Go checksum database's code check a log that our code made.
# usage: run.sh MAKE_TLOG_SAMPLE BUILD_FOLDER. Needs golang and golang-golang-x-mod-dev; no network.
set -eu
[ $# -eq 2 ] || { echo "usage: run.sh MAKE_TLOG_SAMPLE BUILD_FOLDER" >&2; exit 2; }
command -v go >/dev/null 2>&1 || {
  echo "FAILED: no go on this machine; install golang and golang-golang-x-mod-dev" >&2
  exit 1
}
make_sample=$1
work=$2/tlog-conformance
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$work"
work=$(cd "$work" && pwd)
"$make_sample" "$work/sample.json"
export GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS="" GOCACHE="$work/gocache" GOTOOLCHAIN=local
go build -o "$work/check" "$here/check.go"
"$work/check" "$work/sample.json"
