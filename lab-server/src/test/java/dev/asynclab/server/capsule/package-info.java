/// Tests of the files a run is handed on in.
@NullMarked
package dev.asynclab.server.capsule;

import org.jspecify.annotations.NullMarked;
