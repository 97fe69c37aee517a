/// The run engine on a real store.
@NullMarked
package dev.asynclab.server.run;

import org.jspecify.annotations.NullMarked;
