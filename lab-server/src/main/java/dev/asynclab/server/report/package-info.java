/// The result document for people: one format per file. Pure.
@NullMarked
package dev.asynclab.server.report;

import org.jspecify.annotations.NullMarked;
