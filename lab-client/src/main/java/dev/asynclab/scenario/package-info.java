/// Reads scenario files: text to a valid [dev.asynclab.api.Scenario], or every problem at once with line and
/// column.
@NullMarked
package dev.asynclab.scenario;

import org.jspecify.annotations.NullMarked;
