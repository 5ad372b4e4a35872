# SPDX-License-Identifier: Apache-2.0
# The servers of ours on the cluster, one on each of the first two nodes; none of them holds the record. A program that has
# no store for PostgreSQL yet is served alone, from files, on the first node: then the load and the oracle can be tried,
# and the faults are about the database beside it.
# shellcheck shell=bash disable=SC2034,SC2154  # the other parts
program="$cluster_dir/bin/veinline"
record="$cluster_dir/record" # what every server gets the keys of
record_materials=16
persons_count=5

has_store() { [ -x "$program" ] && [[ "$("$program" init --help)" == *--store* ]]; }
has_record() { [ -f "$cluster_dir/scene.json" ]; }
# store_url NODE: the address that deploy/ gives the servers of that node.
store_url() { sed -n 's/^store = "\(.*\)"/\1/p' "$prepared/$1/etc/veinline/cluster.toml"; }

# folder_of_keys FOLDER URL: a folder with the keys of the record whose facts are in that database.
folder_of_keys() {
  install -d -o postgres -g postgres -m 0700 "$1"
  cp -a "$record/keys" "$1/keys"
  veinline init --data "$1" --store "$2" >/dev/null
}

# verify_record FOLDER: every record, the tree and the signatures, and that it grew out of what was there before.
verify_record() {
  veinline verify "$1" --key "$(<"$cluster_dir/record.vkey")" --since "$cluster_dir/before.checkpoint"
}
# keep_checkpoint: what verify_record holds the record against from now on.
keep_checkpoint() { inside cl curl -fsS -m 10 -o "$cluster_dir/before.checkpoint" "http://${address[n1]}:8081/log/checkpoint"; }

server_nodes() { if has_store; then echo n1 n2; else echo n1; fi; }
is_server_node() { [[ " $(server_nodes) " == *" $1 "* ]]; }

# veinline ARGUMENT...: the program, as the user that everything here runs as, where it reaches all nodes.
veinline() { as_postgres cl env VEINLINE_TOKENS="$cluster_dir/tokens" "$program" "$@"; }

# start_server NODE: the one place that says how a server is started. Like its unit, it is started again whenever it ends.
start_server() {
  # shellcheck disable=SC2016  # for that shell
  start "$1" server sh -c 'while :; do "$@"; sleep 2; done' server \
    "$program" serve --data "$cluster_dir/$1/record" --listen "${address[$1]}:8081" --proxies-trusted 10.83.0.0/27 \
    --limits-requests-per-second 0 --log-level warning
}
revive_server() {
  if has_record && is_server_node "$1" && ! pid_of "$1" server >/dev/null; then start_server "$1"; fi
}
server_to_kill() {
  local node
  for node in $(server_nodes | tr ' ' '\n' | shuf --random-source=<(yes "$fault_seed")); do
    if pid_of "$node" server >/dev/null; then
      printf '%s\n' "$node"
      return 0
    fi
  done
  return 1
}

# answers NODE PATH: its server says 200.
answers() { inside cl curl -fsS -m 2 -o /dev/null "http://${address[$1]}:8081$2" 2>/dev/null; }

wait_servers() {
  local node until=$((SECONDS + $1))
  for node in $(server_nodes); do
    until answers "$node" /readyz; do
      [ "$SECONDS" -lt "$until" ] || return 1
      sleep 0.2
    done
  done
}

# make_record: a node with a study, people with tokens and materials to hand over; then its servers.
make_record() {
  local built="${VEINLINE_PROGRAMS:-$root/build/release}/veinline" store=() hospital persons=() n node
  if [ ! -x "$built" ]; then
    note "$built is not there: the database is up without servers (./dev build makes it)."
    return 0
  fi
  install -d "$cluster_dir/bin"
  install -m 0755 "$built" "$program"
  install -d -o postgres -g postgres -m 0700 "$record" "$cluster_dir/tokens"
  if has_store; then store=(--store "$(store_url n1)"); fi
  veinline init --data "$record" --origin cluster.veinline.invalid/campaign "${store[@]}" | tail -n 1 >"$cluster_dir/record.vkey"
  printf '%s\n' '{"veinline_import":1,"source":"CAMPAIGN-SITE"}' \
    '{"key":"1","command":"study/register_site","by":"console","data":{"site":"$hospital","code":"HOSP-A","kind":"hospital","zone":"UTC"}}' \
    >"$cluster_dir/site.ndjson"
  hospital="$(veinline import "$cluster_dir/site.ndjson" --data "$record" --json | sed 's/.*"\$hospital":"\([0-9A-Z]*\)".*/\1/')"
  for n in $(seq 1 "$persons_count"); do
    persons+=("$(veinline user add "Campaign Nurse $n" --role apheresis_nurse --role infusion_nurse --site HOSP-A \
      --data "$record" --token-out "$cluster_dir/tokens/$n" | sed 's|^person/||')")
  done
  "$python" -B "$campaign_code/http_door.py" prepare "$cluster_dir/materials.ndjson" "$hospital" "$(IFS=, && printf '%s' "${persons[*]}")" "$record_materials"
  veinline import "$cluster_dir/materials.ndjson" --data "$record" --json >"$cluster_dir/materials.json" ||
    die "the campaign's materials were not taken in: $(head -c 300 "$cluster_dir/materials.json")"
  for node in $(server_nodes); do
    if has_store; then folder_of_keys "$cluster_dir/$node/record" "$(store_url "$node")"; else cp -a "$record" "$cluster_dir/$node/record"; fi
  done
  write_scene "${persons[@]}"
  for node in $(server_nodes); do start_server "$node"; done
  wait_servers 30 || die "a server is not ready after 30 s; look into $cluster_dir/log."
}

# write_scene PERSON...: what the load knows.
write_scene() {
  local servers=() tokens="" n=0 person node
  for node in $(server_nodes); do servers+=("\"http://${address[$node]}:8081\""); done
  for person in "$@"; do
    n=$((n + 1))
    tokens+="${tokens:+, }\"$person\": \"$(<"$cluster_dir/tokens/$n")\""
  done
  printf '{"servers": [%s], "persons": {%s}, "reader": "%s", "materials": [%s]}\n' "$(IFS=, && printf '%s' "${servers[*]}")" \
    "$tokens" "$(<"$cluster_dir/tokens/1")" \
    "$(grep -o '"$material[0-9]*":"[0-9A-Z]*"' "$cluster_dir/materials.json" | sed 's/.*:\(".*"\)/\1/' | paste -sd,)" >"$cluster_dir/scene.json"
  chown postgres:postgres "$cluster_dir/scene.json"
  chmod 0600 "$cluster_dir/scene.json"
}

# http_door_arguments FIRST MATERIALS: all servers, that of node FIRST first. The materials are the scene's.
http_door_arguments() {
  local node list=""
  has_record || die "no server is up: the load http needs build/release/veinline, and then ./dev cluster down and up."
  for node in $(server_nodes); do
    if [ "$node" = "$1" ]; then list="http://${address[$node]}:8081${list:+,$list}"; else list+="${list:+,}http://${address[$node]}:8081"; fi
  done
  printf '%s\n' --scene "$cluster_dir/scene.json" --servers "$list" ${reads:+--reads}
}

# begin_http: what the campaign's materials are like before it begins.
begin_http() {
  run_python cl "$campaign_code/http_door.py" begin "$cluster_dir/scene.json"
  keep_checkpoint
}
