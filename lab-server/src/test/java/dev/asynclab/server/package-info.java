@NullMarked
package dev.asynclab.server;

import org.jspecify.annotations.NullMarked;
