/// The store on real files.
@NullMarked
package dev.asynclab.server.store;

import org.jspecify.annotations.NullMarked;
