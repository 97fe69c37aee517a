/// The work every model does: a task as data, its steps, and the CPU kernels. Pure.
@NullMarked
package dev.asynclab.workload;

import org.jspecify.annotations.NullMarked;
