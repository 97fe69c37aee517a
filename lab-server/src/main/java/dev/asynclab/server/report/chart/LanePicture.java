package dev.asynclab.server.report.chart;

import dev.asynclab.server.report.chart.Diagram.Margins;
import dev.asynclab.server.report.chart.Ink.Role;
import dev.asynclab.server.report.chart.Ticks.Tick;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What happened on lanes over one span of time, under how many tasks were in flight meanwhile. Both have the same
/// axis of time.
///
/// On a lane, running is a full block, waiting a thin line. In flight, running lies at the bottom, waiting above it,
/// queued on top and hatched. Lengths are seconds.
public final class LanePicture {
    /// How many columns the picture of tasks in flight has.
    public static final int COLUMNS = 110;

    private static final int FLIGHT_HEIGHT = 84;
    private static final int LEFT = 92;
    private static final int RIGHT = 28;
    private static final Margins FLIGHT = new Margins(LEFT, 22, RIGHT, 8);
    private static final Margins LANES = new Margins(LEFT, 20, RIGHT, 38);

    /// Of a plot, in pixels.
    private static final int WIDTH = Diagram.WIDTH - LEFT - RIGHT;

    /// A tick may come out a third closer than asked, and `100 ms` needs 40 pixels.
    private static final int APART_X = 78;
    private static final int APART_Y = 22;

    /// More lanes than this are low, and only the first and the last of them have a name.
    private static final int MOST_NAMED = 12;

    private static final int ROW = 17;
    private static final int LOW_ROW = 5;
    private static final int LONGEST_NAME = 14;

    /// Pixels: closer bars are drawn as one.
    private static final double CLOSE = 0.3;

    /// Pixels: no bar is shorter.
    private static final double SHORTEST = 0.5;

    /// What a bar on a lane stands for.
    public enum State {
        RUNNING(Role.LANE_RUN, Role.LANE_RUN_LOW),
        WAITING(Role.LANE_WAIT, Role.LANE_WAIT_LOW),
        STOPPED(Role.LANE_STOP, Role.LANE_STOP_LOW);

        private final Role role;
        private final Role low;

        State(Role role, Role low) {
            this.role = role;
            this.low = low;
        }
    }

    /// A stretch of a lane, `to` not before `from`.
    public record Bar(State state, double from, double to) {}

    /// A lane. Its bars stand in the order of their beginnings.
    ///
    /// @param name one line without control characters
    public record Lane(String name, List<Bar> bars) {
        public Lane {
            bars = List.copyOf(bars);
        }

        /// The bars that are told apart when so many seconds fill the picture; what begins later is none of them.
        public List<Bar> drawn(double span) {
            double pixel = span / WIDTH;
            var drawn = new ArrayList<Bar>();
            for (State state : State.values()) {
                double from = Double.NaN;
                double to = 0;
                for (Bar bar : bars) {
                    if (bar.state() != state || bar.from() >= span) {
                        continue;
                    }
                    if (bar.from() - to > CLOSE * pixel || Double.isNaN(from)) {
                        add(drawn, state, from, to);
                        from = bar.from();
                        to = from;
                    }
                    to = Math.min(span, Math.max(to, Math.max(bar.to(), bar.from() + SHORTEST * pixel)));
                }
                add(drawn, state, from, to);
            }
            return drawn;
        }

        private static void add(List<Bar> drawn, State state, double from, double to) {
            if (!Double.isNaN(from)) {
                drawn.add(new Bar(state, from, to));
            }
        }
    }

    /// How many tasks were in flight, as means over [#COLUMNS] equal parts of the span.
    public record Flight(List<Double> running, List<Double> waiting, List<Double> queued) {
        public Flight {
            running = List.copyOf(running);
            waiting = List.copyOf(waiting);
            queued = List.copyOf(queued);
        }
    }

    private LanePicture() {}

    /// Draws both.
    ///
    /// @param title what it is, in a few words
    /// @param span seconds from the left to the right
    public static String svg(String title, double span, Flight flight, List<Lane> lanes) {
        Scale time = Scale.fromZero(List.of(span), "s");
        List<Tick> ticks = Ticks.of(time, WIDTH, APART_X);
        return flight(title, span, time, ticks, flight) + lanes(title, span, time, ticks, lanes);
    }

