package dev.asynclab.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A YAML value with its place. Scalars are raw text: what a value means is decided by the key it stands under, so
/// no parser ever guesses that `no` is a truth value or that `1:30` is a number.
sealed interface Node {

    /// Where a problem with this value is shown.
    Span span();

    /// JSON pointer of the value.
    String pointer();

    /// A single value.
    ///
    /// @param plain written without quotes and not as a block
    /// @param textOffset columns between the start of the span and the first character of the text; -1 when
    ///     characters of the text cannot be found by counting columns (blocks, escapes, several lines)
    /// @param broken a problem of this value is reported already, so nothing more is said about it
    record Scalar(String text, boolean plain, Span span, String pointer, int textOffset, boolean broken)
            implements Node {

        /// A value from the command line.
        static Scalar given(String text) {
            return new Scalar(text, true, Span.COMMAND_LINE, "", -1, false);
        }

        Scalar withText(String changed) {
            return new Scalar(changed, plain, span, pointer, -1, broken);
        }

        Scalar asBroken() {
            return new Scalar(text, plain, span, pointer, textOffset, true);
        }

        /// Nothing was written: `key:` and then the next line.
        boolean isEmpty() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        /// The place of some characters of the text, given in `char` offsets.
        Span at(int from, int to) {
            if (textOffset < 0) {
                return span;
            }
            int before = text.codePointCount(0, Math.min(from, text.length()));
            int marked = text.codePointCount(Math.min(from, text.length()), Math.min(to, text.length()));
            return span.part(textOffset + before, marked);
        }
    }

    /// A list.
    record Sequence(List<Node> items, Span span, String pointer) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// A mapping in file order. A key written twice keeps its first value.
    record Mapping(Map<String, Entry> entries, Span span, String pointer) implements Node {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        Optional<Node> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }
    }

    /// A key and its value.
    record Entry(Scalar key, Node value) {}
}
