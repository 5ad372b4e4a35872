# SPDX-License-Identifier: Apache-2.0
# A backup that was never restored is a hope: back up the cluster under load, do harm, restore to the moment before it in
# another place, and compare.
# shellcheck shell=bash disable=SC2034,SC2154  # the other parts

# backrest NODE ARGUMENT...: pgBackRest as that node has it.
backrest() {
  local node="$1"
  shift
  as_postgres "$node" env PGBACKREST_CONFIG="$prepared/$node/etc/pgbackrest.conf" pgbackrest --stanza=veinline "$@"
}

# The machine of the repository and the nodes reach each other through pgBackRest's own servers.
start_backrest() {
  local place
  for place in "${nodes[@]}" bk; do
    pid_of "$place" backrest >/dev/null || start "$place" backrest env PGBACKREST_CONFIG="$prepared/$place/etc/pgbackrest.conf" pgbackrest server
  done
}
stop_backrest() { for place in "${nodes[@]}" bk; do signal_roles TERM "$place" backrest; done; }

# archive_to COMMAND: how every node archives from now on.
archive_to() {
  control "$(leader)" edit-config --force -q -p "archive_command=$1" veinline >/dev/null
  for _ in $(seq 50); do
    [ "$(sql "$(leader)" -c 'SHOW archive_command')" != "$1" ] || return 0
    sleep 0.2
  done
  die "the nodes did not take the new archive_command."
}

# in_database SOCKET SQL: among the tables of the raw load.
in_database() { as_postgres cl env PGOPTIONS=-csearch_path=campaign "$pg_bin/psql" -X -q -A -t -h "$1" -U postgres -d veinline -c "$2"; }
# digest_until SOCKET SEQ: what its log says up to there, as one number.
digest_until() { in_database "$1" "SELECT md5(string_agg(concat_ws('/', seq, key, material, giver, receiver), ',' ORDER BY seq)) FROM log WHERE seq <= $2"; }

# verify_restored SOCKET: the restored record before the program, held against a checkpoint of the moment. A cluster without
# servers of ours, or with one that keeps files, has only the tables of the raw load.
verify_restored() {
  if ! has_record || ! has_store; then
    printf 'none'
    return 0
  fi
  rm -rf "$cluster_dir/restored-record"
  in_database "$1" "ALTER ROLE veinline PASSWORD 'restored'" >/dev/null
  install -m 0600 -o postgres -g postgres /dev/stdin "$cluster_dir/restored.pass" <<<'*:*:*:veinline:restored'
  folder_of_keys "$cluster_dir/restored-record" "postgresql://veinline@/veinline?host=$1&passfile=$cluster_dir/restored.pass" &&
    verify_record "$cluster_dir/restored-record" >>"$cluster_dir/log/drill.log" 2>&1 && printf 'intact' || printf 'broken'
}

start_restored() {
  as_postgres cl "$pg_bin/pg_ctl" -D "$1" -w -t 120 -s -l "$cluster_dir/log/restored.log" \
    -o "-c listen_addresses='' -c unix_socket_directories='$1' -c ssl=off -c archive_mode=off -c synchronous_standby_names='' -c cluster_name=restored" start
}
stop_restored() { as_postgres cl "$pg_bin/pg_ctl" -D "$1" -s -m fast stop 2>/dev/null || true; }

cluster_drill() {
  local place run="drill" json="" lead restored="$cluster_dir/restored" began backup_s restore_s moment mark digest out
  while [ $# -gt 0 ]; do
    case "$1" in
      --json) json=yes && shift ;;
      *) die "drill does not know '$1'; it knows --json." ;;
    esac
  done
  ns_exists n1 || die "the cluster is down: ./dev cluster up first."
  wait_whole 60 || die "the cluster is not whole."
  stop_restored "$restored"
  rm -rf "$restored" "$cluster_dir/campaign"
  install -d -o postgres -g postgres -m 0700 "$cluster_dir/repository" "$restored" "$cluster_dir/campaign"
  lead="$(leader)"
  start_backrest
  archive_to 'pgbackrest --stanza=veinline archive-push %p'
  backrest bk stanza-create
  backrest bk check

  door=sql seed=1 materials="$(seq -s, -f "drill-$(date +%s)-%g" 1 8)" out="$cluster_dir/campaign/drill"
  start_load cl outside n1 "$out"
  if has_record && has_store; then
    begin_http
    door=http
    start_load cl record n1 "$out"
  fi
  sleep 2
  began="$(now_us)"
  backrest bk --type=full backup
  backup_s="$(seconds_since "$began")"
  sleep 1
  # The moment, and all that was recorded before it. What comes later must not be there afterwards.
  mark="$(in_database "$cluster_dir/$lead" 'SELECT seq FROM head')"
  digest="$(digest_until "$cluster_dir/$lead" "$mark")"
  if has_record; then keep_checkpoint; fi
  sleep 0.2
  moment="$(in_database "$cluster_dir/$lead" 'SELECT clock_timestamp()')"
  sleep 1
  in_database "$cluster_dir/$lead" "UPDATE log SET giver = 'harm-' || seq" >/dev/null
  stop_load cl outside
  stop_load cl record
  sql "$lead" -c 'SELECT pg_switch_wal()' >/dev/null
  backrest bk check # waits until that segment is in the archive

  began="$(now_us)"
  backrest "$lead" --pg1-path="$restored" --type=time --target="$moment" --target-action=promote restore
  printf "restore_command = 'PGBACKREST_CONFIG=%s pgbackrest --stanza=veinline --pg1-path=%s archive-get %%f \"%%p\"'\n" \
    "$prepared/$lead/etc/pgbackrest.conf" "$restored" >>"$restored/postgresql.auto.conf"
  start_restored "$restored"
  restore_s="$(seconds_since "$began")"
  archive_to /bin/true
  stop_backrest

  local now same=false harm record_is
  now="$(in_database "$restored" 'SELECT seq FROM head')"
  harm="$(in_database "$restored" "SELECT count(*) FROM log WHERE giver LIKE 'harm-%'")"
  [ "$(digest_until "$restored" "$mark")" != "$digest" ] || same=true
  record_is="$(verify_restored "$restored")"
  stop_restored "$restored"
  printf '{"backup_s": %s, "restore_s": %s, "facts_before_the_moment": %s, "facts_restored": %s, "same": %s, "record": "%s", "harm_restored": %s, "repository_bytes": %s}\n' \
    "$backup_s" "$restore_s" "$mark" "$now" "$same" "$record_is" "$harm" "$(du -sb "$cluster_dir/repository" | cut -f1)"
  [ -n "$json" ] || note "restored to $moment in $cluster_dir/restored"
  [ "$same" = true ] && [ "$record_is" != broken ] && [ "$harm" = 0 ] && [ "$now" -ge "$mark" ]
}
