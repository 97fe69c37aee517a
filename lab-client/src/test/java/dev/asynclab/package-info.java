/// The architecture as rules.
@NullMarked
package dev.asynclab;

import org.jspecify.annotations.NullMarked;
