/// The queue, the life of a run, and its events.
@NullMarked
package dev.asynclab.server.run;

import org.jspecify.annotations.NullMarked;
