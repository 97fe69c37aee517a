package dev.asynclab.kernel;

import java.util.List;
import java.util.Map;

/// Counts the words of seeded documents: writes each document as text, cuts the text into words, counts them in a
/// histogram over the vocabulary.
///
/// The result vector is as wide as the vocabulary, so this is the kernel for which it matters where parts are
/// added up: a map-reduce that carries every document's histogram to one place moves `documents` vectors, one
/// that adds them where they arise moves one per lane.
///
/// A few words are frequent and most are rare, as in books: word w has about sqrt((w + 1) / vocabulary) of the
/// text at or below it. Words are numbers in letters, `a` to `z`, then `aa`; every eighth word ends a sentence.
public record WordCount(int documents, int words, int vocabulary, long seed) implements Divisible {

    static final KernelKind KIND = new KernelKind(
            "word-count",
            "counts the words of seeded documents into a histogram over the vocabulary",
            List.of(
                    new KernelKind.Parameter("documents", 1, 1_000_000, "number of documents"),
                    new KernelKind.Parameter("words", 1, 1_000_000, "words in each document"),
                    new KernelKind.Parameter("vocabulary", 1, 1_000_000, "how many words there are"),
                    new KernelKind.Parameter("seed", 0, Integer.MAX_VALUE, "which documents")),
            "documents x words",
            v -> new WordCount(v.integer("documents"), v.integer("words"), v.integer("vocabulary"), v.get("seed")));

    private static final int LETTERS = 26;
    private static final int SENTENCE_WORDS = 8;

    public WordCount {
        if (documents < 1 || words < 1 || vocabulary < 1) {
            throw new IllegalArgumentException("word-count: documents, words and vocabulary must be at least 1, found "
                    + documents + ", " + words + ", " + vocabulary);
        }
    }

    @Override
    public KernelKind kind() {
        return KIND;
    }

    @Override
    public Map<String, Long> parameters() {
        return Map.of(
                "documents", (long) documents, "words", (long) words, "vocabulary", (long) vocabulary, "seed", seed);
    }

    @Override
    public long items() {
        return documents;
    }

    @Override
    public int width() {
        return vocabulary;
    }

    /// An item is a document.
    @Override
    public void run(long first, long end, long[] into) {
        for (long document = first; document < end; document++) {
            count(text(document), into);
        }
    }

    /// The text of a document: `Bq a cd x. Aa b`, where a capital letter begins a sentence.
    String text(long document) {
        var text = new StringBuilder(words * 4);
        for (int i = 0; i < words; i++) {
            if (i > 0) {
                text.append(i % SENTENCE_WORDS == 0 ? ". " : " ");
            }
            int start = text.length();
            for (int rest = word(document, i) + 1; rest > 0; rest = (rest - 1) / LETTERS) {
                text.append((char) ('a' + (rest - 1) % LETTERS));
            }
            if (i % SENTENCE_WORDS == 0) {
                text.setCharAt(start, Character.toUpperCase(text.charAt(start)));
            }
        }
        return text.toString();
    }

    /// The square of a number that is even over [0, 1) lies more often near 0.
    private int word(long document, int place) {
        long draw = SplitMix.bits(seed, document * words + place) >>> 33;
        return (int) ((draw * draw >>> 31) * vocabulary >>> 31);
    }

    private static void count(String text, long[] into) {
        int word = 0;
        int weight = 1;
        for (int i = 0; i <= text.length(); i++) {
            int letter = i < text.length() ? (text.charAt(i) | 0x20) - 'a' : -1; // a capital differs in this bit
            if (letter >= 0 && letter < LETTERS) {
                word += (letter + 1) * weight;
                weight *= LETTERS;
            } else if (word > 0) {
                into[word - 1]++;
                word = 0;
                weight = 1;
            }
        }
    }
}
