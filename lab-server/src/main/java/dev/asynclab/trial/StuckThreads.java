package dev.asynclab.trial;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the threads of a model stand at, for people who ask why nothing moves: a thread dump that fits on a page.
///
/// Threads that stand at the same place are one entry. Threads of the lab and idle ones are left out: what counts is
/// who is inside a model. Virtual threads are not known to the management interface of the JDK and are missing.
final class StuckThreads {

    private static final int MOST_LINES = 40;
    private static final int LINES_PER_PLACE = 3;
    private static final String MODEL = "dev.asynclab.model.";

    private StuckThreads() {}

    /// Where threads stand, and why.
    private record Place(String state, String waitsFor, String call, String line) {
        List<String> lines(List<String> threads) {
            String who = threads.size() == 1
                    ? threads.getFirst()
                    : threads.size() + " threads " + threads.getFirst() + " to " + threads.getLast();
            return List.of(who + " " + state + waitsFor, "    in " + call, "    at " + line);
        }
    }

    /// A message with the dump behind it: the first line of it, which says most, on the line of the message.
    static String explained(String message) {
        List<String> dump = now();
        return dump.isEmpty() ? message : message + ": " + String.join("\n", dump);
    }

    /// The dump of this moment; empty when no thread is inside a model. Costs a safepoint.
    static List<String> now() {
        Map<String, Map.Entry<Place, List<String>>> places = new TreeMap<>();
        for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(false, false)) {
            StackTraceElement[] stack = thread.getStackTrace();
            int inModel = inModel(stack);
            if (inModel >= 0) {
                Place place = place(thread, stack, inModel);
                places.computeIfAbsent(place.toString(), _ -> Map.entry(place, new ArrayList<>()))
                        .getValue()
                        .add(thread.getThreadName());
            }
        }
        return lines(places.values().stream()
                .sorted((a, b) ->
                        Integer.compare(b.getValue().size(), a.getValue().size()))
                .toList());
    }

    private static List<String> lines(List<Map.Entry<Place, List<String>>> places) {
        int shown = Math.min(places.size(), (MOST_LINES - 1) / LINES_PER_PLACE);
        List<String> lines = new ArrayList<>();
        for (var place : places.subList(0, shown)) {
            List<String> threads = place.getValue().stream().sorted().toList();
            lines.addAll(place.getKey().lines(threads));
        }
        int left = places.size() - shown;
        if (left > 0) {
            lines.add("and threads at " + left + " more places");
        }
        return lines;
    }

    private static int inModel(StackTraceElement[] stack) {
        for (int i = 0; i < stack.length; i++) {
            if (stack[i].getClassName().startsWith(MODEL)) {
                return i;
            }
        }
        return -1;
    }

    private static Place place(ThreadInfo thread, StackTraceElement[] stack, int inModel) {
        var lock = thread.getLockInfo();
        String owner = thread.getLockOwnerName();
        String waitsFor =
                (lock == null ? "" : " for " + lock.getClassName()) + (owner == null ? "" : ", held by " + owner);
        StackTraceElement called = stack[Math.max(0, inModel - 1)];
        return new Place(
                thread.getThreadState().name(),
                waitsFor,
                called.getClassName() + "." + called.getMethodName(),
                frame(stack[inModel]));
    }

    /// As in a stack trace, without the class loader, which says nothing here.
    private static String frame(StackTraceElement at) {
        return at.getClassName() + "." + at.getMethodName() + "(" + at.getFileName() + ":" + at.getLineNumber() + ")";
    }
}
