/// The contract of the lab: everything that crosses a wire or is written in a scenario file, as plain data.
///
/// Records, enums and sealed interfaces only; no clock, no thread, no input or output.
@NullMarked
package dev.asynclab.api;

import org.jspecify.annotations.NullMarked;
