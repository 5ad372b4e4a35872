#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Completion: what bash offers at the cursor, asked of the script that the program prints. Argument: the folder of
# the programs.
# shellcheck disable=SC1010  # the word do is a verb of ours
set -euo pipefail
programs="$1"
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
script="$("$programs/veinline" completion bash)"
eval "$script"

# offered WORD...: what is offered for the last word, in one line.
offered() {
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
  _veinline
  printf '%s' "${COMPREPLY[*]}"
}
# is WANTED WORD...
is() {
  local wanted="$1" got; shift
  got="$(offered "$@")"
  [ "$got" = "$wanted" ] || fail "'$*' offers '$got', not '$wanted'"
}
# has WANTED WORD...: it is among what is offered.
has() {
  local wanted="$1" got; shift
  got="$(offered "$@")"
  [[ " $got " == *" $wanted "* ]] || fail "'$*' does not offer '$wanted' but '$got'"
}

has trace veinline ""
is trace veinline tr
is "add token list revoke recover sessions credentials" veinline user ""
is "--token-out --token-file" veinline user add --token
is "--token-out" veinline user add "Wang Fang" --role infusion_nurse --token-o
is "svg pdf zpl" veinline label material/ID --form ""
is pdf veinline label --form = p
is "en zh-CN" /usr/bin/veinline show courses --language ""
has timeline veinline show ""
is infusion_nurse veinline user add --role inf
is "custody/hand_over" veinline do custody/hand
has "--material" veinline do custody/hand_over --
has "--token-file" veinline do custody/hand_over --
is "en zh-CN" veinline do papers/begin --language ""   # of the answer; the field is said by --field
is "seal_broken" veinline do reception/receive --material ID --condition se
is "infusion" veinline do infusion/confirm_bedside --sign ""
is "" veinline do custody/hand_over --material ""   # nothing is known of it: bash completes files
is "" veinline trace material/ID ""
is "--key" veinline-verify bag.evidence --k
is bash veinline completion b
complete -p veinline veinline-verify > /dev/null || fail "bash knows the completion of both programs"
# Every verb that help lists is offered.
for verb in $("$programs/veinline" --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
  has "$verb" veinline ""
done
! (is "trace" veinline show "") 2> /dev/null || fail "this test can fail"
