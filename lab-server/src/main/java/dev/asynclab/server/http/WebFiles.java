package dev.asynclab.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// The files of the dashboard as they were built: style sheets, our modules, vendored ones.
///
/// All of them stand under one address with a digest over all: modules import each other by relative paths, and a
/// browser may keep what it has for ever, since another build has another address. Read once; about half a megabyte
/// stays in memory.
final class WebFiles {
    private static final int DIGITS = 16;
    private final SortedMap<String, File> files;
    private final String version;

    /// @param gzipped the same bytes packed, when that is worth it; else those bytes
    @SuppressWarnings("ArrayRecordComponent") // written to sockets, never compared
    record File(String type, byte[] bytes, byte[] gzipped) {}

    private WebFiles(SortedMap<String, File> files) {
        this.files = files;
        this.version = digest(files);
    }

    private static final class Built {
        static final WebFiles FILES = read();
    }

    /// Those of this build.
    static WebFiles built() {
        return Built.FILES;
    }

    /// The part of the address that changes with the content.
    String version() {
        return version;
    }

    /// @param path relative, for example `app/main.js`
    Optional<File> find(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /// The address of a file.
    ///
    /// @param path relative; one that is there
    String url(String path) {
        if (!files.containsKey(path)) {
            throw new IllegalArgumentException("no web file " + path);
        }
        return "/assets/" + version + "/" + path;
    }

    /// A file's content as text.
    String text(String path) {
        return new String(Objects.requireNonNull(files.get(path), path).bytes(), StandardCharsets.UTF_8);
    }

    /// All relative paths, sorted.
    Stream<String> paths() {
        return files.keySet().stream();
    }

    private static WebFiles read() {
        try {
            URI uri = Objects.requireNonNull(WebFiles.class.getResource("/web/lab.css"))
                    .toURI();
            if (uri.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    return walk(jar.getPath("/web"));
                }
            }
            return walk(Objects.requireNonNull(Path.of(uri).getParent()));
        } catch (IOException e) {
            throw new UncheckedIOException("the dashboard's files cannot be read", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static WebFiles walk(Path root) throws IOException {
        SortedMap<String, File> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(path).toString().replace('\\', '/');
                byte[] bytes = Files.readAllBytes(path);
                byte[] packed = gzip(bytes);
                found.put(name, new File(type(name), bytes, packed.length < bytes.length ? packed : bytes));
            }
        }
        return new WebFiles(found);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js", "mjs" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "json" -> Json.TYPE;
            case "svg" -> "image/svg+xml";
            default -> "text/plain; charset=utf-8";
        };
    }

    private static String digest(SortedMap<String, File> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, file) -> {
                digest.update((name + "\0" + file.bytes().length + "\0").getBytes(StandardCharsets.UTF_8));
                digest.update(file.bytes());
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
