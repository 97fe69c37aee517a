package dev.asynclab.api;

import java.util.List;

/// What somebody predicted, read from what was typed.
public sealed interface Answer {

    /// Models from best to worst; those of one group are expected to tie.
    record Rank(List<List<String>> groups) implements Answer {
        public Rank {
            groups = groups.stream().map(List::copyOf).toList();
        }

        /// Place of a model from 0, those of a group share one; -1 for a model that is not ranked.
        public int place(String model) {
            for (int i = 0; i < groups.size(); i++) {
                if (groups.get(i).contains(model)) {
                    return i;
                }
            }
            return -1;
        }

        /// `a = b, c`.
        public String text() {
            return String.join(
                    ", ", groups.stream().map(g -> String.join(" = ", g)).toList());
        }
    }

    /// One of the options.
    ///
    /// @param index from 0
    record Choice(int index, String say) implements Answer {}

    /// A value in the metric's base unit.
    record Number(double value) implements Answer {}
}
