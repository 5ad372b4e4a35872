# SPDX-License-Identifier: Apache-2.0
# What ./dev format and ./dev lint do.
# shellcheck shell=bash

# our_files PATTERN...: tracked files and new ones that are not ignored, NUL between them.
our_files() {
  local path
  git ls-files -z --cached --others --exclude-standard -- "$@" | sort -zu |
    while IFS= read -r -d '' path; do
      if [ -f "$path" ]; then printf '%s\0' "$path"; fi
    done
}

format_sources() {
  case "${1:-}" in
    "") our_files '*.cpp' '*.hpp' | xargs -0 -r clang-format -i ;;
    --check) our_files '*.cpp' '*.hpp' | xargs -0 -r clang-format --dry-run -Werror ;;
    *) die "format does not know '$1'; it knows --check." ;;
  esac
}

# The commit that "changed" is counted from: where this branch left main, or the one before on main itself.
lint_base() {
  local main base
  for main in origin/main main; do
    if base="$(git merge-base HEAD "$main" 2>/dev/null)" && [ "$base" != "$(git rev-parse HEAD)" ]; then
      printf '%s' "$base"
      return
    fi
  done
  git rev-parse --verify --quiet HEAD~1 || git rev-parse HEAD
}

# changed_sources: the .cpp files that changed, and for a changed header those beside it, one a line.
changed_sources() {
  { git diff --name-only --diff-filter=d "$(lint_base)" -- '*.cpp' '*.hpp'
    git ls-files --others --exclude-standard -- '*.cpp' '*.hpp'; } | sort -u |
    while IFS= read -r path; do
      case "$path" in
        *.cpp) printf '%s\n' "$path" ;;
        *.hpp) ls "$(dirname "$path")"/*.cpp 2>/dev/null || true ;;
      esac
    done | sort -u
}

# Of the release build, whose files are compiled one by one; clang-tidy wants the headers that a build makes too.
configure_for_lint() {
  if [ ! -f build/release/compile_commands.json ]; then cmake --preset release >/dev/null; fi
  cmake --build --preset release --target veinline_kernel_version >/dev/null
}

tidy_sources() {
  local files
  case "$1" in
    all) mapfile -t files < <(our_files 'src/*.cpp' 'tests/*.cpp' | tr '\0' '\n') ;;
    changed) mapfile -t files < <(changed_sources) ;;
    *) die "lint does not know '$1'; it knows all." ;;
  esac
  local known=() path
  for path in "${files[@]}"; do
    if grep -qF "/$path\"" build/release/compile_commands.json; then known+=("$path"); fi
  done
  note "clang-tidy over ${#known[@]} files"
  if [ "${#known[@]}" = 0 ]; then return 0; fi
  printf '%s\0' "${known[@]}" |
    xargs -0 -n 1 -P "$(nproc)" clang-tidy -p build/release --quiet --warnings-as-errors='*' 2> >(grep -vE 'warnings? (generated|treated)|^Suppressed|^Use -header' >&2)
}

check_scripts() {
  if ! command -v shellcheck >/dev/null; then
    note "shellcheck is not here; scripts were not checked."
    return 0
  fi
  { printf '%s\0' dev .ci/run; our_files '*.sh'; } | xargs -0 shellcheck --severity=warning --external-sources
}
