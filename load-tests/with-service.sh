#!/bin/sh
# Runs a command with a service of its own: a free port, an empty data folder, LAB_URL and LAB_TOKEN set; ends it afterwards.
set -eu
home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
data=$(mktemp -d)
log="$data/server.out"
"$home/lab" server start --port 0 --data "$data" > "$log" 2> "$data/server.err" &
server=$!
stop() {
  status=$?
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$data"
  exit "$status"
}
trap stop EXIT
trap 'exit 130' INT TERM
tries=0
until grep -q 'http://' "$log"; do
  tries=$((tries + 1))
  if [ "$tries" -gt 1200 ] || ! kill -0 "$server" 2>/dev/null; then
    echo "the service did not start:" >&2
    cat "$data/server.err" >&2
    exit 4
  fi
  sleep 0.1
done
LAB_URL=$(grep -o 'http://[0-9.:]*[0-9]' "$log" | head -1)
LAB_TOKEN=$("$home/lab" token --data "$data")
export LAB_URL LAB_TOKEN
"$@"
