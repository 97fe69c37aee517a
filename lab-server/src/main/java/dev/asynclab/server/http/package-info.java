/// The REST API, one resource per file.
@NullMarked
package dev.asynclab.server.http;

import org.jspecify.annotations.NullMarked;
