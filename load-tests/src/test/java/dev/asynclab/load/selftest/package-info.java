/// Whether the lab measures what is there: known stalls, limits and effects, live.
@NullMarked
package dev.asynclab.load.selftest;

import org.jspecify.annotations.NullMarked;
