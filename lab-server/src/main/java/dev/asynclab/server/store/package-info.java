/// What is kept: runs, trials, events, scenarios.
@NullMarked
package dev.asynclab.server.store;

import org.jspecify.annotations.NullMarked;
