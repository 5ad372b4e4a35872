# SPDX-License-Identifier: Apache-2.0
# etcd, Patroni with PostgreSQL, and HAProxy of the cluster on one machine. Their configuration is that of deploy/, with
# other paths and no watchdog; certificates and passwords included.
# shellcheck shell=bash disable=SC2034 # the other parts read these
: "${cluster_dir:?}" "${root:?}"
declare -A address # net.sh fills it
nodes=(n1 n2 n3)
prepared="$cluster_dir/prepared"
pg_bin=/usr/lib/postgresql/15/bin

# prepare_nodes: what deploy/prepare.sh makes is used where it lies.
prepare_nodes() {
  local node
  cat >"$cluster_dir/settings.env" <<TEXT
SCOPE=veinline
NODES=(${nodes[*]})
ADDRESSES=(${address[n1]} ${address[n2]} ${address[n3]})
NETWORK=10.83.0.0/24
PROXY_BIND="${address[px]}:8080"
PRIMARY_BIND="${address[px]}:5000"
PROXY_GLOBAL="user postgres"
PROXY_LIST='"${address[px]}", "${address[cl]}"'
AT="$prepared/@NODE@"
CONFIG=/etc/veinline-cluster
ETCD_DATA="$cluster_dir/@NODE@/etcd"
PG_BIN=$pg_bin
PG_DATA="$cluster_dir/@NODE@/data"
PG_SOCKETS="$cluster_dir/@NODE@"
PGPASS="$cluster_dir/@NODE@/patroni.pgpass"
SHARED_BUFFERS=64MB
MAX_CONNECTIONS=60
WATCHDOG=off
REPOSITORY_HOST=bk
REPOSITORY_ADDRESS=${address[bk]}
REPOSITORY_PATH="$cluster_dir/repository"
SPOOL_PATH="$cluster_dir/@NODE@/spool"
LOCK_PATH="$cluster_dir/@NODE@/lock"
LOG_PATH="$cluster_dir/log"
ARCHIVE_COMMAND=/bin/true
TEXT
  "$root/deploy/prepare.sh" "$cluster_dir/settings.env" "$prepared" >/dev/null
  install -d -o postgres -g postgres -m 0700 "$cluster_dir/repository"
  for node in "${nodes[@]}" bk; do
    install -d -o postgres -g postgres -m 0700 "$cluster_dir/$node" "$cluster_dir/$node/etcd" "$cluster_dir/$node/spool" \
      "$cluster_dir/$node/lock"
  done
  chown -R postgres:postgres "$prepared"
}

# start_etcd NODE [existing]: the settings are those of /etc/default/etcd, as systemd would give them.
start_etcd() {
  local settings
  mapfile -t settings < <(grep '^ETCD_' "$prepared/$1/etc/default/etcd")
  start "$1" etcd env "${settings[@]}" ETCD_INITIAL_CLUSTER_STATE="${2:-new}" etcd
}

# start_patroni NODE: pgbackrest, which PostgreSQL starts, finds its settings by the variable.
start_patroni() {
  start "$1" patroni env PGBACKREST_CONFIG="$prepared/$1/etc/pgbackrest.conf" patroni "$prepared/$1/etc/patroni/config.yml"
}

# revive NODE: what does not run of it any more is started again.
revive() {
  pid_of "$1" etcd >/dev/null || start_etcd "$1" existing
  pid_of "$1" patroni >/dev/null || start_patroni "$1"
}

start_proxy() { start px haproxy haproxy -db -f "$prepared/n1/etc/haproxy/haproxy.cfg"; }

# --- questions -------------------------------------------------------------------------------------------------------

config_of() { printf '%s\n' "$prepared/$1/etc/veinline-cluster"; }

# rest PATH [NODE]: what Patroni answers; without a node the first that does.
rest() {
  local node asked=("${nodes[@]}")
  [ -z "${2:-}" ] || asked=("$2")
  for node in "${asked[@]}"; do
    inside cl curl -fsS -m 2 --cacert "$prepared/ca.pem" "https://${address[$node]}:8008$1" 2>/dev/null && return 0
  done
  return 1
}

# leader: the node whose Patroni says that it is primary and holds the key; nothing while there is none.
leader() {
  local node
  for node in "${nodes[@]}"; do
    if rest /primary "$node" >/dev/null; then
      printf '%s\n' "$node"
      return 0
    fi
  done
  return 1
}

# standbys: the other two, the synchronous one first.
standbys() {
  local members node
  members="$(rest /cluster)" || return 1
  for node in "${nodes[@]}"; do
    if grep -q "\"name\": \"$node\", \"role\": \"sync_standby\"" <<<"$members"; then printf '%s\n' "$node"; fi
  done
  for node in "${nodes[@]}"; do
    if grep -q "\"name\": \"$node\", \"role\": \"replica\"" <<<"$members"; then printf '%s\n' "$node"; fi
  done
}

count_in() { grep -oE -- "$1" <<<"$2" | wc -l; }

# whole: three members run on one timeline, one of them leads, and both others follow it, one of them synchronously. Patroni
# tells what it saw last; PostgreSQL itself is asked too, since it may have died since.
whole() {
  local members lead following
  members="$(rest /cluster)" || return 1
  [ "$(count_in '"state": "(running|streaming)"' "$members")" = "${#nodes[@]}" ] || return 1
  [ "$(grep -oE '"timeline": [0-9]+' <<<"$members" | sort -u | wc -l)" = 1 ] || return 1
  lead="$(leader)" || return 1
  following="$(sql "$lead" -c "SELECT string_agg(sync_state, ',' ORDER BY sync_state DESC) FROM pg_stat_replication
    WHERE state = 'streaming'" 2>/dev/null)" || return 1
  [ "$following" = sync,async ]
}

# wait_whole SECONDS
wait_whole() {
  local until=$((SECONDS + $1))
  until whole; do
    [ "$SECONDS" -lt "$until" ] || return 1
    sleep 0.3
  done
}

# sql NODE ARGUMENT...: psql of the superuser there, over its own socket.
sql() {
  local node="$1"
  shift
  as_postgres "$node" timeout 10 "$pg_bin/psql" -X -q -A -t -h "$cluster_dir/$node" -U postgres -d postgres "$@"
}

make_database() { sql "$(leader)" -f "$(config_of n1)/database.sql" >/dev/null; }

# control NODE ARGUMENT...: patronictl as that node's operator.
control() {
  local node="$1"
  shift
  as_postgres "$node" timeout 20 patronictl -c "$prepared/$node/etc/patroni/config.yml" "$@"
}
