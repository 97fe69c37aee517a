/// The messages between the control JVM and a trial process: JSON lines, and nothing else they share but the
/// workload.
@NullMarked
package dev.asynclab.wire;

import org.jspecify.annotations.NullMarked;
