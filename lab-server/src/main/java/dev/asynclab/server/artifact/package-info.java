/// Files made of a run after it ended: pictures of what its kernels computed.
@NullMarked
package dev.asynclab.server.artifact;

import org.jspecify.annotations.NullMarked;
