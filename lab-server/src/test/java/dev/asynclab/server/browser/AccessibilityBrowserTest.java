package dev.asynclab.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Every page, light and dark, under axe: names, roles, contrast, headings, places to scroll.
@Tag("slow")
@ExtendWith(TracedRun.Once.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessibilityBrowserTest {
    private static final String AXE = Sitting.resource("/vendor/axe-core-4.14.1/axe.min.js");

    /// What axe finds at the two worst of its four grades, as sentences.
    private static final String GRAVE = """
            async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
                .filter((v) => ["serious", "critical"].includes(v.impact))
                .flatMap((v) => v.nodes.map((n) => `${v.id} at ${n.target.join(" ")}: ${n.failureSummary}`))""";

    private Sitting sitting;
    private String run = "";

    @BeforeAll
    void begin(@TempDir Path folder, TracedRun traced) throws Exception {
        sitting = Sitting.begin(traced.copyTo(folder.resolve("data")));
        run = traced.id();
    }

    @AfterAll
    void end() throws InterruptedException {
        if (sitting != null) {
            sitting.close();
        }
    }

    private List<String> pages() {
        return List.of(
                "/",
                "/scenarios/tiny",
                "/scenarios/two-by-two?profile=smoke",
                "/runs",
                "/runs/" + run,
                "/models",
                "/models?a=python-threads&b=processes&only=code",
                "/compare",
                "/words?word=not-settled",
                "/docs/",
                "/problems/");
    }

    private static List<String> grave(Page page) {
        Sitting.settled(page);
        page.evaluate(AXE);
        var found = new ArrayList<String>();
        ((List<?>) page.evaluate(GRAVE)).forEach(f -> found.add(page.url() + " " + f));
        return found;
    }

    @Test
    void axe_finds_nothing_serious_in_either_theme() {
        var found = new ArrayList<String>();
        for (String path : pages()) {
            found.addAll(graveInEitherTheme(sitting.open(path, 1200)));
        }
        assertEquals(List.of(), found);
        sitting.chromium.assertQuiet();
    }

    /// Closes the page.
    private static List<String> graveInEitherTheme(Page page) {
        var found = new ArrayList<String>();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            found.addAll(grave(page));
        }
        page.context().close();
        return found;
    }

    @Test
    void axe_finds_nothing_serious_in_the_editor_whether_its_text_is_new_or_copied_or_has_a_problem() {
        var found = new ArrayList<String>();
        for (String path : List.of("/edit", "/edit?from=tiny", "/edit/tiny")) {
            Page page = sitting.open(path, 1200);
            EditorBench.checked(page);
            if (path.equals("/edit/tiny")) {
                EditorBench.goTo(page, "closed");
                page.keyboard().insertText("closd");
                assertThat(page.locator(".problems li")).hasCount(1);
                assertThat(page.locator(".cm-lintRange-error")).hasText("closd");
            }
            found.addAll(graveInEitherTheme(page));
        }
        assertEquals(List.of(), found);
        sitting.chromium.assertQuiet();
    }

    @Test
    void axe_finds_nothing_serious_on_a_phone_or_where_nothing_is_open() {
        var found = new ArrayList<String>();
        for (String path : List.of("/", "/scenarios/two-by-two", "/runs/" + run, "/models")) {
            Page page = sitting.open(path, 360);
            found.addAll(grave(page));
            page.context().close();
        }
        // What a stranger sees, and who follows a wrong address.
        for (String path : List.of("/runs", "/no/such/page")) {
            Page page = sitting.chromium.stranger();
            page.navigate(sitting.base + path);
            found.addAll(grave(page));
            page.context().close();
        }
        assertEquals(List.of(), found);
    }

    /// axe must see what it is asked about: a picture without a text is found.
    @Test
    void axe_is_awake() {
        Page page = sitting.open("/runs", 1200);
        Sitting.settled(page);
        page.evaluate("() => document.querySelector('main').append(document.createElement('img'))");
        assertEquals(
                1, grave(page).stream().filter(f -> f.contains("image-alt")).count());
    }
}
