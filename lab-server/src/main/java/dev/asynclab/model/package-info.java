/// The concurrency models, one file each, to be read side by side.
@NullMarked
package dev.asynclab.model;

import org.jspecify.annotations.NullMarked;
