#!/bin/sh
# `kill -9` of a real server at random moments, 200 times: no acknowledged run may be lost, none may be there twice.
set -eu
home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
JAVA_HOME=$("$home/lab" jdk)
export JAVA_HOME
sh "$home/mvnw" -f "$home/pom.xml" -q -B -pl lab-server -am test -Dspotless.check.skip=true \
  -Dtest=AckKillTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dlab.kills="${KILLS:-200}" -Dlab.kills.seed="${SEED:-$(date +%s)}"
