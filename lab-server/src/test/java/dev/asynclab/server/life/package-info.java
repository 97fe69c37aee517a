@NullMarked
package dev.asynclab.server.life;

import org.jspecify.annotations.NullMarked;
