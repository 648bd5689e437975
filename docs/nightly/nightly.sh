#!/usr/bin/env bash
# One night: ask the gold, hold it against the floors and the accepted run, keep the reports, tell somebody when it was not good.
#
#   EVALS      the program                     (default: evals, from PATH or the checkout's .venv)
#   REPORTS    where the newest reports lie    (default: ~/policy-evals)
#   WEBHOOK    an address that takes {"text": …}, such as a chat's; nothing is sent without it
#
# Arguments go to `evals nightly`. Ends with its exit code: 0 good, 1 a rule was broken, 3 the assistant could not be opened,
# 75 when the night before is still running.
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
evals=${EVALS:-$(command -v evals || echo "$here/.venv/bin/evals")}
reports=${REPORTS:-$HOME/policy-evals}
mkdir -p "$reports"

exec 9>"$reports/.lock"
if ! flock -n 9; then
  echo "the last night is still running ($reports/.lock)" >&2
  exit 75
fi

# What an earlier night said must not be taken for this one's.
rm -f "$reports"/{report.html,report.json,junit.xml,summary.txt}
log=$reports/nightly.log
"$evals" nightly --out "$reports" "$@" >"$log" 2>&1
code=$?
cat "$log"

if [ "$code" -ne 0 ] && [ -n "${WEBHOOK:-}" ]; then
  # The summary of this night, or, where there was none, the last line that the program wrote.
  line=$(cat "$reports/summary.txt" 2>/dev/null || tail -n 1 "$log")
  text=$(printf '%s' "policy evals, exit $code: $line" | python3 -c 'import json, sys; print(json.dumps({"text": sys.stdin.read()}))')
  curl --silent --show-error --max-time 20 -H 'Content-Type: application/json' -d "$text" "$WEBHOOK" >/dev/null || true
fi
exit "$code"