    private static String flight(String title, double span, Scale time, List<Tick> ticks, Flight flight) {
        List<Double> waiting = sum(flight.running(), flight.waiting());
        List<Double> all = sum(waiting, flight.queued());
        double most = all.stream().mapToDouble(v -> v).max().orElse(0);
        Scale count = Scale.ofQuantity(List.of(0.0, Math.max(1, most)), "");
        var diagram = new Diagram(time, count, FLIGHT, FLIGHT_HEIGHT);
        diagram.linesOnly(ticks);
        diagram.axisBeside("sampled tasks in flight", Ticks.of(count, FLIGHT_HEIGHT, APART_Y));
        area(diagram, Role.QUEUE, span, all, waiting);
        area(diagram, Role.WAIT, span, waiting, flight.running());
        area(diagram, Role.RUN, span, flight.running(), List.of());
        return diagram.svg(title + ": tasks in flight", "Running below, waiting above it, queued on top.");
    }

    private static List<Double> sum(List<Double> a, List<Double> b) {
        var sum = new ArrayList<Double>();
        for (int i = 0; i < a.size(); i++) {
            sum.add(a.get(i) + b.get(i));
        }
        return sum;
    }

    /// Down to the axis, because what lies below is drawn over it; nothing where it is nowhere above that.
    private static void area(Diagram diagram, Role role, double span, List<Double> tops, List<Double> below) {
        if (tops.equals(below) || tops.stream().allMatch(v -> v <= 0)) {
            return;
        }
        var xs = new ArrayList<Double>(List.of(0.0));
        var ys = new ArrayList<Double>(List.of(0.0));
        for (int i = 0; i < tops.size(); i++) {
            boolean flat = i > 0
                    && i + 1 < tops.size()
                    && tops.get(i - 1).equals(tops.get(i))
                    && tops.get(i + 1).equals(tops.get(i));
            if (!flat) {
                xs.add(i == 0 ? 0 : i + 1 == tops.size() ? span : span * (i + 0.5) / tops.size());
                ys.add(tops.get(i));
            }
        }
        xs.add(span);
        ys.add(0.0);
        diagram.area(Ink.of(role), xs, ys);
    }

    private static String lanes(String title, double span, Scale time, List<Tick> ticks, List<Lane> lanes) {
        boolean low = lanes.size() > MOST_NAMED;
        int row = low ? LOW_ROW : ROW;
        int height = Math.max(1, lanes.size()) * row;
        var diagram = new Diagram(time, new Scale(0, Math.max(1, lanes.size()), false, 1, ""), LANES, height);
        diagram.axisBelow("time", ticks);
        diagram.word(Role.TEXT, -LEFT + 2, -8, low ? "lanes: " + lanes.size() + " threads" : "lanes");
        for (int i = 0; i < lanes.size(); i++) {
            if (!low || i == 0 || i == lanes.size() - 1) {
                double top = low ? (i == 0 ? 9 : height) : i * row + 12.5;
                diagram.word(Role.TEXT_END, -6, top, clipped(lanes.get(i).name()));
            }
        }
        for (State state : State.values()) {
            bars(diagram, state, low ? state.low : state.role, span, lanes);
        }
        return diagram.svg(
                title + ": lanes", "A block: a thread runs a task. A thin line: it waits together with its task.");
    }

    private static void bars(Diagram diagram, State state, Role role, double span, List<Lane> lanes) {
        var xs = new ArrayList<Double>();
        var ys = new ArrayList<Double>();
        for (int i = 0; i < lanes.size(); i++) {
            double middle = lanes.size() - i - 0.5;
            for (Bar bar : lanes.get(i).drawn(span)) {
                if (bar.state() == state) {
                    xs.addAll(Arrays.asList(bar.from(), bar.to(), bar.to()));
                    ys.addAll(Arrays.asList(middle, middle, Double.NaN));
                }
            }
        }
        if (!xs.isEmpty()) {
            diagram.line(Ink.of(role), xs, ys);
        }
    }

    private static String clipped(String name) {
        int length = name.codePointCount(0, name.length());
        return length <= LONGEST_NAME ? name : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…";
    }
}
