#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes what the machines of a cluster need, from one file of settings: certificates, passwords, configuration.
#     deploy/prepare.sh SETTINGS OUT
# leaves OUT/NODE, the files of one machine as they lie under /, and OUT/NODE.tar, the same with their owners, to be
# unpacked there as root. What OUT has already of keys and passwords is used again, so a machine can be added or a
# setting changed. OUT holds every secret of the cluster: keep it where only you can read it.
# shellcheck disable=SC2034,SC2094  # values are read by name in `filled`; a file is put where another one is read
set -euo pipefail
shopt -u patsub_replacement 2>/dev/null || true # an & in a value is an &
umask 077
here="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)"
die() {
  printf 'prepare: %s\n' "$*" >&2
  exit 2
}

[ $# = 2 ] || die "say it so: deploy/prepare.sh SETTINGS OUT"
[ -r "$1" ] || die "the file of settings cannot be read."
# shellcheck source=deploy/cluster.env disable=SC1091
source "$1"
out="$2"

# --- settings --------------------------------------------------------------------------------------------------------

for name in SCOPE NODES ADDRESSES NETWORK PROXY_BIND PRIMARY_BIND ETCD_DATA PG_BIN PG_DATA PG_SOCKETS CONFIG SHARED_BUFFERS \
  MAX_CONNECTIONS WATCHDOG REPOSITORY_PATH; do
  [ -n "${!name:-}" ] || die "$name is not set."
done
[[ "$SCOPE" =~ ^[a-z][a-z0-9-]*$ ]] || die "SCOPE is small letters, digits and hyphens."
[ "${#NODES[@]}" = "${#ADDRESSES[@]}" ] || die "NODES and ADDRESSES have not the same number of entries."
case "${#NODES[@]}" in 3 | 5 | 7) ;; *) die "a cluster has 3 or 5 machines: of two, one that is lost stops every write." ;; esac
for node in "${NODES[@]}"; do [[ "$node" =~ ^[a-z0-9][a-z0-9.-]*$ ]] || die "a name in NODES is no host name."; done
for address in "${ADDRESSES[@]}"; do [[ "$address" =~ ^[0-9.]+$ ]] || die "an entry of ADDRESSES is no IPv4 address."; done
case "$WATCHDOG" in required | automatic | off) ;; *) die "WATCHDOG is required, automatic or off." ;; esac
# AT: what lies under / of a machine lies there instead. A lab says it, and the other paths of this kind.
: "${AT:=}" "${REPOSITORY_HOST:=}" "${SPOOL_PATH:=/var/spool/pgbackrest}" "${LOCK_PATH:=/tmp/pgbackrest}" "${LOG_PATH:=/var/log/pgbackrest}"
: "${PGPASS:=/var/lib/postgresql/patroni.pgpass}" "${PROXY_GLOBAL:=user haproxy}"
: "${ARCHIVE_COMMAND:=pgbackrest --stanza=$SCOPE archive-push %p}"

mkdir -p "$out"
passwords=(SUPERUSER_PASSWORD REPLICATION_PASSWORD REWIND_PASSWORD REST_PASSWORD VEINLINE_PASSWORD REPOSITORY_PASSWORD)
[ -f "$out/passwords.env" ] || : >"$out/passwords.env"
# shellcheck source=/dev/null
source "$out/passwords.env"
for name in "${passwords[@]}"; do
  [ -n "${!name:-}" ] || printf '%s=%s\n' "$name" "$(openssl rand -hex 24)" >>"$out/passwords.env"
done
# shellcheck source=/dev/null
source "$out/passwords.env"

# --- certificates ----------------------------------------------------------------------------------------------------

