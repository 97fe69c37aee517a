package dev.asynclab.server.capsule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The traces in a capsule: files by name, each `CELL.trace.json` or `CELL.jfr`.
///
/// @param leftOut names of those that are not in it because they are too large; not read back from a file
public record CapsuleTraces(Map<String, byte[]> files, List<String> leftOut) {

    /// Of all of them together: about what ten traces of a second take, and half of what a packed capsule may.
    public static final int LARGEST_BYTES = 8 << 20;

    static final String FOLDER = "traces/";

    private static final Pattern NAME =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._=@~-]{0,199})(\\.trace\\.json|\\.jfr)");

    public static final CapsuleTraces NONE = new CapsuleTraces(Map.of(), List.of());

    public CapsuleTraces {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        leftOut = List.copyOf(leftOut);
    }

    /// As many as fit, in the order given.
    public static CapsuleTraces fitting(SequencedMap<String, byte[]> files) {
        Map<String, byte[]> kept = new LinkedHashMap<>();
        List<String> leftOut = new ArrayList<>();
        int left = LARGEST_BYTES;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (file.getValue().length <= left) {
                left -= file.getValue().length;
                kept.put(file.getKey(), file.getValue());
            } else {
                leftOut.add(file.getKey());
            }
        }
        return new CapsuleTraces(kept, leftOut);
    }

    /// Whether an entry of a ZIP file may be a trace: nothing in its name leads out of the folder.
    static boolean isTrace(String entry) {
        return entry.startsWith(FOLDER)
                && NAME.matcher(entry.substring(FOLDER.length())).matches();
    }

    /// The cells that have a file.
    public List<String> cells() {
        return files.keySet().stream().map(CapsuleTraces::cell).distinct().toList();
    }

    private static String cell(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? matcher.group(1) : name;
    }

    /// For people, a line for each thing there is to say; nothing without traces.
    String told() {
        StringBuilder text = new StringBuilder();
        if (!files.isEmpty()) {
            text.append("  traces/            what single tasks did: Chrome's trace format, and Flight Recorder's\n");
        }
        for (String name : leftOut) {
            text.append("  left out, because traces may have ")
                    .append(LARGEST_BYTES >> 20)
                    .append(" MiB together: ")
                    .append(name)
                    .append('\n');
        }
        return text.toString();
    }
}
