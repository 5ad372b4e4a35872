# SPDX-License-Identifier: Apache-2.0
# ./dev cluster: three nodes of etcd, Patroni and PostgreSQL on this machine, each in a network namespace, with servers on
# them, faults to put into them, and an oracle that says what was lost. docs/cluster.md tells how to read it.
# shellcheck shell=bash disable=SC2034,SC2154  # the parts in scripts/cluster set and read them
: "${root:?}" "${called_from:?}"

cluster_usage() {
  cat <<'TEXT'
./dev cluster up                            three nodes, HAProxy, and servers of ours (build/release/veinline)
./dev cluster status                        who leads, who follows, what runs
./dev cluster fault KIND                    put one fault into it, heal it, and say how long it took
./dev cluster campaign [--runs N=1] [--seed S] [--kinds K,K] [--load sql|http] [--json]
                                            rounds of load, fault, heal, judge; KIND and K: server primary host partition quorum
                                            freeze switchover
./dev cluster drill [--json]                back up, restore to a moment, verify
./dev cluster down                          stop all that up started, and remove its data
Each takes --dir DIR (build/cluster): a folder that user postgres can reach.
TEXT
}

# cluster_needs: what this cannot do without; exits 3 where it is not given.
cluster_needs() {
  local tool lacks=()
  if [ "$(id -u)" != 0 ]; then
    note "the cluster needs root, for network namespaces of its own and to be user postgres in them: sudo ./dev cluster ..."
    exit 3
  fi
  for tool in ip setpriv setsid curl openssl patroni patronictl etcd haproxy "$pg_bin/initdb"; do
    command -v "$tool" >/dev/null || lacks+=("$tool")
  done
  if [ "${#lacks[@]}" -gt 0 ]; then
    note "the cluster needs what is not here: ${lacks[*]}. ./dev install cluster brings it on Debian 12."
    exit 3
  fi
  if ! ip netns list >/dev/null 2>&1; then
    note "this kernel or container allows no network namespaces; the cluster cannot be made here."
    exit 3
  fi
}

# cluster_reachable: user postgres can enter the folder, and a socket's path fits (107 bytes).
cluster_reachable() {
  mkdir -p "$cluster_dir/log" "$cluster_dir/pid"
  chmod 0755 "$cluster_dir"
  if ! setpriv --reuid postgres --regid postgres --init-groups test -x "$cluster_dir"; then
    note "user postgres cannot enter $cluster_dir, because a folder above it is closed; say --dir /var/tmp/NAME."
    exit 3
  fi
  [ "${#cluster_dir}" -le 80 ] || die "the path of the folder is too long for a socket; say --dir /var/tmp/NAME."
}

cluster_up() {
  if [ -f "$cluster_dir/is-up" ] && ns_exists n1 && whole; then
    note "it is up already: $(leader) leads."
    return 0
  fi
  cluster_down # of what a broken up left
  cluster_reachable
  chown postgres:postgres "$cluster_dir/log"
  net_up
  prepare_nodes
  for node in "${nodes[@]}"; do start_etcd "$node"; done
  for node in "${nodes[@]}"; do start_patroni "$node"; done
  start_proxy
  wait_whole 60 || die "the cluster was not whole within a minute; look into $cluster_dir/log. ./dev cluster down takes it away."
  make_database
  make_record
  touch "$cluster_dir/is-up"
  note "up: $(leader) leads. psql: sudo ip netns exec $(ns cl) psql -h ${address[px]} -p 5000 (passwords: $prepared/passwords.env)"
}

cluster_status() {
  local place role pid
  if ! ns_exists n1; then
    echo "The cluster is down."
    return 1
  fi
  if leader >/dev/null; then control "$(leader)" list; else echo "Nobody leads."; fi
  for place in "${places[@]}"; do
    for role in etcd patroni postgres haproxy server backrest; do
      if pid="$(pid_of "$place" "$role")"; then printf '%-3s %-9s %8s  %s\n' "$place" "$role" "$pid" "$(ps -o stat=,etime= -p "$pid")"; fi
    done
  done
  if whole; then
    echo "The cluster is whole."
  else
    echo "The cluster is not whole."
    return 1
  fi
}

# cluster_fault KIND
cluster_fault() {
  [ $# = 1 ] || die "fault needs one kind: ${fault_kinds[*]}."
  ns_exists n1 || die "the cluster is down: ./dev cluster up first."
  fault_seed="$RANDOM"
  put_fault "$1"
}

# cluster_down: also of a cluster that is half up; twice is once.
cluster_down() {
  net_down
  rm -rf "${cluster_dir:?}"/{is-up,hosts,n1,n2,n3,bk,prepared,pid,bin,record,tokens,repository,restored,restored-record} "$cluster_dir"/*.{env,json,ndjson,vkey,checkpoint}
}

verb_cluster() {
  local action="${1:-}" arguments=() part
  [ $# = 0 ] || shift
  cluster_dir="$root/build/cluster"
  while [ $# -gt 0 ]; do
    case "$1" in
      --dir)
        cluster_dir="${2:?--dir needs a folder}"
        [[ "$cluster_dir" == /* ]] || cluster_dir="$called_from/$cluster_dir"
        shift 2
        ;;
      *) arguments+=("$1") && shift ;;
    esac
  done
  cluster_id="$(printf '%s' "$cluster_dir" | cksum | cut -d' ' -f1)"
  for part in net nodes servers faults campaign drill; do
    # shellcheck source=/dev/null
    [ ! -f "$root/scripts/cluster/$part.sh" ] || source "$root/scripts/cluster/$part.sh"
  done
  case "$action" in
    up | status | fault | campaign | drill | down)
      cluster_needs
      phase "$action" "cluster_$action" "${arguments[@]}"
      ;;
    *)
      cluster_usage >&2
      [ -z "$action" ] || die "cluster does not know '$action'."
      ;;
  esac
}
