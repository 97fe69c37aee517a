@NullMarked
package dev.asynclab.server.artifact;

import org.jspecify.annotations.NullMarked;
