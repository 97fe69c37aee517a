/// A Java client of the REST API.
@NullMarked
package dev.asynclab.client;

import org.jspecify.annotations.NullMarked;
