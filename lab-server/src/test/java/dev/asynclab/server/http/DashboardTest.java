package dev.asynclab.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.RunState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The dashboard as the server hands it out: addresses, status, headers, sizes, and what is in the files.
class DashboardTest {
    private static final int LARGEST_FIRST_LOAD = 500 * 1024;
    private static final Pattern ADDRESS = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"");
    private final TestService lab = new TestService();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void every_page_is_the_shell_under_the_right_status() throws IOException {
        lab.runs.add("r", RunState.RUNNING);
        for (String path : List.of(
                "/",
                "/runs",
                "/runs/r",
                "/scenarios/demo",
                "/models?a=x&b=y",
                "/compare",
                "/words",
                "/edit",
                "/edit?from=demo",
                "/edit/demo")) {
            var page = lab.raw.get(path, TestService.BEARER);
            assertEquals(200, page.status(), path);
            assertTrue(page.body().contains("<div id=app>"), path);
            assertTrue(page.body().contains("<noscript>"), path);
        }
        for (String path : List.of("/runs/none", "/scenarios/none", "/edit/none", "/scenarios/%3Cb%3E", "/runs/%22x")) {
            var page = lab.raw.get(path, TestService.BEARER);
            assertEquals(404, page.status(), path);
            assertTrue(page.body().contains("<div id=app>"), path);
        }
    }

    @Test
    void whoever_is_not_logged_in_is_told_how_and_sees_no_run() throws IOException {
        lab.runs.add("secret-run", RunState.SUCCEEDED);
        assertEquals(200, lab.raw.get("/").status());
        for (String path : List.of(
                "/runs",
                "/runs/secret-run",
                "/scenarios/demo",
                "/models",
                "/compare",
                "/words",
                "/edit",
                "/edit/demo")) {
            var page = lab.raw.get(path);
            assertEquals(401, page.status(), path);
            assertTrue(page.body().contains("Log in"), path);
            assertFalse(page.body().contains("secret-run"), path);
        }
    }

    @Test
    void without_scripts_the_page_links_reports_and_the_description_of_the_api() throws IOException {
        lab.runs.add("r", RunState.SUCCEEDED);
        assertTrue(lab.raw
                .get("/runs/r", TestService.BEARER)
                .body()
                .contains("<a href=\"/api/v1/runs/r/report\">the report</a>"));
        String home = lab.raw.get("/", TestService.BEARER).body();
        assertTrue(home.contains("/api/v1/runs/r/report"));
        assertTrue(home.contains("<a href=\"/docs/\">"));
    }

    @Test
    void nothing_on_a_page_needs_more_than_the_policy_allows() throws IOException {
        var page = lab.raw.get("/", TestService.BEARER);
        String policy = page.header("Content-Security-Policy");
        assertFalse(policy.contains("unsafe"), policy);
        assertTrue(policy.contains("default-src 'none'"), policy);
        assertTrue(policy.contains("require-trusted-types-for 'script'"), policy);
        assertFalse(page.body().contains(" style="), "inline style");
        assertFalse(page.body().contains("<style"), "inline style");
        Matcher scripts = Pattern.compile("<script([^>]*)>([^<]*)</script>").matcher(page.body());
        int found = 0;
        while (scripts.find()) {
            found++;
            assertTrue(scripts.group(1).contains("src=\"/assets/"), scripts.group());
            assertEquals("", scripts.group(2));
        }
        assertEquals(2, found);
    }

    @Test
    void what_the_first_page_loads_is_there_keeps_for_ever_and_is_small() throws IOException {
        var page = lab.raw.get("/", TestService.BEARER);
        var addresses = new TreeSet<String>();
        ADDRESS.matcher(page.body()).results().forEach(m -> addresses.add(m.group(1)));
        long bytes = page.body().length();
        for (String address : addresses) {
            var file = lab.raw.get(address);
            assertEquals(200, file.status(), address);
            assertEquals("public, max-age=31536000, immutable", file.header("Cache-Control"), address);
            bytes += file.body().getBytes(StandardCharsets.UTF_8).length;
        }
        assertTrue(addresses.stream().anyMatch(a -> a.endsWith("/app/result.js")), addresses::toString);
        assertTrue(bytes <= LARGEST_FIRST_LOAD, "not packed: " + bytes);
    }

    @Test
    void a_file_of_another_build_is_not_this_ones() throws IOException {
        String address = WebFiles.built().url("app/main.js");
        assertEquals(
                404,
                lab.raw
                        .get(address.replace(WebFiles.built().version(), "0000000000000000"))
                        .status());
        assertEquals(404, lab.raw.get(address.replace("main.js", "none.js")).status());
        assertEquals(
                404,
                lab.raw.get(address.replace("app/main.js", "..%2Flogback.xml")).status());
    }

    @Test
    void a_browser_that_unpacks_gets_it_packed() throws IOException {
        String address = WebFiles.built().url("vendor/uplot-1.6.32/uPlot.esm.js");
        var packed = lab.raw.get(address, "Accept-Encoding", "gzip, br");
        assertEquals("gzip", packed.header("Content-Encoding"));
        assertEquals("Accept-Encoding", packed.header("Vary"));
        int plain = lab.raw.get(address).body().length();
        int length = Integer.parseInt(packed.header("Content-Length"));
        assertTrue(length < plain / 2, length + " of " + plain);
    }

    @Test
    void vendored_files_are_the_ones_written_down_with_their_licences() throws Exception {
        WebFiles files = WebFiles.built();
        JsonNode vendors = new JsonMapper().readTree(files.text("vendor/vendor.json"));
        var listed = new TreeSet<String>();
        for (JsonNode vendor : vendors) {
            for (String key : List.of("name", "version", "licence", "origin")) {
                assertFalse(vendor.path(key).asString("").isEmpty(), key);
            }
            String folder = "vendor/" + vendor.path("folder").asString() + "/";
            assertTrue(files.find(folder + "LICENSE").isPresent(), folder);
            for (var entry : vendor.path("files").properties()) {
                String path = folder + entry.getKey();
                listed.add(path);
                byte[] digest = MessageDigest.getInstance("SHA-256")
                        .digest(files.find(path).orElseThrow().bytes());
                assertEquals(entry.getValue().asString(), HexFormat.of().formatHex(digest), path);
            }
        }
        var there = files.paths()
                .filter(p -> p.startsWith("vendor/") && !p.equals("vendor/vendor.json"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(there, listed);
    }

    /// Text reaches the page as text only, because nothing in our modules can make markup or code of it.
    @Test
    void no_module_of_ours_can_turn_text_into_markup_or_code() {
        WebFiles files = WebFiles.built();
        var forbidden =
                Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function"
                        + "|DOMParser|javascript:|https?://(?!www\\.w3\\.org)");
        var modules = files.paths()
                .filter(p -> p.startsWith("app/") && p.endsWith(".js"))
                .toList();
        assertFalse(modules.isEmpty());
        for (String module : modules) {
            Matcher found = forbidden.matcher(files.text(module));
            assertFalse(found.find(), () -> module + " has " + found.group());
        }
    }

    @Test
    void colours_stand_in_one_file() {
        WebFiles files = WebFiles.built();
        var colour = Pattern.compile("#[0-9a-fA-F]{3,8}\\b|\\brgba?\\([0-9]");
        for (String sheet : List.of("lab.css", "app.css", "editor.css")) {
            Matcher found = colour.matcher(files.text(sheet));
            assertFalse(found.find(), () -> sheet + " has " + found.group());
        }
    }

    @Test
    void a_module_that_is_not_there_is_found_when_the_server_starts() {
        assertTrue(ModuleGraph.of(WebFiles.built(), "app/main.js").contains("app/chart/lanes.js"));
        assertThrows(IllegalArgumentException.class, () -> ModuleGraph.of(WebFiles.built(), "app/none.js"));
    }

    @Test
    void the_editor_is_loaded_by_its_own_page_only() throws IOException {
        WebFiles files = WebFiles.built();
        var editor = ModuleGraph.of(files, "app/edit.js").stream()
                .filter(m -> m.contains("/codemirror-"))
                .toList();
        assertEquals(1, editor.size());
        assertFalse(ModuleGraph.of(files, "app/main.js").contains("app/edit.js"));
        String page = lab.raw.get("/edit", TestService.BEARER).body();
        assertFalse(page.contains("codemirror"), page);
        String type = lab.raw.get(files.url(editor.getFirst())).header("Content-Type");
        assertTrue(type.startsWith("text/javascript"), type);
    }

    @Test
    void stored_events_are_also_had_as_one_document() throws IOException {
        lab.runs.add("r", RunState.RUNNING);
        lab.runs.emit("r", "plan", java.util.Map.of("rounds", 8));
        var reply = lab.get("/runs/r/events", "Accept", "application/json");
        assertEquals(200, reply.status());
        assertEquals(
                "plan",
                TestService.tree(reply).path("events").path(0).path("type").asString());
    }
}
