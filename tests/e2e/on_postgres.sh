#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Tells a story of this folder on PostgreSQL: every node that it makes is put into a database of its own.
# Arguments: the file of the story, the folder of the programs.
set -euo pipefail
story="$1"
programs="$2"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
stage="$(mktemp -d)"
database=""
trap '[ -z "$database" ] || { kill -QUIT "$database" 2>/dev/null || true; wait "$database" 2>/dev/null || true; }; rm -rf "$stage"' EXIT
chmod 0755 "$stage"
mkdir "$stage/pg" "$stage/programs"
bash "$tree/tests/support/postgres.sh" "$stage/pg" &
database=$!
for _ in $(seq 200); do psql -X -q -h "$stage/pg" -U postgres -c 'SELECT 1' postgres > /dev/null 2>&1 && break; sleep 0.1; done
ln -s "$programs/veinline-verify" "$stage/programs/veinline-verify"
cat > "$stage/programs/veinline" <<SHIM
#!/usr/bin/env bash
# A verb that makes a node makes it in a new database, unless it was told where.
case "\${1:-}" in
  init | demo | simulate | restore)
    case " \$* " in
      *" --store "* | *" --dry-run "* | *" --help "*) ;;
      *)
        name="d\$\$_\$(date +%N)"
        psql -X -q -h "$stage/pg" -U postgres -c "CREATE DATABASE \$name" postgres
        set -- "\$@" --store "postgresql://postgres@/\$name?host=$stage/pg" ;;
    esac ;;
esac
exec "$programs/veinline" "\$@"
SHIM
chmod +x "$stage/programs/veinline"
VEINLINE_STORY_ON=postgresql VEINLINE_STORY_FILES="$stage/pg/cluster" bash "$story" "$stage/programs"
[ "$(psql -X -qAt -h "$stage/pg" -U postgres -c 'SELECT count(*) FROM pg_database' postgres)" -gt 3 ] ||
  { echo "on_postgres.sh: the story made no node" >&2; exit 1; }
