package dev.asynclab.server.report.chart;

import java.awt.Color;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a mark of a chart stands for. It becomes the mark's class in the page, where the style says how it looks in
/// either scheme and on paper.
///
/// The drawing libraries know colours only, so an ink travels through them as a colour nobody ever sees.
///
/// @param series place among the models, from 1; 0 for what belongs to none
record Ink(Role role, int series) implements Comparable<Ink> {
    private static final Pattern COLOUR = Pattern.compile("rgb\\((\\d+),(\\d+),0\\)");

    /// In the order of drawing: what comes later lies above.
    enum Role {
        PAPER(""),
        GRID("g"),
        BOUND("b"),
        ROUND("r"),
        INTERVAL("i"),
        ASIDE("o"),
        LINE("l"),
        MARK("m"),
        TRACK("k"),
        BAR("a"),
        QUEUE("q"),
        WAIT("w"),
        RUN("u"),
        /// On lanes: a thread that waits with its task, one that runs it, and one that was stopped; "d" on low lanes.
        LANE_WAIT("y"),
        LANE_WAIT_LOW("y d"),
        LANE_RUN("x"),
        LANE_RUN_LOW("x d"),
        LANE_STOP("z"),
        LANE_STOP_LOW("z d"),
        TEXT("t"),
        TEXT_MIDDLE("t c"),
        TEXT_END("t e"),
        NAME("n");

        private final String letters;

        Role(String letters) {
            this.letters = letters;
        }
    }

    static Ink of(Role role) {
        return new Ink(role, 0);
    }

    /// The ink behind a colour of the drawing; empty for a colour of the library's own.
    static Optional<Ink> behind(String colour) {
        Matcher matcher = COLOUR.matcher(colour);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int role = Integer.parseInt(matcher.group(1)) - 1;
        return role < 0 || role >= Role.values().length
                ? Optional.empty()
                : Optional.of(new Ink(Role.values()[role], Integer.parseInt(matcher.group(2))));
    }

    Color colour() {
        return new Color(role.ordinal() + 1, series, 0);
    }

    /// The classes of its marks.
    String classes() {
        return series == 0 ? role.letters : role.letters + " s" + series;
    }

    @Override
    public int compareTo(Ink other) {
        return Comparator.comparing(Ink::role).thenComparing(Ink::series).compare(this, other);
    }
}
