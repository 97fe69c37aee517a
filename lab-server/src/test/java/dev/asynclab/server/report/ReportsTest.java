package dev.asynclab.server.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.server.verdict.RecordedRunTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ReportsTest {
    private static final Path RECORDED = Path.of("src/test/resources/recorded/pool-queueing.json");
    private static final Path APPROVED = Path.of("src/test/resources/approved");
    private static final String SCENARIO = "format: lab/v1\nid: pool-queueing\ntitle: <b>&\n";
    private static final String HOSTILE = "</script><!-- <img src=x onerror=alert(1)> \\u001b[31m\\u202e";
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void the_recorded_result_reads_as_approved_in_every_format() throws IOException {
        String json = recorded();
        ResultDocument result = document(json);
        approved("report.html", HtmlReport.of(result, json, SCENARIO));
        approved("report.md", MarkdownReport.of(result));
        approved("report.csv", CsvReport.of(result));
    }

    @Test
    void the_page_asks_no_network_for_anything() throws IOException {
        String json = recorded();
        String page = HtmlReport.of(document(json), json, SCENARIO);
        assertFalse(Pattern.compile("https?:|//|src=|href=(?!\"#)|url\\((?!#)|@import")
                .matcher(page)
                .find());
        assertTrue(page.contains("default-src 'none'"));
    }

    @Test
    void text_of_other_people_stays_text() throws IOException {
        String json = recorded()
                .replace("backend 9 % busy", HOSTILE)
                .replace("pool-50 had 50 of 50", HOSTILE + " had 50 of 50")
                .replace("\"pool-saturates\"", "\"" + HOSTILE + "\"");
        String page = HtmlReport.of(document(json), json, HOSTILE);
        assertFalse(page.contains("<img"), "markup got through");
        assertFalse(page.contains("<!--"), "a comment got through");
        // The result, the scenario, nothing else.
        assertEquals(2, count(page, "</script"));
        assertFalse(page.chars().anyMatch(c -> c == 0x1b || c == 0x202e));
        String markdown = MarkdownReport.of(document(json));
        assertFalse(markdown.contains("<img"));
    }

    @Test
    void the_embedded_json_is_the_result_document() throws IOException {
        String json = recorded().replace("backend 9 % busy", HOSTILE);
        String page = HtmlReport.of(document(json), json, SCENARIO);
        assertEquals(JSON.readTree(json), embedded(page));
    }

    @Test
    void a_large_result_still_fits_and_is_still_a_result_document() throws IOException {
        // 8 cells x 1,000 metrics x (name and 8 rounds, about 150 bytes) are more than 1 MB.
        String metrics = IntStream.range(0, 1000)
                .mapToObj(i -> "\"m" + i
                        + "\": {\"unit\": \"s\", \"median\": 1.5, \"lo\": 1, \"hi\": 2, \"rounds\": "
                        + "[1.23456789, 1.23456789, 1.23456789, 1.23456789, 1.23456789, 1.23456789]}, ")
                .collect(Collectors.joining());
        String json =
                recorded().replace("\"metrics\": {\n    \"throughput\"", "\"metrics\": {" + metrics + "\"throughput\"");
        assertTrue(json.length() > 700_000, "the fixture no longer matches: " + json.length());
        String page = HtmlReport.of(document(json), json, SCENARIO);
        int size = page.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(size <= HtmlReport.LARGEST_BYTES, "size " + size);
        assertEquals("lab-result/v1", embedded(page).path("format").asString());
        assertTrue(page.contains("data-cut="));
    }

    @Test
    void result_and_scenario_come_out_of_the_page_as_they_went_in() throws IOException {
        String json = JSON.writeValueAsString(JSON.readTree(recorded().replace("backend 9 % busy", HOSTILE)));
        String scenario = "# " + HOSTILE + "\r\n\tid: \"x\" ]]> \u2028\u202e\u0000 \\u003c \ud83d\ude00\n";
        String page = HtmlReport.of(document(json), json, scenario);
        assertArrayEquals(
                json.getBytes(StandardCharsets.UTF_8),
                JSON.writeValueAsString(data(page, "result")).getBytes(StandardCharsets.UTF_8));
        assertArrayEquals(
                scenario.getBytes(StandardCharsets.UTF_8),
                data(page, "scenario").stringValue().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void limits_and_validity_stand_in_the_markdown() throws IOException {
        String markdown = MarkdownReport.of(document(recorded()));
        assertTrue(markdown.contains("## Limits each model ran under"), markdown);
        assertTrue(markdown.contains("checks passed.") || markdown.contains("checks failed."), markdown);
        // Whatever a table holds, each of its lines has as many bars as the line of dashes.
        List<String> lines = markdown.lines().toList();
        int columns = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (i + 1 < lines.size() && lines.get(i + 1).startsWith("|---")) {
                columns = count(lines.get(i + 1), "|");
            }
            if (lines.get(i).startsWith("|")) {
                assertEquals(columns, count(lines.get(i).replace("\\|", ""), "|"), lines.get(i));
            }
        }
    }

    @Test
    void every_column_of_the_csv_is_documented() throws IOException {
        String page = Files.readString(Path.of("docs/csv.md"));
        List<String> documented = Pattern.compile("(?m)^\\| `([a-z]+)` \\|")
                .matcher(page)
                .results()
                .map(m -> m.group(1))
                .toList();
        assertEquals(CsvReport.columns(List.of()), documented);
        List<String> first = CsvReport.of(document(recorded())).lines().limit(1).toList();
        assertEquals(List.of(String.join(",", CsvReport.columns(List.of("callers")))), first);
    }

    @Test
    void an_ordinary_report_is_small() throws IOException {
        String json = recorded();
        String page = HtmlReport.of(document(json), json, SCENARIO);
        assertTrue(page.length() < 60_000, "size " + page.length());
    }

    @Test
    void what_was_only_explored_stands_apart_and_names_no_winner() {
        ResultDocument result = RecordedRunTest.capsule().result();
        String page = HtmlReport.of(result, "{}", SCENARIO);
        String section = page.substring(page.indexOf("Exploratory: not a verdict"), page.indexOf("Limits each model"));
        // 100 ms against 2.04 s in every round: 0.049.
        assertTrue(section.contains("latency.p99") && section.contains("0.05 [0.05, 0.05]"), section);
        assertFalse(section.contains("beats") || section.contains("best"), section);
        String markdown = MarkdownReport.of(result);
        assertTrue(markdown.contains("## Exploratory: not a verdict"), markdown);
        // Findings only: a difference that was not shown has no row.
        assertFalse(markdown.contains("not-shown"), markdown);
    }

    @Test
    void a_result_of_an_earlier_version_has_nothing_explored() throws IOException {
        assertFalse(MarkdownReport.of(document(recorded())).contains("Exploratory"));
    }

    @Test
    void a_picture_stands_in_the_page_and_a_large_one_is_named() {
        ResultDocument result = withArtifacts("small.png", "absent.png", "large.png", "second.png");
        Map<String, byte[]> pictures = Map.of(
                "small.png", new byte[] {1, 2, 3},
                "large.png", new byte[PictureGallery.LARGEST_BYTES + 1],
                "second.png", new byte[PictureGallery.LARGEST_BYTES]);
        String page = HtmlReport.of(result, "{}", SCENARIO, new ReportFiles(pictures, Map.of()));
        // Base64 of the bytes 1, 2, 3
        assertTrue(page.contains("src=\"data:image/png;base64,AQID\""));
        assertTrue(page.contains("<code>large.png</code> is too large for this page"));
        assertFalse(page.contains("absent.png"));
        assertEquals(2, count(page, "<img "));
        int size = page.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(size <= HtmlReport.LARGEST_BYTES, "size " + size);
    }

    @Test
    void a_name_of_a_picture_is_text() {
        ResultDocument result = withArtifacts(HOSTILE);
        String page = HtmlReport.of(result, "{}", SCENARIO, new ReportFiles(Map.of(HOSTILE, new byte[3]), Map.of()));
        assertFalse(page.contains("<img src=x") || page.contains("<!--"), page);
    }

    private static ResultDocument withArtifacts(String... names) {
        JsonNode tree = JSON.valueToTree(RecordedRunTest.capsule().result());
        var list = ((ObjectNode) tree).putArray("artifacts");
        for (String name : names) {
            list.addObject()
                    .put("name", name)
                    .put("type", "image/png")
                    .put("bytes", 1)
                    .put("href", "/");
        }
        return JSON.treeToValue(tree, ResultDocument.class);
    }

    @Test
    void every_link_of_the_page_leads_to_a_word_explained_on_it() throws IOException {
        String page = HtmlReport.of(document(recorded()), recorded(), SCENARIO);
        List<String> links = Pattern.compile("href=\"#([^\"]+)\"")
                .matcher(page)
                .results()
                .map(m -> m.group(1))
                .distinct()
                .toList();
        assertTrue(links.size() > 20, links.toString());
        links.forEach(id -> assertEquals(1, count(page, "<dfn id=\"" + id + "\">"), id));
        assertEquals(links.size(), count(page, "<dfn "), "a word that is not used is explained");
        assertTrue(links.contains("w-callers-delay") && links.contains("w-pool-queueing"), links.toString());
    }

    @Test
    void a_claim_that_holds_for_another_reason_says_so_in_every_report() throws IOException {
        String json = recorded().replaceFirst("\"mechanismSeen\": true", "\"mechanismSeen\": false");
        String other = "holds, but not for the stated reason: pool-queueing was not seen";
        assertTrue(HtmlReport.of(document(json), json, SCENARIO).contains(other));
        assertTrue(MarkdownReport.of(document(json)).contains(other));
    }

    @Test
    void the_winner_map_names_a_best_only_where_pairs_do() throws IOException {
        String map = WinnerMap.of(document(recorded()), "throughput");
        // At 1,000 callers the two that beat pool-50 tie with each other; at 10 nobody beats anybody.
        assertEquals(3, count(map, "class=best"), "the legend and two cells: " + map);
        assertTrue(map.contains("<b>!</b> <small>void: other programs took 31 %"), map);
        assertTrue(map.contains("class=skip"), map);
    }

    @Test
    void a_cell_that_looks_like_a_formula_is_disarmed_and_a_negative_number_is_not() throws IOException {
        String json = recorded().replace("other programs took 31 % of the CPU time", "=HYPERLINK(1)");
        String csv = CsvReport.of(document(json));
        assertTrue(csv.contains(",'=HYPERLINK(1),"), csv);
        String negative = recorded().replaceFirst("\"median\": 99.2", "\"median\": -99.2");
        assertTrue(CsvReport.of(document(negative)).contains(",-99.2,"));
    }

    private static JsonNode embedded(String page) {
        return data(page, "result");
    }

    static JsonNode data(String page, String id) {
        int start = page.indexOf('>', page.indexOf("<script type=\"application/json\" id=" + id)) + 1;
        return JSON.readTree(page.substring(start, page.indexOf("</script", start)));
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static String recorded() throws IOException {
        return Files.readString(RECORDED);
    }

    private static ResultDocument document(String json) {
        return JSON.readValue(json, ResultDocument.class);
    }

    private static void approved(String name, String actual) throws IOException {
        Path file = APPROVED.resolve(name);
        if (Boolean.getBoolean("lab.approve")) {
            Files.createDirectories(APPROVED);
            Files.writeString(file, actual);
        }
        String approved = Files.exists(file) ? Files.readString(file) : "(nothing approved yet)";
        assertEquals(approved, actual, () -> file + " differs; after reading it: mvn test -Dlab.approve=true");
    }
}
