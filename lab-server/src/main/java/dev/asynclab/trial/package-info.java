/// Runs inside a trial process: pacing, warm-up, recording, sampling of one model variant.
@NullMarked
package dev.asynclab.trial;

import org.jspecify.annotations.NullMarked;
