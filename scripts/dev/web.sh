# SPDX-License-Identifier: Apache-2.0
# ./dev screens and ./dev bench web: the page in Chromium, on a demonstration that they make and serve themselves, or on a
# page that runs already (VEINLINE_PAGE_URL, VEINLINE_PAGE_DATA).
# shellcheck shell=bash
: "${root:?}"

# web_demonstration SEED: a demonstration and a server over it, in a temporary folder; sets web_url, web_data, web_server.
web_demonstration() {
  web_work="$(mktemp -d)"
  web_data="$web_work/node"
  web_server=""
  trap 'report $?; web_end' EXIT
  build/release/veinline demo --data "$web_data" --seed "$1" >/dev/null
  build/release/veinline serve --data "$web_data" --listen 127.0.0.1:0 >"$web_work/serve.log" 2>&1 &
  web_server=$!
  for _ in $(seq 200); do
    web_url="$(sed -n 's/.*\(http:\/\/localhost:[0-9]*\)\/.*/\1/p' "$web_work/serve.log" | head -n 1)"
    [ -z "$web_url" ] || return 0
    sleep 0.05
  done
  cat "$web_work/serve.log" >&2
  die "the server did not tell its address."
}

web_end() {
  if [ -n "${web_server:-}" ]; then
    kill "$web_server" 2>/dev/null || true
    wait "$web_server" 2>/dev/null || true
  fi
  rm -rf "${web_work:?}"
}

# web_ready SEED: browser, tools, and a page to look at.
web_ready() {
  web_chromium="$(command -v chromium || true)"
  [ -n "$web_chromium" ] || die "chromium is not here; ./dev install all brings it."
  if [ -n "${VEINLINE_PAGE_URL:-}" ]; then
    web_url="$VEINLINE_PAGE_URL"
    web_data="${VEINLINE_PAGE_DATA:?VEINLINE_PAGE_DATA names the folder of the demonstration behind VEINLINE_PAGE_URL}"
    return 0
  fi
  phase "build release" build_release
  need_program
  phase demonstration web_demonstration "$1"
}

web_seed() { od -An -N4 -tu4 /dev/urandom | tr -d ' '; }

verb_screens() {
  local seed="" only=()
  while [ $# -gt 0 ]; do
    case "$1" in
      --seed) seed="${2:?--seed needs a number}" && shift 2 ;;
      --only) only+=(--only "${2:?--only needs a regular expression}") && shift 2 ;;
      --quick) only+=(--quick) && shift ;;
      *) die "screens does not know '$1'; it knows --seed N, --only REGEX and --quick." ;;
    esac
  done
  [ -n "$seed" ] || seed="$(web_seed)"
  [[ "$seed" =~ ^[0-9]+$ ]] || die "--seed needs a whole number."
  note "seed $seed (the same again: ./dev screens --seed $seed)"
  phase install prepare build browser
  phase "web tools" install_web
  web_ready "$seed"
  phase screens node web/tools/screens.mjs "$web_url" "$web_data" "$web_chromium" "$root/build/screens" --seed "$seed" "${only[@]}"
}

# bench_web [--json] [--seed N]: how fast the page answers on this machine. What it promises is told, not asserted.
bench_web() {
  local seed=1 options=()
  while [ $# -gt 0 ]; do
    case "$1" in
      --json) options+=(--json) && shift ;;
      --seed) seed="${2:?--seed needs a number}" && shift 2 ;;
      *) die "bench web does not know '$1'; it knows --json and --seed N." ;;
    esac
  done
  [[ "$seed" =~ ^[0-9]+$ ]] || die "--seed needs a whole number."
  phase install prepare build browser >&2
  phase "web tools" install_web >&2
  web_ready "$seed" >&2
  phase bench node web/tools/bench.mjs "$web_url" "$web_data" "$web_chromium" "${options[@]}"
}
