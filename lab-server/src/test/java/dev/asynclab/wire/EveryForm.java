package dev.asynclab.wire;

import dev.asynclab.kernel.Divisible;
import dev.asynclab.kernel.Kernels;
import dev.asynclab.workload.Keys;
import dev.asynclab.workload.Step;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// An example of every step in every way it can be written, and of every form of load, with the answers worked
/// out by hand: what each model owes, in whichever language.
public final class EveryForm {

    /// Steps and the sum of their results.
    public record Work(long checksum, List<Step> steps) {
        Work and(Work other) {
            return new Work(
                    checksum + other.checksum,
                    Stream.concat(steps.stream(), other.steps.stream()).toList());
        }
    }

    private static final long MOMENT = 1_000_000;
    private static final long HOUR = 3_600_000_000_000L;

    /// fibonacci 5 = 5
    public static final Step.Compute FIVE = new Step.Compute(Kernels.create("fibonacci", Map.of("n", 5L)), false);

    private EveryForm() {}

    /// By name; that of one some model refuses begins with the word under which the catalogue says so.
    public static Map<String, Work> steps() {
        List<Step> five = List.of(FIVE);
        Step.Wait moment = new Step.Wait(MOMENT);
        List<Step> slow = List.of(new Step.Wait(HOUR));
        List<Step> late = List.of(new Step.Timeout(MOMENT, slow));
        Map<String, Work> all = new LinkedHashMap<>();
        all.put("nothing", new Work(0, List.of()));
        all.put("wait", new Work(0, List.of(moment, new Step.Block(MOMENT))));
        all.put("compute", new Work(10, List.of(FIVE, new Step.Compute(FIVE.kernel(), true))));
        // Five branches of 5, two at a time.
        all.put("parallel", new Work(25, List.of(new Step.Parallel(List.of(five, five, five, five, five), 2))));
        all.put("timeout", new Work(5, List.of(new Step.Timeout(60_000_000_000L, List.of(moment, FIVE)))));
        all.put("limit", new Work(5, List.of(new Step.Limit("one", 1, -1, List.of(moment, FIVE)))));
        // The second branch starts when the first has failed, instead of in an hour.
        all.put("race staggered", new Work(5, List.of(new Step.Race(List.of(late, five), HOUR))));
        // Both would give the same.
        all.put("race", new Work(5, List.of(new Step.Race(List.of(five, List.of(moment, FIVE)), 0))));
        all.put("retry", new Work(5, List.of(new Step.Retry(List.of(late, late, five), MOMENT))));
        for (Step.LockKind kind : Step.LockKind.values()) {
            Step ofAll = new Step.Lock("a" + kind, kind, false, List.of(moment, FIVE));
            Step ofTask = new Step.Lock("t" + kind, kind, true, five);
            all.merge("lock", new Work(10, List.of(ofAll, ofTask)), Work::and);
        }
        Keys keys = new Keys(3, 1, 7);
        for (Step.Policy policy : Step.Policy.values()) {
            Step cache = new Step.Cache("c" + policy, keys, 2, policy, MOMENT, true, List.of(moment, FIVE));
            all.merge("cache", new Work(5, List.of(cache)), Work::and);
        }
        for (Step.How how : Step.How.values()) {
            all.merge("update", new Work(0, List.of(new Step.Update("u" + how, how))), Work::and);
        }
        all.put("hold", new Work(0, List.of(new Step.Hold(100_000, false), new Step.Hold(100_000, true))));
        for (Step.Codec codec : Step.Codec.values()) {
            // 1,000 bytes are 125 doubles, 0 + ... + 124 = 124 x 125 / 2 = 7,750; or 31 rows of an id, an amount
            // that equals the id below 1,000, and a name of 16 letters: 2 x 30 x 31 / 2 + 31 x 16 = 1,426.
            Work both = new Work(
                    7_750 + 1_426,
                    List.of(
                            new Step.Send(1_000, Step.Shape.DOUBLES, codec),
                            new Step.Send(1_000, Step.Shape.RECORDS, codec)));
            all.merge("send", both, Work::and);
        }
        for (Step.Transport transport : Step.Transport.values()) {
            all.merge(transport == Step.Transport.HEAP ? "job: heap" : "job", jobs(transport), Work::and);
        }
        all.put("graph", new Work(20, List.of(graph(false, Step.Before.NOTHING))));
        all.put("graph kept", new Work(20, List.of(graph(true, new Step.Before(2, List.of("b"))))));
        return all;
    }

