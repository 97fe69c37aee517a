/// Trial and backend processes: start, feed, supervise, end.
@NullMarked
package dev.asynclab.server.fork;

import org.jspecify.annotations.NullMarked;
