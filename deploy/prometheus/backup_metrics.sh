#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Two figures about backups for the textfile collector of prometheus-node-exporter; a timer starts it every minute
# (veinline-backup-metrics.timer). On a node: WAL that waits for the archive. On the machine of the repository: the end of
# the newest backup.
#     backup_metrics.sh FOLDER STANZA PG_DATA
set -euo pipefail
folder="$1" stanza="$2" data="$3"
new="$(mktemp "$folder/.veinline_backup.XXXXXX")"
trap 'rm -f "$new"' EXIT
if [ -d "$data/pg_wal/archive_status" ]; then
  waiting="$(find "$data/pg_wal/archive_status" -name '*.ready' | wc -l)"
  printf '# TYPE veinline_archive_waiting_segments gauge\nveinline_archive_waiting_segments %s\n' "$waiting" >>"$new"
else
  last="$(pgbackrest --stanza="$stanza" --output=json info | grep -o '"stop":[0-9]*' | cut -d: -f2 | sort -n | tail -n 1)"
  printf '# TYPE veinline_backup_last_success_seconds gauge\nveinline_backup_last_success_seconds %s\n' "${last:-0}" >>"$new"
fi
chmod 0644 "$new"
mv "$new" "$folder/veinline_backup.prom"
