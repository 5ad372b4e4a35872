# SPDX-License-Identifier: Apache-2.0
# Phases and the report of ./dev: how long each phase took, load, commit; the same in build/last-<verb>.json.
# shellcheck shell=bash
# `verb` and `started` are set by dev before anything here is called.
: "${started:=}"
phase_names=()
phase_seconds=()
phase_open=""

now_us() { printf '%s' "${EPOCHREALTIME/[.,]/}"; }

close_phase() {
  [ -n "$phase_open" ] || return 0
  local took=$(($(now_us) - phase_began_us))
  phase_names+=("$phase_open")
  phase_seconds+=("$(printf '%d.%02d' $((took / 1000000)) $((took % 1000000 / 10000)))")
  phase_open=""
}

# phase NAME COMMAND...: runs the command and remembers how long it took, also when it fails.
phase() {
  phase_open="$1"
  phase_began_us="$(now_us)"
  shift
  "$@"
  close_phase
}

load_now() {
  if [ -r /proc/loadavg ]; then cut -d' ' -f1-3 /proc/loadavg; else echo "0 0 0"; fi
}

# report EXIT-STATUS: prints what was measured (to standard error, so that --json output stays clean).
report() {
  local status="$1" commit="none" dirty=false load i phases=""
  [ -n "${verb:-}" ] || return 0
  close_phase
  load="$(load_now)"
  if commit="$(git rev-parse --short=12 HEAD 2>/dev/null)"; then
    [ -z "$(git status --porcelain 2>/dev/null | head -n 1)" ] || dirty=true
  else
    commit="none"
  fi
  {
    printf -- '--- ./dev %s\n' "$verb"
    for i in "${!phase_names[@]}"; do
      printf '    %-22s %8s s\n' "${phase_names[i]}" "${phase_seconds[i]}"
      phases+="${phases:+, }{\"name\": \"${phase_names[i]}\", \"seconds\": ${phase_seconds[i]}}"
    done
    printf '    load %s   commit %s%s   exit %s\n' "$load" "$commit" \
      "$([ "$dirty" = true ] && echo ' with changes' || true)" "$status"
  } >&2
  mkdir -p build
  printf '{"verb": "%s", "commit": "%s", "dirty": %s, "started": "%s", "phases": [%s], "load": [%s], "exit": %s}\n' \
    "$verb" "$commit" "$dirty" "$started" "$phases" "${load// /, }" "$status" >"build/last-$verb.json"
}
