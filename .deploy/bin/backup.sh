#!/bin/sh
# A whole copy of the database, checked, under a dated name; the newest KEEP copies stay (default 8).
# PostgreSQL: PGHOST, PGUSER… of the environment say which. SQLite: DATABASE_URL is empty and OBSERVATORIO_STORE says where.
# BACKUPS is the folder to write to. Exit code 0: the copy is there and readable; anything else: it is not.
set -eu
umask 077
folder=${BACKUPS:?say where: BACKUPS=/var/backups/observatorio}
keep=${KEEP:-8}
day=$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p "$folder"

case ${DATABASE_URL:-} in
  postgres*)
    name=$folder/observatorio-$day.dump
    trap 'rm -f "$name.part"' EXIT
    pg_dump --format=custom --compress=6 --no-owner --file="$name.part"
    pg_restore --list "$name.part" | grep -q 'TABLE DATA public observation ' || {
      echo "backup: the copy holds no table «observation»; is PGDATABASE the right database?" >&2
      exit 1
    }
    ;;
  *)
    name=$folder/observatorio-$day.sqlite
    trap 'rm -f "$name.part"' EXIT
    # SQLite's own way to copy a database that is being written; cp would tear it.
    "${PYTHON:-python3}" -c '
import sqlite3, sys
with sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True) as old, sqlite3.connect(sys.argv[2]) as new:
    old.backup(new)
    told = new.execute("pragma quick_check").fetchone()[0]
sys.exit(0 if told == "ok" else f"backup: the copy is damaged: {told}")
' "${OBSERVATORIO_STORE:?say where the database lies}/observatorio.sqlite" "$name.part"
    ;;
esac

mv "$name.part" "$name"
echo "backup: $name, $(du -h "$name" | cut -f1)"
# Names carry the moment in UTC: their order is their age.
find "$folder" -maxdepth 1 -name 'observatorio-*' ! -name '*.part' | sort -r | tail -n "+$((keep + 1))" |
  while read -r old; do rm -f "$old"; done
