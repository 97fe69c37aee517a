package dev.asynclab.server.capsule;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// A capsule as a ZIP file, and back.
///
/// What is read may come from anybody. Nothing of it is written to a disk under its own name: only the names of
/// [Entries#NAMES] and of traces are known, each once, and unpacking stops at [#LARGEST_BYTES] whatever the file
/// says of itself.
public final class CapsuleZip {

    /// Of a packed file.
    public static final int LARGEST_PACKED_BYTES = 16 << 20;

    /// Of all files in it, unpacked.
    public static final int LARGEST_BYTES = 64 << 20;

    /// ZIP knows no earlier time; a fixed one makes the same run the same file.
    private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final int CHUNK = 1 << 16;

    private CapsuleZip() {}

    /// The file; the same capsule gives the same bytes.
    public static byte[] write(Capsule capsule) {
        return write(Entries.write(capsule), capsule.traces().files());
    }

    static byte[] write(Map<String, String> entries) {
        return write(entries, Map.of());
    }

    static byte[] write(Map<String, String> entries, Map<String, byte[]> traces) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, String> text : entries.entrySet()) {
                put(zip, text.getKey(), text.getValue().getBytes(StandardCharsets.UTF_8));
            }
            for (Map.Entry<String, byte[]> trace : traces.entrySet()) {
                put(zip, CapsuleTraces.FOLDER + trace.getKey(), trace.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(ALWAYS);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /// Opens a file.
    ///
    /// @throws BadCapsule when it is no capsule, or too large
    public static Capsule read(byte[] file) throws BadCapsule {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, byte[]> traces = new LinkedHashMap<>();
        int left = LARGEST_BYTES;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(file), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                boolean trace = CapsuleTraces.isTrace(name);
                if (!trace && !Entries.NAMES.contains(name)) {
                    throw new BadCapsule("it has a file `" + shown(name) + "`; there may be "
                            + String.join(", ", Entries.NAMES) + ", and traces/CELL.trace.json and traces/CELL.jfr");
                }
                byte[] content = unpacked(zip, left);
                left -= content.length;
                Object before = trace
                        ? traces.put(name.substring(CapsuleTraces.FOLDER.length()), content)
                        : texts.put(name, text(name, content));
                if (before != null) {
                    throw new BadCapsule("it has two files `" + name + "`");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new BadCapsule("it is damaged: " + shown(String.valueOf(e.getMessage())));
        }
        if (texts.isEmpty()) {
            throw new BadCapsule("it is no ZIP file, or an empty one");
        }
        return Entries.read(texts).with(new CapsuleTraces(traces, List.of()));
    }

    /// Sizes in the headers are claims: only bytes that come out count.
    private static byte[] unpacked(InputStream zip, int left) throws IOException, BadCapsule {
        var content = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int n = zip.read(chunk); n >= 0; n = zip.read(chunk)) {
            if (content.size() + n > left) {
                throw new BadCapsule("unpacked it has more than " + (LARGEST_BYTES >> 20) + " MiB");
            }
            content.write(chunk, 0, n);
        }
        return content.toByteArray();
    }

    private static String text(String name, byte[] content) throws BadCapsule {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadCapsule(name + " is not UTF-8 text");
        }
    }

    private static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 80 ? plain : plain.substring(0, 80) + "...";
    }
}
