package dev.asynclab.server.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Which slice is drawn where. A viewer draws slices of one lane inside each other and cannot show two that
/// overlap.
///
/// A thread runs one task at a time, but two of its slices may overlap nevertheless: a task with several
/// strands has one state for all of them, and a virtual thread that waits for a lock gives its carrier away
/// unseen. Such a slice gets a lane of its own beside the first.
final class TraceLanes {

    private static final int MODEL_PID = 1;
    /// The process whose lanes are tasks, not threads.
    static final int TASKS_PID = 1_000_000;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    /// Something that lasted. Times are nanoseconds.
    record Slice(String name, String category, long startNanos, long endNanos, Map<String, Object> arguments) {}

    /// A slice and its lane.
    record Placed(int pid, int tid, Slice slice) {}

    private record Lane(String process, String name) {}

    private final String title;
    private final Map<Lane, List<Slice>> threads = new HashMap<>();
    private final Map<String, List<Slice>> tasks = new LinkedHashMap<>();
    private final List<Placed> placed = new ArrayList<>();
    private final List<Map<String, Object>> names = new ArrayList<>();
    private boolean arranged;

    TraceLanes(String title) {
        this.title = title;
    }

    /// @param process name of a child; empty for the model's own process
    void onThread(String process, String thread, Slice slice) {
        threads.computeIfAbsent(new Lane(process, thread), l -> new ArrayList<>())
                .add(slice);
    }

    /// @param slices the first holds the others, which follow one another
    void ofTask(String name, List<Slice> slices) {
        tasks.put(name, slices);
    }

    /// Metadata events: what the lanes are called, and in which order they stand.
    List<Map<String, Object>> names() {
        arrange();
        return names;
    }

    List<Placed> slices() {
        arrange();
        return placed;
    }

    private void arrange() {
        if (arranged) {
            return;
        }
        arranged = true;
        Map<String, Integer> pids = new LinkedHashMap<>();
        Map<String, Integer> lanes = new HashMap<>();
        pids.put("", MODEL_PID);
        threads.keySet().stream()
                .sorted(Comparator.comparing((Lane l) -> natural(l.process())).thenComparing(l -> natural(l.name())))
                .forEach(lane -> {
                    int pid = pids.computeIfAbsent(lane.process(), p -> MODEL_PID + pids.size());
                    int from = lanes.getOrDefault(lane.process(), 0);
                    lanes.put(
                            lane.process(),
                            from + pack(pid, from + 1, lane.name(), threads.getOrDefault(lane, List.of())));
                });
        pids.forEach((process, pid) ->
                name("process_name", pid, 0, title + ": " + (process.isEmpty() ? "threads" : process)));
        name("process_name", TASKS_PID, 0, title + ": tasks");
        int tid = 0;
        for (Map.Entry<String, List<Slice>> task : tasks.entrySet()) {
            int row = ++tid;
            name("thread_name", TASKS_PID, row, task.getKey());
            task.getValue().forEach(s -> placed.add(new Placed(TASKS_PID, row, s)));
        }
    }

    /// Each slice on the first lane that is free by then.
    ///
    /// @return how many lanes it took
    private int pack(int pid, int firstTid, String name, List<Slice> slices) {
        List<Long> busyUntil = new ArrayList<>();
        for (Slice slice : slices.stream()
                .sorted(Comparator.comparingLong(Slice::startNanos).thenComparingLong(Slice::endNanos))
                .toList()) {
            int lane = 0;
            while (lane < busyUntil.size() && busyUntil.get(lane) > slice.startNanos()) {
                lane++;
            }
            if (lane == busyUntil.size()) {
                busyUntil.add(slice.endNanos());
                name("thread_name", pid, firstTid + lane, lane == 0 ? name : name + " (" + (lane + 1) + ")");
            } else {
                busyUntil.set(lane, slice.endNanos());
            }
            placed.add(new Placed(pid, firstTid + lane, slice));
        }
        return busyUntil.size();
    }

    private void name(String what, int pid, int tid, String name) {
        names.add(metadata(what, pid, tid, Map.of("name", name)));
        String order = what.equals("process_name") ? "process_sort_index" : "thread_sort_index";
        names.add(metadata(order, pid, tid, Map.of("sort_index", what.equals("process_name") ? pid : tid)));
    }

    private static Map<String, Object> metadata(String name, int pid, int tid, Map<String, Object> arguments) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("ph", "M");
        event.put("name", name);
        event.put("pid", pid);
        event.put("tid", tid);
        event.put("args", arguments);
        return event;
    }

    /// `pool-10` after `pool-9`.
    private static String natural(String name) {
        return DIGITS.matcher(name)
                .replaceAll(m -> "%018d".formatted(Long.parseLong(m.group())).toLowerCase(Locale.ROOT));
    }
}
