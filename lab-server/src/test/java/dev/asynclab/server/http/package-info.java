/// The API over real sockets, with runs and scenarios in memory behind it.
@NullMarked
package dev.asynclab.server.http;

import org.jspecify.annotations.NullMarked;
