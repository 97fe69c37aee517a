package dev.asynclab.scenario;

/// One key of the language.
///
/// @param fallback what holds when the key is left out, in words or as a value; empty when nothing does
/// @param example a value as written in a file
record Key(String name, Shape shape, boolean required, String fallback, String example, String summary) {

    static Key required(String name, Shape shape, String example, String summary) {
        return new Key(name, shape, true, "", example, summary);
    }

    static Key optional(String name, Shape shape, String fallback, String example, String summary) {
        return new Key(name, shape, false, fallback, example, summary);
    }
}
