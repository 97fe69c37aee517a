/// CPU kernels: pure computations with a verified result, one file each.
@NullMarked
package dev.asynclab.kernel;

import org.jspecify.annotations.NullMarked;
