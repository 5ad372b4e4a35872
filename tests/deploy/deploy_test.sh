#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What deploy/ makes: whole, secret where it should be, the same again, and read by the programs that it is for. A program
# that is not here is said to be missing and asked nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
claims=0
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
claim() { # claim TEXT COMMAND...: it succeeds
  local text="$1"
  shift
  "$@" >"$work/said" 2>&1 || { cat "$work/said" >&2; fail "$text"; }
  claims=$((claims + 1))
}
refused() { # refused TEXT WORDS COMMAND...: it does not, and says so in these words
  local text="$1" words="$2"
  shift 2
  ! "$@" >"$work/said" 2>&1 || fail "$text"
  grep -qF -- "$words" "$work/said" || { cat "$work/said" >&2; fail "$text: it does not say '$words'"; }
  claims=$((claims + 1))
}
has() { command -v "$1" >/dev/null || { printf 'deploy: %s is not here; not tried with it.\n' "$1"; return 1; }; }
with() { sed "$1" deploy/cluster.env >"$work/settings.env"; }

out="$work/out"
claim "the example makes a cluster" deploy/prepare.sh deploy/cluster.env "$out"
for node in db1 db2 db3; do
  for file in etc/default/etcd etc/patroni/config.yml etc/haproxy/haproxy.cfg etc/pgbackrest.conf etc/veinline/cluster.toml \
    etc/systemd/system/veinline@.service etc/systemd/system/patroni.service.d/veinline.conf; do
    claim "$node has $file" test -s "$out/$node/$file"
  done
done
! grep -rnE '@[A-Z_]+@' "$out"/db? "$out/backup1" || fail "a template has a name that nobody fills"
claim "the certificate of a node is its authority's" openssl verify -CAfile "$out/ca.pem" "$out/db2/etc/veinline-cluster/etcd.pem"
openssl x509 -in "$out/db2/etc/veinline-cluster/postgres.pem" -noout -ext subjectAltName | grep -q 'IP Address:10.0.0.2' ||
  fail "it is for the address of its node"
while read -r mode file; do
  case "$mode" in
    -rw-------* | -rw-r-----*) ;;
    *) ! grep -qF -f <(cut -d= -f2 "$out/passwords.env") "$out/db1/$file" || fail "$file has a password and is $mode" ;;
  esac
done < <(tar tvf "$out/db1.tar" | awk '{ print $1, $NF }')
[ "$(stat -c %a "$out/passwords.env" "$out/ca.key" | sort -u)" = 600 ] || fail "what is secret is for its owner alone"
grep -q '^ETCD_ENABLE_V2=true' "$out/db1/etc/default/etcd" || fail "etcd speaks API v2"
grep -qE '^etcd:' "$out/db1/etc/patroni/config.yml" && ! grep -q etcd3 <(grep -v '^#' "$out/db1/etc/patroni/config.yml") || fail "Patroni speaks API v2"
for setting in 'synchronous_mode_strict: true' 'failsafe_mode: true' 'mode: required' 'wal_retrieve_retry_interval: 500ms' data-checksums; do
  grep -q -- "$setting" "$out/db1/etc/patroni/config.yml" || fail "$setting"
done

cp "$out/ca.pem" "$work/ca.pem"
sum="$(tar xOf "$out/db3.tar" | cksum)"
claim "again" deploy/prepare.sh deploy/cluster.env "$out"
claim "the authority stays" cmp "$out/ca.pem" "$work/ca.pem"
[ "$(tar xOf "$out/db3.tar" | cksum)" = "$sum" ] || fail "the same settings make the same machine"

refused "without settings" "say it so" deploy/prepare.sh
with 's/^NODES=.*/NODES=(db1 db2)/; s/^ADDRESSES=.*/ADDRESSES=(10.0.0.1 10.0.0.2)/'
refused "two machines" "3 or 5 machines" deploy/prepare.sh "$work/settings.env" "$work/two"
with 's/^ADDRESSES=.*/ADDRESSES=(10.0.0.1 10.0.0.2)/'
refused "an address too few" "same number" deploy/prepare.sh "$work/settings.env" "$work/two"
with 's/^WATCHDOG=.*/WATCHDOG=perhaps/'
refused "a watchdog of another kind" "WATCHDOG is" deploy/prepare.sh "$work/settings.env" "$work/two"

# The programs themselves. AT: read where they lie.
with "s|^PROXY_BIND=.*|PROXY_BIND=127.0.0.1:18443|; \$a AT=\"$work/at/@NODE@\"\nPROXY_GLOBAL=\"\""
claim "made to be read here" deploy/prepare.sh "$work/settings.env" "$work/at"
if has haproxy; then claim "haproxy reads it" haproxy -c -f "$work/at/db1/etc/haproxy/haproxy.cfg"; fi
if has pgbackrest; then
  claim "pgbackrest reads it" pgbackrest --config="$work/at/backup1/etc/pgbackrest.conf" --repo1-path="$work/none" --log-path="$work" --lock-path="$work" info
fi
if has systemd-analyze; then
  mkdir "$work/units"
  cp -r deploy/systemd/*.service deploy/systemd/*.service.d deploy/systemd/backup/* "$work/units"
  # Of Debian's own units what the drop-ins are for; of programs and pages that are not installed here something that is.
  for unit in etcd patroni; do
    [ ! -f "/lib/systemd/system/$unit.service" ] || cp "/lib/systemd/system/$unit.service" "$work/units"
  done
  sed -i -e 's|^ExecStart=/usr/bin/[a-z]*|ExecStart=/bin/true|; s|^ExecStart=/usr/local/[^ ]*|ExecStart=/bin/true|; /^Documentation=/d' "$work"/units/*.service
  claim "systemd reads the units" systemd-analyze verify "$work/units/veinline@cluster.service" "$work"/units/*.timer
  [ ! -s "$work/said" ] || { cat "$work/said" >&2; fail "it complains"; }
  for unit in etcd patroni; do
    [ ! -f "$work/units/$unit.service" ] || claim "systemd reads $unit with its drop-in" systemd-analyze verify "$work/units/$unit.service"
  done
  sed -i 's/^Type=exec/Type=never/' "$work/units/veinline@.service"
  systemd-analyze verify "$work/units/veinline@cluster.service" >"$work/said" 2>&1 || true
  [ -s "$work/said" ] || fail "a unit that is wrong is found out"
fi
if has promtool; then
  claim "prometheus reads the rules" promtool check rules deploy/prometheus/alerts.yml
  claim "prometheus reads its configuration" promtool check config --syntax-only deploy/prometheus/prometheus.yml
  claim "the rules fire when they should" promtool test rules tests/deploy/alerts_test.yml
fi
printf 'deploy: %s claims hold\n' "$claims"
