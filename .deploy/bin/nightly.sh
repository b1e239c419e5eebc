#!/bin/sh
# Runs the ETL once and says in one line what its exit code means, for whoever reads the journal or cron's letter.
# Arguments go to `python -m etl run`. Exit code: that of the ETL (0, 1, 2 or 3).
# With LOG=FILE everything the ETL itself says is added to that file, and only the one line comes out.
set -u
cd "$(dirname "$0")/../.." || exit 1
if [ -n "${LOG:-}" ]; then exec 3>>"$LOG" || exit 1; else exec 3>&2; fi
code=0
"${PYTHON:-.venv/bin/python}" -m etl run "$@" >&3 2>&3 || code=$?
case $code in
  0) echo "etl: all is well" ;;
  1) echo "etl: something was refused or failed; what was published stays. See «python -m etl history»" >&2 ;;
  2) echo "etl: the arguments or the settings are wrong; nothing was tried" >&2 ;;
  3) echo "etl: a release waits for a person; see «python -m etl history», then «publish NUMBER --why …»" >&2 ;;
  *) echo "etl: ended by a signal or a defect, exit code $code; the next run continues" >&2 ;;
esac
exit "$code"
