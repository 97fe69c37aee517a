/// The same work as the lab's models do, written by hand without the lab: what a task costs when nobody measures it.
@NullMarked
package dev.asynclab.load.byhand;

import org.jspecify.annotations.NullMarked;
