package dev.asynclab.server;

import dev.asynclab.api.DataHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import tools.jackson.databind.json.JsonMapper;

/// The files of a data folder that are about the server itself: its token, and where it can be reached.
///
/// Both are readable by their owner only: who has the token may start processes on this machine.
final class DataFolder {

    private static final int TOKEN_BYTES = 32;
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path root;

    DataFolder(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root);
        Path runtime = Files.createDirectories(root.resolve("runtime"));
        if (POSIX) {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /// The folder used when the command line names none.
    static Path standard() {
        return Path.of(DataHome.of(System.getenv(), System.getProperty("user.home")));
    }

    /// The token of this folder, made on first use.
    String token() throws IOException {
        Path file = root.resolve("token");
        if (Files.isRegularFile(file)) {
            String kept = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (!kept.isEmpty()) {
                return kept;
            }
        }
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        write(file, token + "\n");
        return token;
    }

    /// Says where the server listens, for commands of the same user.
    ///
    /// @param temporary whether it ends with the command that started it
    void announce(String url, String token, boolean temporary) throws IOException {
        var address = new java.util.LinkedHashMap<String, Object>();
        address.put("url", url);
        address.put("pid", ProcessHandle.current().pid());
        address.put("token", token);
        address.put("temporary", temporary);
        write(serverFile(), JsonMapper.shared().writeValueAsString(address) + "\n");
    }

    /// The server is no longer there; the token stays valid for the next one.
    void withdraw() throws IOException {
        Files.deleteIfExists(serverFile());
    }

    private Path serverFile() {
        return root.resolve("runtime").resolve("server.json");
    }

    /// A new file with the right permissions from its first byte on, then moved into place.
    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        if (POSIX) {
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(fresh);
        }
        Files.writeString(fresh, text, StandardCharsets.UTF_8);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
