/// The control JVM: wiring and start-up.
@NullMarked
package dev.asynclab.server;

import org.jspecify.annotations.NullMarked;
