/// What a run stores: trials as they were measured, and what the backends could do. Pure.
@NullMarked
package dev.asynclab.server.record;

import org.jspecify.annotations.NullMarked;
