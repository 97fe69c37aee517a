/// The client against a small server in the test.
@NullMarked
package dev.asynclab.client;

import org.jspecify.annotations.NullMarked;
