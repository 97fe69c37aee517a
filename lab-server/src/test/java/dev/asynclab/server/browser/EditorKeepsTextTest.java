package dev.asynclab.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Nothing that was typed is lost: not to somebody else's change, a closed tab, a lost session, or a link.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EditorKeepsTextTest {
    private EditorBench bench;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        bench = EditorBench.start(folder);
        // A browser reports every refusal as an error; here they are what is tested.
        bench.chromium.expect("status of 4");
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (bench != null) {
            bench.close();
        }
    }

    /// Mine has ten callers, theirs another title: different lines.
    private Page changedByBoth(String id) throws Exception {
        bench.store(id);
        Page page = bench.edit("/edit/" + id);
        EditorBench.goTo(page, "concurrency: 2");
        page.keyboard().insertText("concurrency: 10");
        bench.elsewhere(page, id, EditorBench.own(id).replace("Two callers", "Both"));
        page.keyboard().press("Control+s");
        assertThat(page.locator("#conflict")).isFocused();
        return page;
    }

    private static void press(Page page, String button) {
        Locator found = page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true));
        found.focus();
        found.press("Enter");
    }

    private static Locator said(Page page) {
        return page.locator(".bar-of-tools [role=status]");
    }

    @Test
    void changes_of_different_lines_are_merged() throws Exception {
        Page page = changedByBoth("apart");
        assertThat(page.locator(".three tr.theirs")).containsText("title: Both and a pool of one");
        assertThat(page.locator(".three tr.mine")).containsText("concurrency: 10");
        press(page, "Merge by hand");
        assertThat(page.locator(".cm-content")).containsText("title: Both and a pool of one");
        page.keyboard().press("Control+s");
        assertThat(said(page)).hasText("saved as apart");
        assertEquals(
                EditorBench.own("apart").replace("Two callers", "Both").replace("concurrency: 2", "concurrency: 10"),
                bench.stored("apart"));
        bench.chromium.assertQuiet();
    }

    @Test
    void where_both_changed_a_line_mine_stands_with_theirs_as_a_comment() throws Exception {
        bench.store("same-line");
        Page page = bench.edit("/edit/same-line");
        EditorBench.goTo(page, "concurrency: 2");
        page.keyboard().insertText("concurrency: 10");
        bench.elsewhere(page, "same-line", EditorBench.own("same-line").replace("concurrency: 2", "concurrency: 3"));
        page.keyboard().press("Control+s");
        press(page, "Merge by hand");
        assertThat(page.locator(".cm-content")).containsText("# load: {closed: {concurrency: 3}}");
        assertTrue(EditorBench.text(page).contains("\nload: {closed: {concurrency: 10}}"));
        bench.chromium.assertQuiet();
    }

    @Test
    void theirs_can_be_taken_and_mine_brought_back() throws Exception {
        Page page = changedByBoth("theirs");
        press(page, "Take theirs");
        assertThat(page.locator(".cm-content")).containsText("title: Both");
        assertEquals(EditorBench.own("theirs").replace("Two callers", "Both"), EditorBench.text(page));
        press(page, "bring it back");
        assertThat(page.locator(".cm-content")).containsText("concurrency: 10");
        assertEquals(EditorBench.own("theirs").replace("concurrency: 2", "concurrency: 10"), EditorBench.text(page));
        bench.chromium.assertQuiet();
    }

    @Test
    void mine_can_be_kept() throws Exception {
        Page page = changedByBoth("mine");
        press(page, "Keep mine");
        assertThat(said(page)).hasText("saved as mine");
        assertEquals(EditorBench.own("mine").replace("concurrency: 2", "concurrency: 10"), bench.stored("mine"));
        bench.chromium.assertQuiet();
    }

    @Test
    void what_was_typed_is_there_when_the_page_is_opened_again() throws Exception {
        bench.store("draft");
        Page page = bench.edit("/edit/draft");
        EditorBench.goTo(page, "Two callers");
        page.keyboard().insertText("Nine");
        assertThat(said(page)).hasText("kept in this browser, not saved");
        page.close();
        try (Page again = page.context().newPage()) {
            again.navigate(bench.address("/edit/draft"));
            assertThat(again.locator(".notices")).containsText("Restored");
            assertThat(again.locator(".cm-content")).containsText("title: Nine and a pool of one");
            // Somebody else stores another revision: the draft is of an older one, which is said before anything is
            // typed.
            bench.elsewhere(again, "draft", EditorBench.own("draft").replace("20ms", "30ms"));
        }
        try (Page later = page.context().newPage()) {
            later.navigate(bench.address("/edit/draft"));
            assertThat(later.locator("#conflict")).isVisible();
            assertThat(later.locator(".cm-content")).containsText("title: Nine");
        }
        bench.chromium.assertQuiet();
    }

    @Test
    void a_lost_session_loses_no_text() throws Exception {
        bench.store("session");
        Page page = bench.edit("/edit/session");
        List<Cookie> cookies = page.context().cookies();
        page.context().clearCookies();
        EditorBench.goTo(page, "Two callers");
        page.keyboard().insertText("Nine");
        page.keyboard().press("Control+s");
        assertThat(page.locator(".notices")).containsText("Log in again in another tab");
        assertThat(page.locator(".cm-content")).containsText("title: Nine");
        page.context().addCookies(cookies);
        page.keyboard().press("Control+s");
        assertThat(said(page)).hasText("saved as session");
        assertEquals(EditorBench.own("session").replace("Two callers", "Nine"), bench.stored("session"));
        bench.chromium.assertQuiet();
    }

    @Test
    void an_id_that_is_taken_is_told_and_saving_does_not_overwrite() throws Exception {
        bench.store("taken");
        Page page = bench.edit("/edit");
        EditorBench.goTo(page, "id: my-scenario");
        page.keyboard().insertText("id: taken");
        assertThat(page.locator(".notices")).containsText("There is a scenario taken already");
        page.keyboard().press("Control+s");
        assertThat(page.locator(".notices .failure")).containsText("taken");
        assertEquals(EditorBench.own("taken"), bench.stored("taken"));
        bench.chromium.assertQuiet();
    }

    @Test
    void a_text_with_errors_is_not_saved_and_not_lost() throws Exception {
        bench.store("broken");
        Page page = bench.edit("/edit/broken");
        EditorBench.goTo(page, "threads: 1");
        page.keyboard().insertText("threads: many");
        page.keyboard().press("Control+s");
        assertThat(page.locator(".notices .failure")).containsText("line 10");
        assertThat(page.locator(".cm-content")).containsText("threads: many");
        assertEquals(EditorBench.own("broken"), bench.stored("broken"));
        bench.chromium.assertQuiet();
    }

    @Test
    void leaving_asks_and_what_was_left_comes_back() throws Exception {
        bench.store("leave");
        Page page = bench.page("/scenarios/leave", 1200);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("change it"))
                .click();
        EditorBench.checked(page);
        EditorBench.goTo(page, "Two callers");
        page.keyboard().insertText("Nine");
        assertThat(said(page)).containsText("not saved");
        assertEquals(
                false,
                page.evaluate("dispatchEvent(new Event('beforeunload', { cancelable: true }))"),
                "a tab that is closed asks, too");
        Locator runs = page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName("Runs").setExact(true));
        runs.press("Enter");
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        press(page, "Stay");
        assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
        assertThat(page.locator(".cm-content")).containsText("title: Nine");
        runs.press("Enter");
        press(page, "Leave");
        page.waitForURL("**/runs");
        page.goBack();
        assertThat(page.locator(".notices")).containsText("Restored");
        assertThat(page.locator(".cm-content")).containsText("title: Nine");
        // Back, too: nothing was clicked.
        page.goBack();
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        press(page, "Save and leave");
        assertThat(page).not().hasURL(Pattern.compile(".*/edit/.*"));
        assertEquals(EditorBench.own("leave").replace("Two callers", "Nine"), bench.stored("leave"));
        bench.chromium.assertQuiet();
    }
}
