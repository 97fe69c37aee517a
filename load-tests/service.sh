#!/bin/sh
# The service under a class of students, with Gatling. RATE users per second (20) for SECONDS_TO_RUN (20).
# The report is in load-tests/target/gatling.
set -eu
home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
if [ -z "${LAB_URL:-}" ]; then exec "$home/load-tests/with-service.sh" "$0"; fi
maven=mvn
command -v mvn >/dev/null 2>&1 || maven="$home/mvnw"
exec "$maven" -f "$home/pom.xml" -B -q -pl load-tests test-compile gatling:test \
  -Dlab.url="$LAB_URL" -Dlab.token="$LAB_TOKEN" -Dlab.rate="${RATE:-20}" -Dlab.seconds="${SECONDS_TO_RUN:-20}"
