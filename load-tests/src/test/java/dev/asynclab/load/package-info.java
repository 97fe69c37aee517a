/// Load tests of the service, driven from outside over its REST API.
@NullMarked
package dev.asynclab.load;

import org.jspecify.annotations.NullMarked;
