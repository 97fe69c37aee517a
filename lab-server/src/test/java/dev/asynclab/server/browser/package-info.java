/// The dashboard in a real browser.
@NullMarked
package dev.asynclab.server.browser;

import org.jspecify.annotations.NullMarked;
