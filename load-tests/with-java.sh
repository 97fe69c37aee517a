#!/bin/sh
# Compiles the load tests, then runs the class and arguments given on their class path, on the lab's own Java.
set -eu
home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
java=$("$home/lab" jdk)/bin/java
maven=mvn
command -v mvn >/dev/null 2>&1 || maven="$home/mvnw"
"$maven" -f "$home/pom.xml" -B -q -pl load-tests -am -Dspotless.check.skip=true \
  test-compile dependency:build-classpath -Dmdep.outputFile="$home/load-tests/target/class-path" -DexcludeGroupIds=dev.asynclab
target="$home/load-tests/target"
path="$target/test-classes:$home/lab-server/target/lab-server.jar:$home/lab-server/target/lib/*:$(cat "$target/class-path")"
exec "$java" -Dlab.home="$home" -Dlab.pairs="${PAIRS:-5}" -Dlab.seconds="${SECONDS_TO_RUN:-5}" -Dlab.models="${MODELS:-}" -cp "$path" "$@"
