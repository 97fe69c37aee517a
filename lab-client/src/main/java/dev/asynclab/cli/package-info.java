/// The `lab` command line, one command per file.
@NullMarked
package dev.asynclab.cli;

import org.jspecify.annotations.NullMarked;
