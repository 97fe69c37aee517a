/// What the lab itself costs, against the same work by hand, against wrk, and against nginx.
@NullMarked
package dev.asynclab.load.cost;

import org.jspecify.annotations.NullMarked;
