/// A run as one file that can be handed to somebody else.
@NullMarked
package dev.asynclab.server.capsule;

import org.jspecify.annotations.NullMarked;
