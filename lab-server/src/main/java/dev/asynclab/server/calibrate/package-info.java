/// The lab measures itself: cells with known answers, run like any other, and what came of them.
@NullMarked
package dev.asynclab.server.calibrate;

import org.jspecify.annotations.NullMarked;
