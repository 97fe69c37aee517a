/// Mock backends: the servers a trial calls, in a process of their own.
@NullMarked
package dev.asynclab.backend;

import org.jspecify.annotations.NullMarked;
