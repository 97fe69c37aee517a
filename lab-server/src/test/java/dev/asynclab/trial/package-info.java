/// Tests of what runs inside a trial process, on models of their own.
@NullMarked
package dev.asynclab.trial;

import org.jspecify.annotations.NullMarked;
