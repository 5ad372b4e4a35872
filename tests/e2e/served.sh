# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# What the stories share: a folder to work in ($work), and a server over a data folder ($server, $url).
# Both are gone when the script ends. Wants $programs.
export LC_ALL=C.UTF-8  # the stories are told in English
export VEINLINE_LIMITS_RECORD_EVERY_S=86400  # no fact comes between two of theirs
export VEINLINE_SIGN_IN_TOKENS_SIGN=yes  # their people have tokens alone
work="$(mktemp -d)"
server=""
stop() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=""; }
}
trap 'stop; rm -rf "$work"' EXIT
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

serve() {  # serve DIR [FLAG...]
  "$programs/veinline" serve --data "$1" --listen 127.0.0.1:0 "${@:2}" > "$work/serve.log" 2>&1 &
  server=$!
  for _ in $(seq 100); do grep -q 'http://localhost' "$work/serve.log" && break; sleep 0.05; done
  url="$(sed -n 's/.*\(http:\/\/localhost:[0-9]*\)\/.*/\1/p' "$work/serve.log" | head -n 1)"  # a link to set up may follow
  [ -n "$url" ] || { cat "$work/serve.log" >&2; fail "the server tells its address"; }
}
