/// The run engine on a real store.
@NullMarked
package dev.asynclab.server.fork;

import org.jspecify.annotations.NullMarked;
