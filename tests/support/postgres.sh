#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A PostgreSQL of a test's own, in the foreground, on a socket in FOLDER and nowhere else; it dies with whoever started it.
# Usage: postgres.sh FOLDER [SETTING=VALUE...]      then: postgresql://postgres@/postgres?host=FOLDER
set -euo pipefail
folder="$1"
shift
binaries="$(find /usr/lib/postgresql -maxdepth 2 -type d -name bin | sort -V | tail -n 1)"
[ -x "$binaries/postgres" ] || { echo "postgres.sh: no PostgreSQL server is installed (postgresql-15)" >&2; exit 3; }
# initdb and postgres refuse to be root.
as=()
if [ "$(id -u)" = 0 ]; then
  as=(setpriv --reuid postgres --regid postgres --clear-groups --pdeathsig KILL)
  chmod 0755 "$folder"
  chown postgres "$folder"
fi
cd "$folder"
if [ ! -e "$folder/cluster/PG_VERSION" ]; then
  "${as[@]}" "$binaries/initdb" --pgdata "$folder/cluster" --username postgres --auth trust --encoding UTF8 --locale C.UTF-8 \
    --no-sync > "$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }
fi
settings=(-c "listen_addresses=" -c "unix_socket_directories=$folder" -c "max_connections=200" -c "fsync=off")
for setting in "$@"; do settings+=(-c "$setting"); done
exec "${as[@]}" "$binaries/postgres" -D "$folder/cluster" "${settings[@]}" >> "$folder/postgres.log" 2>&1
