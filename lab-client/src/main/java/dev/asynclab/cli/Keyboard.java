package dev.asynclab.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Optional;

/// Where a command reads what a person types.
@FunctionalInterface
interface Keyboard {
    Keyboard NOBODY = Optional::empty;

    /// The next line; empty at the end of the input.
    Optional<String> line();

    /// Standard input, touched only by a command that asks something.
    static Keyboard standardInput() {
        var reader = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        return () -> {
            try {
                return Optional.ofNullable(reader.readLine());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        };
    }
}
