/// The run engine on a real store.
@NullMarked
package dev.asynclab.server.calibrate;

import org.jspecify.annotations.NullMarked;
