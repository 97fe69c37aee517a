#!/bin/sh
# What the lab itself costs: CPU per task against the same work by hand, rates against wrk, the fast backend against
# nginx. Needs wrk and nginx. Takes a quiet machine about fifteen minutes; PAIRS (5) and SECONDS_TO_RUN (5) change that.
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
java=$("$home/lab" jdk)/bin/java
maven=mvn
command -v mvn >/dev/null 2>&1 || maven="$home/mvnw"
"$maven" -f "$home/pom.xml" -B -q -pl load-tests -am -Dspotless.check.skip=true \
  test-compile dependency:build-classpath -Dmdep.outputFile="$home/load-tests/target/class-path" -Dmdep.excludeGroupIds=dev.asynclab
target="$home/load-tests/target"
path="$target/test-classes:$home/lab-server/target/lab-server.jar:$home/lab-server/target/lib/*:$(cat "$target/class-path")"
cost() { "$java" -Dlab.pairs="${PAIRS:-5}" -Dlab.seconds="${SECONDS_TO_RUN:-5}" -cp "$path" "$@"; }
if [ $# -eq 0 ]; then set -- models wrk nginx jmh; fi
for part in "$@"; do
  case $part in
    jmh) cost org.openjdk.jmh.Main ModelDispatch -jvmArgs "-Xlog:disable -Xms512m -Xmx512m -Dvertx.disableDnsResolver=true" ;;
    *) cost dev.asynclab.load.cost.LabCost "$part" ;;
  esac
done
