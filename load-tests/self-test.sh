#!/bin/sh
# Does the lab see what is there? Known stalls, limits and effects, live; about six minutes.
# Parts can be named: stall, little, pool, effect, hog.
set -eu
home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
exec "$home/load-tests/with-java.sh" dev.asynclab.load.selftest.SelfTest "$@"
