#!/bin/sh
# A few seconds of wrk against the service: a smoke test and a ceiling, not a latency measurement. wrk waits for an
# answer before it sends the next request, so a slow service makes it ask less: its percentiles hide queueing.
set -eu
home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
if ! command -v wrk >/dev/null 2>&1; then
  echo "needs wrk: apt-get install wrk, or brew install wrk" >&2
  exit 4
fi
if [ -z "${LAB_URL:-}" ]; then exec "$home/load-tests/with-service.sh" "$0"; fi
for path in /health/live /api/v1/models /api/v1/scenarios; do
  echo "== $path"
  out=$(wrk -t1 -c32 -d"${SECONDS_TO_RUN:-5}s" -H "Authorization: Bearer $LAB_TOKEN" "$LAB_URL$path")
  echo "$out" | grep -E 'Requests/sec|Non-2xx|Socket errors' || true
  if echo "$out" | grep -qE 'Non-2xx|Socket errors'; then
    echo "not every answer was right" >&2
    exit 1
  fi
done
