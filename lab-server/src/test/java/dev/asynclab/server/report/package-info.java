/// Reports of a recorded result.
@NullMarked
package dev.asynclab.server.report;

import org.jspecify.annotations.NullMarked;
