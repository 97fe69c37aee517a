package dev.asynclab.server.store;

import dev.asynclab.server.run.ScenarioLibrary;
import dev.asynclab.server.run.StoreFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Scenarios as files, `ID.yaml`, in two folders: the shipped ones and the user's own.
///
/// Every question reads the files anew, so that a file edited by hand is seen at once. A file becomes visible
/// whole, and only when it is on disk. An own file with the id of a shipped one is not seen.
public final class FileScenarioLibrary implements ScenarioLibrary {

    /// Ids are lower-case words: no dot, slash or backslash, so that no id leaves the folder.
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private static final int LONGEST_ID = 64;
    private static final String SUFFIX = ".yaml";
    private static final Pattern LESSON = Pattern.compile("(?m)^lesson:.*\\R((?:[ \\t]+.*(?:\\R|$)|[ \\t]*\\R)*)");
    private static final Pattern TRACK = Pattern.compile("(?m)^[ \\t]+track:[ \\t]*(\\d{1,9})\\b");
    private static final Pattern ORDER = Pattern.compile("(?m)^[ \\t]+order:[ \\t]*(\\d{1,9})\\b");

    /// The teaching order, read from the text alone, because a file that does not read as a scenario has a place
    /// too: one without a lesson comes last.
    private static final Comparator<Stored> LESSON_ORDER = Comparator.<Stored>comparingInt(s -> number(s, TRACK))
            .thenComparingInt(s -> number(s, ORDER))
            .thenComparing(Stored::id);

    private final Path shipped;
    private final Path own;

    /// @param shipped folder that is only read; may be missing
    /// @param own folder of the user's scenarios; made when first needed
    public FileScenarioLibrary(Path shipped, Path own) {
        this.shipped = shipped;
        this.own = own;
    }

    @Override
    public List<Stored> all() {
        List<Stored> all = new ArrayList<>();
        all.addAll(list(shipped, true));
        all.addAll(list(own, false).stream()
                .filter(s -> all.stream().noneMatch(o -> o.id().equals(s.id())))
                .toList());
        return all;
    }

    @Override
    public Optional<Stored> find(String id) {
        if (!valid(id)) {
            return Optional.empty();
        }
        return read(shipped, id, true).or(() -> read(own, id, false));
    }

    /// @throws IllegalArgumentException when the id is not a scenario id
    @Override
    public synchronized Saved create(String id, String text) {
        if (!valid(id)) {
            throw new IllegalArgumentException(
                    "`%s` is not a scenario id: lower-case words of letters and digits joined by `-`, at most %d characters"
                            .formatted(id, LONGEST_ID));
        }
        return find(id).isPresent() ? new Saved.IdTaken() : write(id, text);
    }

    @Override
    public synchronized Saved replace(String id, String expectedRevision, String text) {
        Saved refusal = refusal(id, expectedRevision);
        return refusal == null ? write(id, text) : refusal;
    }

    @Override
    public synchronized Saved delete(String id, @Nullable String expectedRevision) {
        Saved refusal = refusal(id, expectedRevision);
        if (refusal != null) {
            return refusal;
        }
        Stored stored = find(id).orElseThrow();
        try {
            Files.deleteIfExists(own.resolve(id + SUFFIX));
            syncFolder();
        } catch (IOException e) {
            throw failure("delete", id, e);
        }
        return new Saved.Ok(stored);
    }

    private @Nullable Saved refusal(String id, @Nullable String expectedRevision) {
        Optional<Stored> found = find(id);
        if (found.isEmpty()) {
            return new Saved.NoSuchScenario();
        }
        if (found.get().shipped()) {
            return new Saved.Shipped();
        }
        String current = found.get().revision();
        return expectedRevision == null || expectedRevision.equals(current) ? null : new Saved.Stale(current);
    }

    /// Written beside its place, synced, then renamed: a crash leaves the old text or the new one.
    private Saved write(String id, String text) {
        Path temporary = own.resolve(id + ".tmp");
        try {
            Files.createDirectories(own);
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, own.resolve(id + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
            syncFolder();
        } catch (IOException e) {
            throw failure("write", id, e);
        }
        return new Saved.Ok(stored(id, false, text));
    }

    /// A rename is on disk when the folder is. Windows opens no folder, and needs no sync of it.
    private void syncFolder() throws IOException {
        if (!own.getFileSystem().getSeparator().equals("/")) {
            return;
        }
        try (FileChannel folder = FileChannel.open(own, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static List<Stored> list(Path folder, boolean shipped) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(SUFFIX))
                    .map(n -> n.substring(0, n.length() - SUFFIX.length()))
                    .filter(FileScenarioLibrary::valid)
                    .flatMap(id -> read(folder, id, shipped).stream())
                    .sorted(LESSON_ORDER)
                    .toList();
        } catch (IOException e) {
            throw new StoreFailure("cannot list " + folder + ": " + e, e, false);
        }
    }

    private static Optional<Stored> read(Path folder, String id, boolean shipped) {
        try {
            byte[] bytes = Files.readAllBytes(folder.resolve(id + SUFFIX));
            return Optional.of(stored(id, shipped, new String(bytes, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreFailure("cannot read scenario " + id + " in " + folder + ": " + e, e, false);
        }
    }

    private static Stored stored(String id, boolean shipped, String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new Stored(id, shipped, HexFormat.of().formatHex(digest), text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static boolean valid(String id) {
        return id.length() <= LONGEST_ID && ID.matcher(id).matches();
    }

    private static int number(Stored scenario, Pattern key) {
        Matcher lesson = LESSON.matcher(scenario.text());
        if (!lesson.find()) {
            return Integer.MAX_VALUE;
        }
        Matcher value = key.matcher(lesson.group(1));
        return value.find() ? Integer.parseInt(value.group(1)) : Integer.MAX_VALUE;
    }

    private static StoreFailure failure(String what, String id, IOException e) {
        String reason = String.valueOf(e.getMessage());
        return new StoreFailure(
                "cannot %s scenario %s: %s".formatted(what, id, e), e, reason.contains("No space left"));
    }
}
