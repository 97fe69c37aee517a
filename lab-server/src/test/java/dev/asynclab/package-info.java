/// The architecture as rules, and what must be complete.
@NullMarked
package dev.asynclab;

import org.jspecify.annotations.NullMarked;
