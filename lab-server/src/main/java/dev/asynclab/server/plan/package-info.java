/// From a scenario to the trials of a run. Pure.
@NullMarked
package dev.asynclab.server.plan;

import org.jspecify.annotations.NullMarked;
