# SPDX-License-Identifier: Apache-2.0
# The faults: each puts one into the cluster that is up, holds it as long as it takes, and heals it. Afterwards the
# cluster is whole again, or wait_whole says that it is not.
# shellcheck shell=bash disable=SC2154  # nodes and the rest: nodes.sh
fault_kinds=(server primary host partition quorum freeze switchover)
: "${partition_seconds:=30}" "${quorum_seconds:=25}" "${freeze_seconds:=35}"

# wait_other_leader NODE SECONDS: somebody else leads.
wait_other_leader() {
  local until=$((SECONDS + $2)) now
  until now="$(leader)" && [ "$now" != "$1" ]; do
    [ "$SECONDS" -lt "$until" ] || return 1
    sleep 0.5
  done
}

# A server of ours dies; what started it starts it again.
inject_server() {
  local node
  node="$(server_to_kill)" || die "no server is up; this fault is about one."
  pkill -KILL -P "$(pid_of "$node" server)"
  sleep 1
}

# PostgreSQL dies under Patroni.
inject_primary() { kill -KILL "$(pid_of "$1" postgres)"; }

# The machine of the leader dies, with all that runs on it, and is switched on again when somebody else leads.
inject_host() {
  signal_roles KILL "$1" etcd patroni postgres server
  wait_other_leader "$1" 90 || note "nobody else leads after 90 s."
  revive "$1"
  revive_server "$1"
}

# The leader's cable is out, and a client is on its side.
inject_partition() {
  cut_link "$1"
  sleep "$partition_seconds"
  mend_link "$1"
}

# Two etcd are gone, and with them its majority.
inject_quorum() {
  local node down=()
  mapfile -t down < <(printf '%s\n' "${nodes[@]}" | shuf -n 2 --random-source=<(yes "$fault_seed"))
  for node in "${down[@]}"; do signal_roles KILL "$node" etcd; done
  sleep "$quorum_seconds"
  for node in "${down[@]}"; do start_etcd "$node" existing; done
}

# The leader's virtual machine is paused and goes on as if nothing had been.
inject_freeze() {
  signal_roles STOP "$1" patroni postgres server
  sleep "$freeze_seconds"
  signal_roles CONT "$1" patroni postgres server
}

# Somebody asks for it.
inject_switchover() {
  local to
  read -r to < <(standbys) || to=""
  control "$1" switchover --candidate "$to" --force >>"$cluster_dir/log/switchover.log" 2>&1 || note "the switchover was refused."
}

# put_fault KIND: one line of JSON, what was done to whom and how long it took until the cluster was whole again.
put_fault() {
  local kind="$1" before after began healed whole_after=null
  [[ " ${fault_kinds[*]} " == *" $kind "* ]] || die "there is no fault '$kind'; there are: ${fault_kinds[*]}."
  before="$(leader)" || die "nobody leads; the cluster is broken already (./dev cluster status)."
  began="$(now_us)"
  "inject_$kind" "$before"
  healed="$(now_us)"
  if wait_whole 120; then whole_after="$(seconds_since "$began")"; fi
  after="$(leader || echo nobody)"
  printf '{"kind": "%s", "leader_before": "%s", "leader_after": "%s", "held_s": %s, "whole_after_s": %s}\n' "$kind" "$before" \
    "$after" "$(seconds_between "$began" "$healed")" "$whole_after"
  [ "$whole_after" != null ]
}

seconds_between() { printf '%d.%01d' $((($2 - $1) / 1000000)) $((($2 - $1) % 1000000 / 100000)); }
seconds_since() { seconds_between "$1" "$(now_us)"; }
