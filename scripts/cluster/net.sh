# SPDX-License-Identifier: Apache-2.0
# The network of the cluster on one machine: a namespace for each machine that it plays, joined by a bridge in a
# namespace of its own. The machine itself has no address on it and no route to it.
# What runs in these namespaces was started by us, and only that is ever stopped.
# shellcheck shell=bash
: "${cluster_dir:?}" "${cluster_id:?}"
places=(n1 n2 n3 cl px bk)             # three nodes, the clients, the proxy, the repository of backups
declare -A address=([n1]=10.83.0.1 [n2]=10.83.0.2 [n3]=10.83.0.3 [cl]=10.83.0.20 [px]=10.83.0.30 [bk]=10.83.0.40)

ns() { printf 'veinline-%s-%s' "$cluster_id" "$1"; }
ns_exists() { [ -e "/run/netns/$(ns "$1")" ]; }

net_up() {
  local place
  printf '127.0.0.1 localhost\n' >"$cluster_dir/hosts"
  for place in "${places[@]}"; do printf '%s %s\n' "${address[$place]}" "$place" >>"$cluster_dir/hosts"; done
  ip netns add "$(ns sw)"
  ip -n "$(ns sw)" link add bridge type bridge
  ip -n "$(ns sw)" link set bridge up
  for place in "${places[@]}"; do
    ip netns add "$(ns "$place")"
    ip link add eth0 netns "$(ns "$place")" type veth peer name "to-$place" netns "$(ns sw)"
    ip -n "$(ns sw)" link set "to-$place" master bridge
    ip -n "$(ns sw)" link set "to-$place" up
    ip -n "$(ns "$place")" addr add "${address[$place]}/24" dev eth0
    ip -n "$(ns "$place")" link set eth0 up
    ip -n "$(ns "$place")" link set lo up
  done
}

# everything_of PLACE: the processes in its namespace.
everything_of() { ip netns pids "$(ns "$1")" 2>/dev/null || true; }

# net_down: ends what runs in our namespaces, also what is stopped, and takes them away.
net_down() {
  local place pids round
  for place in "${places[@]}"; do
    ns_exists "$place" || continue
    for round in 1 2 3 4 5 6 7 8 9 10; do
      mapfile -t pids < <(everything_of "$place")
      [ "${#pids[@]}" -gt 0 ] || break
      kill -KILL "${pids[@]}" 2>/dev/null || true
      [ "$round" = 1 ] || sleep 0.1
    done
  done
  for place in "${places[@]}" sw; do
    if ns_exists "$place"; then ip netns del "$(ns "$place")"; fi
  done
}

# What a command in a place begins with: ip gives it a view of the file system of its own, in which names are the places'.
# Every program of these lines becomes the next one, so that a process keeps its number.
# shellcheck disable=SC2016  # for that shell
with_hosts=(sh -c 'mount --bind "$0" /etc/hosts && exec "$@"' "$cluster_dir/hosts")
of_postgres=(setpriv --reuid postgres --regid postgres --init-groups
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "HOME=$cluster_dir")

# inside PLACE COMMAND...: as root in its namespace.
inside() {
  local place="$1"
  shift
  ip netns exec "$(ns "$place")" "${with_hosts[@]}" "$@"
}

# as_postgres PLACE COMMAND...: as the user that everything here runs as.
as_postgres() {
  local place="$1"
  shift
  inside "$place" "${of_postgres[@]}" "$@"
}

# start PLACE ROLE COMMAND...: as that user, in the background, with a log and a file that says its number.
start() {
  local place="$1" role="$2"
  shift 2
  ip netns exec "$(ns "$place")" "${with_hosts[@]}" "${of_postgres[@]}" setsid "$@" \
    >>"$cluster_dir/log/$role-$place.log" 2>&1 </dev/null &
  printf '%s\n' "$!" >"$cluster_dir/pid/$role-$place"
}

# pid_of PLACE ROLE: its number while it lives there; fails when it does not. A number that went to another process is none.
pid_of() {
  local pid file="$cluster_dir/pid/$2-$1"
  if [ "$2" = postgres ]; then file="$cluster_dir/$1/data/postmaster.pid"; fi
  [ -r "$file" ] && read -r pid <"$file" && [ -e "/proc/$pid" ] || return 1
  [ "$(ip netns identify "$pid" 2>/dev/null)" = "$(ns "$1")" ] || return 1
  printf '%s\n' "$pid"
}

# family_of PID: it and its children.
family_of() { printf '%s\n' "$1" && { pgrep -P "$1" || true; }; }

# signal_roles SIGNAL PLACE ROLE...: all of them at once, with their children.
signal_roles() {
  local signal="$1" place="$2" role pid pids=()
  shift 2
  for role in "$@"; do
    pid="$(pid_of "$place" "$role")" || continue
    mapfile -t -O "${#pids[@]}" pids < <(case "$role" in postgres | server) family_of "$pid" ;; *) printf '%s\n' "$pid" ;; esac)
  done
  [ "${#pids[@]}" = 0 ] || kill "-$signal" "${pids[@]}" 2>/dev/null || true
}

cut_link() { ip -n "$(ns sw)" link set "to-$1" down; }
mend_link() { ip -n "$(ns sw)" link set "to-$1" up; }
