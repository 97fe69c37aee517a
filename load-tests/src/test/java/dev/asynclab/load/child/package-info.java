/// The processes that benchmarks start: JVMs spoken to in lines, the lab's backend.
@NullMarked
package dev.asynclab.load.child;

import org.jspecify.annotations.NullMarked;
