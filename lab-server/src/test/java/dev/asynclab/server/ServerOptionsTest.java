package dev.asynclab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerOptionsTest {

    private static ServerOptions parse(String... words) throws ServerOptions.Unusable {
        return ServerOptions.parse(List.of(words), Path.of("/data"));
    }

    @Test
    void nothing_said_is_the_default_port_on_loopback() throws Exception {
        ServerOptions options = parse();
        assertEquals(8080, options.port());
        assertFalse(options.portGiven());
        assertEquals("127.0.0.1", options.bind());
        assertEquals(Path.of("/data"), options.data());
        assertFalse(options.ownedByParent());
    }

    @Test
    void everything_can_be_said() throws Exception {
        ServerOptions options = parse("--port", "0", "--data", "/x", "--bind", "::1", "--parent-stdin");
        assertEquals(0, options.port());
        assertTrue(options.portGiven());
        assertEquals(Path.of("/x"), options.data());
        assertEquals("::1", options.bind());
        assertTrue(options.ownedByParent());
    }

    /// `lab server` is owned by its command, too, and serves everybody.
    @Test
    void only_a_server_that_says_so_serves_a_single_command() throws Exception {
        assertFalse(parse("--parent-stdin").temporary());
        assertTrue(parse("--parent-stdin", "--temporary").temporary());
    }

    @ParameterizedTest
    @CsvSource({
        "--prot 1,unknown option '--prot'; allowed: --port N",
        "--port,option '--port' needs a value",
        "--port 70000,'70000' is no port; give 0",
        "--port x,'x' is no port; give 0",
        "--bind 0.0.0.0,--bind 0.0.0.0 would open the lab"
    })
    void a_mistake_is_answered_with_what_is_allowed(String words, String start) {
        var refused = assertThrows(ServerOptions.Unusable.class, () -> parse(words.split(" ")));
        assertTrue(String.valueOf(refused.getMessage()).startsWith(start), refused::getMessage);
    }
}
