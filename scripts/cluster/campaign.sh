# SPDX-License-Identifier: Apache-2.0
# Rounds of load, fault, heal and judgement. Every round leaves its histories; every judgement is about all of them.
# shellcheck shell=bash disable=SC2034,SC2154  # the other parts
python=/usr/bin/python3 # Debian's: it has psycopg2
campaign_code="$root/scripts/cluster/campaign"
: "${lead_seconds:=3}" "${materials_a_round:=8}"

# hosts_from NODE: all nodes, that one first.
hosts_from() {
  local node list="${address[$1]}"
  for node in "${nodes[@]}"; do [ "$node" = "$1" ] || list+=",${address[$node]}"; done
  printf '%s' "$list"
}

# door_arguments DOOR FIRST MATERIALS: how a client that prefers node FIRST reaches the record.
door_arguments() {
  case "$1" in
    sql)
      printf '%s\n' --where "host=$(hosts_from "$2") dbname=veinline user=veinline sslmode=verify-full sslrootcert=$prepared/ca.pem" \
        --materials "$3"
      ;;
    http) http_door_arguments "$2" "$3" ;;
    *) die "a load is sql or http, not '$1'." ;;
  esac
}

# run_python PLACE ARGUMENT...
run_python() {
  local place="$1"
  shift
  as_postgres "$place" env PYTHONDONTWRITEBYTECODE=1 PGPASSFILE="$(config_of n1)/veinline.pgpass" "$python" "$@"
}

# start_load PLACE NAME FIRST OUT: clients in that place; ready when this returns.
start_load() {
  local place="$1" name="$2" first="$3" out="$4" arguments until=$((SECONDS + 30))
  mapfile -t arguments < <(door_arguments "$door" "$first" "$materials")
  rm -f "$cluster_dir/log/load-$name-$place.log"
  start "$place" "load-$name" env PYTHONDONTWRITEBYTECODE=1 PGPASSFILE="$(config_of n1)/veinline.pgpass" "$python" \
    "$campaign_code/load.py" "$door" "$out.$name.history" --seed "$seed" --name "$name" "${arguments[@]}"
  until grep -qs '^ready' "$cluster_dir/log/load-$name-$place.log"; do
    [ -e "/proc/$(<"$cluster_dir/pid/load-$name-$place")" ] && [ "$SECONDS" -lt "$until" ] || die "the load did not start: $cluster_dir/log/load-$name-$place.log"
    sleep 0.1
  done
}

# stop_load PLACE NAME: it settles what has no answer, and writes its history.
stop_load() {
  local pid
  pid="$(pid_of "$1" "load-$2")" || return 0
  kill -TERM "$pid"
  while [ -e "/proc/$pid" ]; do sleep 0.2; done
  mv "$cluster_dir/log/load-$2-$1.log" "$out.$2.log"
}

# one_round NUMBER KIND: a line of JSON with the fault and the verdict.
one_round() {
  local number="$1" kind="$2" out fault verdict arguments inside=""
  out="$cluster_dir/campaign/$(printf 'round%04d' "$number")"
  materials="$(seq -s, -f "$run-$number-%g" 1 "$materials_a_round")"
  fault_seed="$seed/$number"
  wait_whole 120 || die "the cluster is not whole before round $number; look into $cluster_dir/log."
  [ "$door" != http ] || wait_servers 60 || die "the servers are not ready before round $number; look into $cluster_dir/log."
  start_load cl outside n1 "$out"
  if [ "$kind" = partition ]; then
    inside="$(leader)"
    start_load "$inside" inside "$inside" "$out"
  fi
  sleep "$lead_seconds"
  fault="$(put_fault "$kind")" || true
  [ "$door" != http ] || wait_servers 60 || note "a server is not ready a minute after round $number."
  sleep "$lead_seconds"
  [ -z "$inside" ] || stop_load "$inside" inside
  stop_load cl outside
  mapfile -t arguments < <(door_arguments "$door" n1 "$materials")
  verdict="$(run_python cl "$campaign_code/judge.py" "$door" --histories "$cluster_dir/campaign" --round "$(basename "$out")" \
    "${arguments[@]}")" || true
  if [ "$door" = http ] && ! verify_record "$cluster_dir/n1/record" >"$out.verify.log" 2>&1; then
    printf 'broken: veinline verify says no\n' >>"$out.verify.log"
    verdict="${verdict/\"sound\": true/\"sound\": false}"
  fi
  [ -n "$verdict" ] || verdict='{"sound": false, "examples": ["the judge broke"]}'
  printf '{"round": %s, "seed": "%s", "fault": %s, "verdict": %s}\n' "$number" "$seed" "$fault" "$verdict"
}

# kind_of_round NUMBER: each kind in its turn, in an order that the seed draws anew for each turn.
kind_of_round() {
  local turn=$((($1 - 1) / ${#kinds[@]})) at=$((($1 - 1) % ${#kinds[@]}))
  printf '%s\n' "${kinds[@]}" | shuf --random-source=<(yes "$seed/$turn") | sed -n "$((at + 1))p"
}

cluster_campaign() {
  local runs=1 json="" number kind line failed=0
  seed="" door="sql" kinds=() reads=""
  while [ $# -gt 0 ]; do
    case "$1" in
      --runs) runs="${2:?--runs needs a number}" && shift 2 ;;
      --seed) seed="${2:?--seed needs a number}" && shift 2 ;;
      --kinds) IFS=, read -ra kinds <<<"${2:?--kinds needs kinds of faults with commas between}" && shift 2 ;;
      --load) door="${2:?--load needs sql or http}" && shift 2 ;;
      --reads) reads=yes && shift ;;
      --json) json=yes && shift ;;
      *) die "campaign does not know '$1'; it knows --runs, --seed, --kinds, --load, --reads and --json." ;;
    esac
  done
  [ -n "$seed" ] || seed="$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')"
  [[ "$seed$runs" =~ ^[0-9]+$ ]] || die "--runs and --seed need whole numbers."
  if [ "${#kinds[@]}" = 0 ]; then
    mapfile -t kinds < <(printf '%s\n' "${fault_kinds[@]}" | { if [ "$door" = sql ]; then grep -vx server; else cat; fi; })
  fi
  for kind in "${kinds[@]}"; do
    [[ " ${fault_kinds[*]} " == *" $kind "* ]] || die "there is no fault '$kind'; there are: ${fault_kinds[*]}."
  done
  ns_exists n1 || die "the cluster is down: ./dev cluster up first."
  note "seed $seed (the same again: ./dev cluster campaign --runs $runs --seed $seed --load $door${reads:+ --reads})"
  # What earlier campaigns recorded stays in the database and is judged with it only while their histories are here.
  run="$seed-$(date +%s)"
  rm -rf "$cluster_dir/campaign"
  install -d -o postgres -g postgres "$cluster_dir/campaign"
  [ "$door" != http ] || begin_http
  for number in $(seq 1 "$runs"); do
    line="$(one_round "$number" "$(kind_of_round "$number")")"
    printf '%s\n' "$line" >>"$cluster_dir/campaign/rounds.json"
    [[ "$line" == *'"sound": true'* && "$line" != *'"whole_after_s": null'* ]] || failed=$((failed + 1))
    if [ -n "$json" ]; then printf '%s\n' "$line"; else "$python" "$campaign_code/table.py" <<<"$line" | if [ "$number" = 1 ]; then cat; else tail -n +2; fi; fi
  done
  [ "$failed" = 0 ] || { note "$failed of $runs rounds failed; histories, logs and rounds.json are in $cluster_dir."; return 1; }
}
