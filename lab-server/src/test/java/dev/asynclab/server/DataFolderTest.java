package dev.asynclab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path root;

    @Test
    void the_token_is_long_and_stays_the_same() throws Exception {
        String token = new DataFolder(root).token();
        // 32 random bytes as hexadecimal digits
        assertTrue(token.matches("[0-9a-f]{64}"), token);
        assertEquals(token, new DataFolder(root).token());
    }

    @Test
    void only_the_owner_can_read_what_gives_access() throws Exception {
        Assumptions.assumeTrue(
                root.getFileSystem().supportedFileAttributeViews().contains("posix"));
        DataFolder data = new DataFolder(root);
        data.announce("http://127.0.0.1:1", data.token(), false);
        for (String file : new String[] {"token", "runtime/server.json"}) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(file))),
                    file);
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(root)));
    }

    @Test
    void a_server_that_ended_is_no_longer_announced() throws Exception {
        DataFolder data = new DataFolder(root);
        data.announce("http://127.0.0.1:1", data.token(), true);
        String said = Files.readString(root.resolve("runtime/server.json"));
        assertTrue(said.contains("\"temporary\":true"), said);
        data.withdraw();
        assertFalse(Files.exists(root.resolve("runtime/server.json")));
    }
}
