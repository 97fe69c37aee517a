package dev.asynclab.scenario;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/// Builds the node tree from parser events and holds the file to the YAML subset.
///
/// The engine's own composer recurses without a limit and resolves numbers of any length, so 10 KB of `[` overflow
/// its stack and one long integer takes seconds. Its event stream does neither: depth, nodes and lengths are
/// counted here, on events, before anything is built from them. The loop keeps its own stack and never recurses.
final class YamlTree {
    static final int MAX_DEPTH = 32;
    static final int MAX_NODES = 20_000;
    static final int MAX_SCALAR = 64 * 1024;
    static final int MAX_DIGITS = 32;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setUseMarks(true)
            .setParseComments(false)
            .setCodePointLimit(TextCheck.MAX_BYTES + 1)
            .build();

    private final Findings findings;
    private final Deque<Frame> open = new ArrayDeque<>();
    private Optional<Node> root = Optional.empty();
    private int nodes;
    private int documents;
    private boolean fatal;

    private YamlTree(Findings findings) {
        this.findings = findings;
    }

    /// The document as a tree, or nothing when problems were found that leave no tree to look at.
    static Optional<Node> parse(String text, Findings findings) {
        if (!TextCheck.passes(text, findings)) {
            return Optional.empty();
        }
        var tree = new YamlTree(findings);
        try {
            for (Event event : new Parse(SETTINGS).parseString(text)) {
                tree.accept(event);
                if (tree.fatal) {
                    return Optional.empty();
                }
            }
        } catch (RuntimeException e) {
            // Not only YamlEngineException: whatever a foreign parser does on a hostile text, the answer is a problem.
            SyntaxHint.report(e, text, findings);
            return Optional.empty();
        }
        if (tree.root.isEmpty()) {
            findings.error(
                    "syntax",
                    new Span(1, 1, 1),
                    "",
                    "the file holds nothing",
                    Optional.empty(),
                    "start with `format: lab/v1`");
        }
        return tree.root;
    }

    private void accept(Event event) {
        switch (event) {
            case DocumentStartEvent start -> {
                if (++documents > 1) {
                    stop("not-allowed", span(start), "a second document starts here", "one file holds one scenario");
                }
            }
            case AliasEvent alias ->
                stop("not-allowed", span(alias), "aliases (`*name`) are not part of the language", "repeat the value");
            case CollectionStartEvent start -> {
                checkProperties(start, start.getAnchor(), start.getTag());
                start(start);
            }
            case ScalarEvent scalar -> {
                checkProperties(scalar, scalar.getAnchor(), scalar.getTag());
                scalar(scalar);
            }
            case CollectionEndEvent _ -> {
                Node node = open.pop().finish();
                place(node);
            }
            default -> {} // start and end of stream and document carry nothing
        }
    }

    private void start(CollectionStartEvent event) {
        Span span = span(event);
        if (open.size() == MAX_DEPTH) {
            stop("too-deep", span, "nested more than " + MAX_DEPTH + " deep", "flatten the structure");
            return;
        }
        var parent = open.peek();
        if (parent != null && parent.wantsKey()) {
            stop("wrong-type", span, "a key must be a word, not a list or mapping", "write `key: value`");
            return;
        }
        if (counted(span)) {
            open.push(new Frame(event instanceof MappingStartEvent, span, pointer(), findings));
        }
    }

    private void scalar(ScalarEvent event) {
        String text = event.getValue();
        Span span = span(event);
        if (text.length() > MAX_SCALAR) {
            stop("too-large", span, "a value is longer than 64 KiB", "shorten it");
        } else if (event.isPlain() && text.length() > MAX_DIGITS && looksNumeric(text)) {
            stop("too-large", span, "a number has more than " + MAX_DIGITS + " digits", "no quantity needs as many");
        } else if (counted(span)) {
            place(new Node.Scalar(text, event.isPlain(), span, pointer(), textOffset(event), false));
        }
    }

    private boolean counted(Span span) {
        if (++nodes > MAX_NODES) {
            stop("too-large", span, "the file has more than 20,000 values", "split it into several scenarios");
            return false;
        }
        return true;
    }

    private void place(Node node) {
        var parent = open.peek();
        if (parent == null) {
            root = Optional.of(node);
        } else {
            fatal |= !parent.accept(node);
        }
    }

    private String pointer() {
        var parent = open.peek();
        return parent == null ? "" : parent.nextPointer();
    }

    private void checkProperties(Event event, Optional<Anchor> anchor, Optional<String> tag) {
        if (anchor.isPresent()) {
            stop("not-allowed", span(event), "anchors (`&name`) are not part of the language", "delete the anchor");
        } else if (tag.isPresent()) {
            stop("not-allowed", span(event), "tags (`!name`) are not part of the language", "delete the tag");
        }
    }

    private void stop(String code, Span at, String message, String help) {
        findings.error(code, at, pointer(), message, Optional.empty(), help);
        fatal = true;
    }

    private static boolean looksNumeric(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-._eExX".indexOf(c) >= 0);
    }

    private static Span span(Event event) {
        Mark start = event.getStartMark().orElseThrow();
        Mark end = event.getEndMark().orElseThrow();
        boolean oneLine = start.getLine() == end.getLine() && event instanceof ScalarEvent;
        int length = oneLine ? Math.max(1, end.getColumn() - start.getColumn()) : 1;
        return new Span(start.getLine() + 1, start.getColumn() + 1, length);
    }

    /// Characters can be counted when as many columns as characters lie between the marks, quotes apart.
    private static int textOffset(ScalarEvent event) {
        Mark start = event.getStartMark().orElseThrow();
        Mark end = event.getEndMark().orElseThrow();
        int quotes = event.isPlain() ? 0 : 1;
        int characters = event.getValue().codePointCount(0, event.getValue().length());
        boolean countable =
                start.getLine() == end.getLine() && end.getColumn() - start.getColumn() == characters + 2 * quotes;
        return countable ? quotes : -1;
    }
}