    /// Between 2 and 101 there are 26 primes: 25 below 100, and 101.
    private static Work jobs(Step.Transport transport) {
        var primes = (Divisible) Kernels.create("primes", Map.of("from", 2L, "count", 100L));
        Work all = new Work(0, List.of());
        for (Step.Distribute distribute : Step.Distribute.values()) {
            for (Step.Reduce reduce : Step.Reduce.values()) {
                all = all.and(new Work(26, List.of(new Step.Job(primes, 7, distribute, reduce, transport))));
            }
        }
        return all;
    }

    /// a = 5; b = 5 + a = 10; c = 5 + a = 10; d = b + c = 20.
    private static Step.Graph graph(boolean persist, Step.Before before) {
        List<Step> five = List.of(FIVE);
        return new Step.Graph(
                List.of(
                        new Step.Node("a", List.of(), five),
                        new Step.Node("b", List.of("a"), five),
                        new Step.Node("c", List.of("a"), List.of(new Step.Wait(MOMENT), FIVE)),
                        new Step.Node("d", List.of("b", "c"), List.of())),
                persist,
                before);
    }

    /// A graph whose nodes were all kept, one of them with another content, and how many nodes have to run again:
    /// that node and those that need it, directly or not.
    public static Map<Step.Graph, Long> edited() {
        Map<Step.Graph, Long> all = new LinkedHashMap<>();
        Map.of("a", 4L, "b", 2L, "c", 2L, "d", 1L)
                .forEach((node, runs) -> all.put(graph(true, new Step.Before(-1, List.of(node))), runs));
        all.put(graph(true, new Step.Before(-1, List.of())), 0L);
        // Killed after two of four, of which one was edited since: that one, and the two that were never run.
        all.put(graph(true, new Step.Before(2, List.of("b"))), 3L);
        all.put(graph(true, new Step.Before(2, List.of())), 2L);
        return all;
    }

    /// Every form of load.
    public static List<ToTrial.LoadShape> loads() {
        return List.of(
                new ToTrial.Batch(20),
                new ToTrial.Closed(4),
                new ToTrial.Open(200, false, 100),
                new ToTrial.Open(200, true, 100));
    }

    /// What there is and no example shows, by name. To be empty: who adds a step, a way to write one, or a form
    /// of load adds an example, and with it every model is held to it.
    public static Set<String> missing() {
        Set<Object> shown = new java.util.HashSet<>();
        steps().values().forEach(work -> collect(work.steps(), shown));
        loads().forEach(load -> shown.add(load.getClass()));
        List<Object> all = new ArrayList<>(List.of(Step.class.getPermittedSubclasses()));
        all.addAll(List.of(ToTrial.LoadShape.class.getPermittedSubclasses()));
        Arrays.stream(Step.class.getDeclaredClasses())
                .filter(Class::isEnum)
                .forEach(words -> all.addAll(List.of(words.getEnumConstants())));
        Set<String> missing = new TreeSet<>();
        all.stream().filter(form -> !shown.contains(form)).forEach(form -> missing.add(form.toString()));
        // Needs a backend: what is asked of a call is asked with one.
        missing.remove(Step.Call.class.toString());
        return missing;
    }

    private static void collect(Object form, Set<Object> into) {
        if (form instanceof Collection<?> several) {
            several.forEach(one -> collect(one, into));
        } else if (form instanceof Enum<?>) {
            into.add(form);
        } else if (form instanceof Record record) {
            into.add(record.getClass());
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                collect(value(record, component), into);
            }
        }
    }

    private static Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
