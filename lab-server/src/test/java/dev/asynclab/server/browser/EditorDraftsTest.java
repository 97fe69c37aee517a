package dev.asynclab.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Each tab has a draft of its own, and those of closed tabs are found again.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EditorDraftsTest {
    private EditorBench bench;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        bench = EditorBench.start(folder);
    }

    @AfterAll
    void stop() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    /// A browser nobody has used yet, with a scenario to begin from.
    private BrowserContext browser(String source) throws Exception {
        bench.store(source);
        return bench.page("/", 1200).context();
    }

    /// A new tab at the editor, beginning from a scenario. Leaving it is agreed to.
    private Page tab(BrowserContext browser, String source) {
        Page page = browser.newPage();
        page.onDialog(Dialog::accept);
        page.navigate(bench.address("/edit?from=" + source));
        EditorBench.checked(page);
        return page;
    }

    private static void name(Page page, String title) {
        EditorBench.goTo(page, "Two callers");
        page.keyboard().insertText(title);
        assertThat(page.locator(".bar-of-tools [role=status]")).containsText("kept in this browser");
    }

    private static void reload(Page page) {
        page.reload();
        EditorBench.checked(page);
    }

    private static Locator text(Page page) {
        return page.locator(".cm-content");
    }

    private static Locator notices(Page page) {
        return page.locator(".notices");
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    @Test
    void two_tabs_that_begin_from_one_scenario_keep_a_draft_each() throws Exception {
        BrowserContext browser = browser("two-tabs");
        Page first = tab(browser, "two-tabs");
        name(first, "Nine");
        Page second = tab(browser, "two-tabs");
        assertThat(text(second)).containsText("title: Two callers");
        assertThat(notices(second)).containsText("Another tab is writing my-two-tabs, too");
        name(second, "Seven");
        EditorBench.goTo(first, "Nine");
        first.keyboard().insertText("Eleven");
        assertThat(text(first)).containsText("title: Eleven");
        reload(first);
        assertThat(text(first)).containsText("title: Eleven");
        reload(second);
        assertThat(text(second)).containsText("title: Seven");
    }

    @Test
    void the_draft_of_a_closed_tab_is_offered_and_what_was_here_is_offered_in_its_turn() throws Exception {
        BrowserContext browser = browser("closed");
        try (Page first = tab(browser, "closed")) {
            name(first, "Nine");
        }
        Page second = tab(browser, "closed");
        assertThat(text(second)).containsText("title: Two callers");
        assertThat(notices(second))
                .containsText(Pattern.compile("an unfinished draft of my-closed from \\d?\\d[:.]\\d\\d"));
        name(second, "Seven");
        press(second, "open");
        assertThat(text(second)).containsText("title: Nine");
        reload(second);
        assertThat(text(second)).containsText("title: Nine");
        press(second, "open");
        assertThat(text(second)).containsText("title: Seven");
    }

    @Test
    void a_draft_that_is_discarded_is_set_aside_and_can_be_brought_back() throws Exception {
        BrowserContext browser = browser("discarded");
        try (Page first = tab(browser, "discarded")) {
            name(first, "Nine");
        }
        Page second = tab(browser, "discarded");
        press(second, "discard");
        assertThat(notices(second)).not().containsText("unfinished draft");
        reload(second);
        assertThat(notices(second)).not().containsText("unfinished draft");
        press(second, "bring it back");
        assertThat(text(second)).containsText("title: Nine");
    }

    @Test
    void a_copy_of_the_draft_of_an_open_tab_leaves_that_tab_its_own() throws Exception {
        BrowserContext browser = browser("copied");
        Page first = tab(browser, "copied");
        name(first, "Nine");
        Page second = tab(browser, "copied");
        press(second, "open a copy here");
        assertThat(text(second)).containsText("title: Nine");
        EditorBench.goTo(second, "Nine");
        second.keyboard().insertText("Eleven");
        assertThat(text(second)).containsText("title: Eleven");
        reload(first);
        assertThat(text(first)).containsText("title: Nine");
    }

    /// A browser that duplicates a tab gives the second one what the first has stored for itself.
    @Test
    void a_duplicated_tab_is_another_one() throws Exception {
        BrowserContext browser = browser("doubled");
        Page first = tab(browser, "doubled");
        name(first, "Nine");
        Page second = first.waitForPopup(() -> first.evaluate("() => void window.open(location.href)"));
        second.onDialog(Dialog::accept);
        EditorBench.checked(second);
        String called = "() => sessionStorage.getItem('tab')";
        assertNotEquals(first.evaluate(called), second.evaluate(called));
        name(second, "Seven");
        reload(first);
        assertThat(text(first)).containsText("title: Nine");
    }

    @Test
    void a_draft_of_an_earlier_version_is_offered() throws Exception {
        BrowserContext browser = browser("earlier");
        try (Page page = browser.newPage()) {
            page.navigate(bench.address("/words"));
            String draft = JsonMapper.shared()
                    .writeValueAsString(Map.of(
                            "id",
                            "",
                            "revision",
                            "from earlier",
                            "base",
                            EditorBench.own("my-earlier"),
                            "text",
                            EditorBench.own("my-earlier").replace("Two callers", "Nine"),
                            "at",
                            1_767_600_000_000L));
            page.evaluate("draft => localStorage.setItem('draft  from earlier', draft)", draft);
        }
        Page page = tab(browser, "earlier");
        press(page, "open");
        assertThat(text(page)).containsText("title: Nine");
        assertEquals(true, page.evaluate("() => localStorage.getItem('draft  from earlier') === null"));
    }

    @Test
    void the_draft_of_a_scenario_of_ones_own_waits_for_the_next_tab_but_is_not_taken_from_an_open_one()
            throws Exception {
        BrowserContext browser = browser("mine");
        Page first = browser.newPage();
        first.onDialog(Dialog::accept);
        first.navigate(bench.address("/edit/mine"));
        EditorBench.checked(first);
        name(first, "Nine");
        Page second = browser.newPage();
        second.onDialog(Dialog::accept);
        second.navigate(bench.address("/edit/mine"));
        EditorBench.checked(second);
        assertThat(text(second)).containsText("title: Two callers");
        first.close();
        reload(second);
        assertThat(notices(second)).containsText("Restored");
        assertThat(text(second)).containsText("title: Nine");
    }
}
