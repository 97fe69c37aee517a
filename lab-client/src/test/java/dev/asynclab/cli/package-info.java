/// The command line, tested without a shell.
@NullMarked
package dev.asynclab.cli;

import org.jspecify.annotations.NullMarked;
