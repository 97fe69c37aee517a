#!/bin/sh
# What the lab itself costs: CPU per task against the same work by hand, rates against wrk, the fast backend against
# nginx. Needs wrk and nginx. Takes a quiet machine about half an hour; PAIRS (5), SECONDS_TO_RUN (5) and MODELS (all,
# or names with commas between) change that.
# Parts can be named: cost.sh models, cost.sh wrk, cost.sh nginx, cost.sh jmh.
set -eu
home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
PATH=$PATH:/usr/sbin
for program in wrk nginx; do
  if ! command -v "$program" >/dev/null 2>&1; then
    echo "needs $program: apt-get install $program, or brew install $program" >&2
    exit 4
  fi
done
if [ $# -eq 0 ]; then set -- models wrk nginx jmh; fi
for part in "$@"; do
  case $part in
    jmh)
      "$home/load-tests/with-java.sh" org.openjdk.jmh.Main ModelDispatch \
        -jvmArgs "-Xlog:disable -Xms512m -Xmx512m -Dvertx.disableDnsResolver=true"
      ;;
    *) "$home/load-tests/with-java.sh" dev.asynclab.load.cost.LabCost "$part" ;;
  esac
done
