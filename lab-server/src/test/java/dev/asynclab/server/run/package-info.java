/// Reports of a recorded result.
@NullMarked
package dev.asynclab.server.run;

import org.jspecify.annotations.NullMarked;