if [ ! -f "$out/ca.key" ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=$SCOPE cluster authority" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
    -keyout "$out/ca.key" -out "$out/ca.pem" 2>/dev/null
fi

# certificate NAME ADDRESS FILE: FILE.pem and FILE.key, good for both ends of a connection, for two years.
certificate() {
  [ ! -f "$3.pem" ] || return 0
  mkdir -p "$(dirname "$3")"
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$3.key" -out "$3.csr" 2>/dev/null
  openssl x509 -req -in "$3.csr" -CA "$out/ca.pem" -CAkey "$out/ca.key" -CAcreateserial -days 730 -out "$3.pem" \
    -extfile <(printf 'subjectAltName=DNS:%s,DNS:localhost%s,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n' \
      "$1" "${2:+,IP:$2}") 2>/dev/null
  rm -f "$3.csr"
}

# --- what the templates say -------------------------------------------------------------------------------------------

joined() { local IFS="$1"; shift; printf '%s' "$*"; }

etcd_hosts=() etcd_members=() server_lines="" primary_lines="" proxies=()
for i in "${!NODES[@]}"; do
  etcd_hosts+=("${ADDRESSES[i]}:2379")
  etcd_members+=("${NODES[i]}=https://${ADDRESSES[i]}:2380")
  server_lines+="  server ${NODES[i]} ${ADDRESSES[i]}:8081 check cookie $((i + 1))"$'\n'
  primary_lines+="  server ${NODES[i]} ${ADDRESSES[i]}:5432 check check-ssl port 8008 verify required ca-file @CONFIG@/ca.pem"$'\n'
  proxies+=("\"${ADDRESSES[i]}\"")
done
ETCD_HOSTS="$(joined , "${etcd_hosts[@]}")"
ETCD_MEMBERS="$(joined , "${etcd_members[@]}")"
SERVER_LINES="${server_lines%$'\n'}"
PRIMARY_LINES="${primary_lines%$'\n'}"
: "${PROXY_LIST:=$(joined , "${proxies[@]}")}"
# All machines, and whichever of them takes writes; a connection that is silent for four seconds is given up.
STORE_URL="postgresql://veinline@$(joined , "${ADDRESSES[@]}")/veinline?target_session_attrs=read-write&connect_timeout=2"
STORE_URL+="&keepalives_idle=1&keepalives_interval=1&keepalives_count=3&tcp_user_timeout=4000"
STORE_URL+="&sslmode=verify-full&sslrootcert=@CONFIG@/ca.pem&passfile=@CONFIG@/veinline.pgpass"

if [ -z "$REPOSITORY_HOST" ]; then
  REPOSITORY_LINES="repo1-path=$REPOSITORY_PATH
repo1-cipher-type=aes-256-cbc
repo1-cipher-pass=$REPOSITORY_PASSWORD
repo1-retention-full=4
repo1-bundle=y"
else
  REPOSITORY_LINES="repo1-host=$REPOSITORY_HOST
repo1-host-type=tls
repo1-host-ca-file=@CONFIG@/ca.pem
repo1-host-cert-file=@CONFIG@/postgres.pem
repo1-host-key-file=@CONFIG@/postgres.key
tls-server-address=@ADDRESS@
tls-server-ca-file=@CONFIG@/ca.pem
tls-server-cert-file=@CONFIG@/postgres.pem
tls-server-key-file=@CONFIG@/postgres.key
tls-server-auth=$REPOSITORY_HOST=$SCOPE"
fi
INSTANCE_LINES="pg1-path=@PG_DATA@
pg1-socket-path=@PG_SOCKETS@
pg1-user=postgres"

values=(SCOPE NETWORK PROXY_BIND PRIMARY_BIND ETCD_DATA PG_BIN PG_DATA PG_SOCKETS SHARED_BUFFERS MAX_CONNECTIONS WATCHDOG
  REPOSITORY_PATH PGPASS SPOOL_PATH LOCK_PATH LOG_PATH PROXY_GLOBAL ETCD_HOSTS ETCD_MEMBERS SERVER_LINES PRIMARY_LINES PROXY_LIST
  STORE_URL REPOSITORY_LINES INSTANCE_LINES ARCHIVE_COMMAND "${passwords[@]}")

# filled TEXT: with every @NAME@ replaced. Values may hold @NODE@ and @ADDRESS@, so these come last.
filled() {
  local text="$1" name
  for name in "${values[@]}"; do text="${text//@$name@/${!name}}"; done
  text="${text//@CONFIG@/$AT$CONFIG}"
  text="${text//@PG_DATA@/$PG_DATA}"
  text="${text//@PG_SOCKETS@/$PG_SOCKETS}"
  text="${text//@NODE@/$node}"
  text="${text//@ADDRESS@/$address}"
  printf '%s\n' "$text"
}

# put OWNER GROUP MODE PATH: what comes on standard input, or what is there already, is a file of the machine.
put() {
  local file="$out/$node$4"
  mkdir -p "$(dirname "$file")"
  [ -t 0 ] || cat >"$file.new"
  [ ! -s "$file.new" ] || mv "$file.new" "$file"
  rm -f "$file.new"
  chmod "$3" "$file"
  tar --append -f "$out/$node.tar" -C "$out/$node" --owner="$1" --group="$2" ".$4"
}
template() { filled "$(cat "$here/$1")"; }

# --- the machines -----------------------------------------------------------------------------------------------------

for i in "${!NODES[@]}"; do
  node="${NODES[i]}" address="${ADDRESSES[i]}"
  rm -f "$out/$node.tar"
  mkdir -p "$out/$node$CONFIG"
  for owner in etcd postgres; do
    certificate "$node" "$address" "$out/$node$CONFIG/$owner"
    put "$owner" "$owner" 0644 "$CONFIG/$owner.pem" </dev/null
    put "$owner" "$owner" 0600 "$CONFIG/$owner.key" </dev/null
  done
  put root root 0644 "$CONFIG/ca.pem" <"$out/ca.pem"
  printf '*:*:veinline:veinline:%s\n' "$VEINLINE_PASSWORD" | put veinline veinline 0600 "$CONFIG/veinline.pgpass"
  template etcd/etcd.env.in | put root root 0644 /etc/default/etcd
  template patroni/patroni.yml.in | put root postgres 0640 /etc/patroni/config.yml
  template haproxy/haproxy.cfg.in | put root root 0644 /etc/haproxy/haproxy.cfg
  template pgbackrest/pgbackrest.conf.in | put root postgres 0640 /etc/pgbackrest.conf
  template postgresql/database.sql.in | put root postgres 0640 "$CONFIG/database.sql"
  template veinline/server.toml.in | put root root 0644 /etc/veinline/cluster.toml
  for unit in "$here"/systemd/*.service; do put root root 0644 "/etc/systemd/system/$(basename "$unit")" <"$unit"; done
  for dropin in "$here"/systemd/*.service.d/*.conf; do
    put root root 0644 "/etc/systemd/system/$(basename "$(dirname "$dropin")")/$(basename "$dropin")" <"$dropin"
  done
done

# The machine of the repository reaches all nodes and takes from a standby what it can.
if [ -n "$REPOSITORY_HOST" ]; then
  node="$REPOSITORY_HOST" address="${REPOSITORY_ADDRESS:-0.0.0.0}"
  rm -f "$out/$node.tar"
  certificate "$node" "" "$out/$node$CONFIG/postgres"
  put postgres postgres 0644 "$CONFIG/postgres.pem" </dev/null
  put postgres postgres 0600 "$CONFIG/postgres.key" </dev/null
  put root root 0644 "$CONFIG/ca.pem" <"$out/ca.pem"
  INSTANCE_LINES="backup-standby=y"
  REPOSITORY_LINES="repo1-path=$REPOSITORY_PATH
repo1-cipher-type=aes-256-cbc
repo1-cipher-pass=$REPOSITORY_PASSWORD
repo1-retention-full=4
repo1-bundle=y
tls-server-address=@ADDRESS@
tls-server-ca-file=@CONFIG@/ca.pem
tls-server-cert-file=@CONFIG@/postgres.pem
tls-server-key-file=@CONFIG@/postgres.key"
  for i in "${!NODES[@]}"; do
    REPOSITORY_LINES+=$'\n'"tls-server-auth=${NODES[i]}=$SCOPE"
    n=$((i + 1))
    INSTANCE_LINES+="
pg$n-host=${NODES[i]}
pg$n-host-type=tls
pg$n-host-ca-file=@CONFIG@/ca.pem
pg$n-host-cert-file=@CONFIG@/postgres.pem
pg$n-host-key-file=@CONFIG@/postgres.key
pg$n-path=${PG_DATA//@NODE@/${NODES[i]}}
pg$n-socket-path=${PG_SOCKETS//@NODE@/${NODES[i]}}"
  done
  template pgbackrest/pgbackrest.conf.in | put root postgres 0640 /etc/pgbackrest.conf
fi
printf 'prepared: %s\n' "$out"
