/// Models that are wrong on purpose, each by a mistake that was published: the lab must refuse every one of
/// them.
@NullMarked
package dev.asynclab.model.broken;

import org.jspecify.annotations.NullMarked;
