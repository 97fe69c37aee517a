/// From stored measurements to a verdict: statistics, bounds, validity, claims. Pure.
@NullMarked
package dev.asynclab.server.verdict;

import org.jspecify.annotations.NullMarked;
