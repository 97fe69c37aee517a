package dev.asynclab.server.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The system's Chromium, driven by Playwright. Whatever a page complains about is kept, see [#assertQuiet()].
final class Chromium implements AutoCloseable {
    private static final List<String> PLACES =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    /// Tells violations of the content security policy, which a page can hear but a test cannot see.
    private static final String REPORTER =
            "addEventListener('securitypolicyviolation', e => console.error('POLICY ' + e.violatedDirective + ' '"
                    + " + e.blockedURI))";

    private final Playwright playwright;
    private final Browser browser;
    private final String base;
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    private final List<String> expected = Collections.synchronizedList(new ArrayList<>());
    private @org.jspecify.annotations.Nullable String login;

    private Chromium(Path executable, String base, List<String> arguments) {
        this.base = base;
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        // A container's root has no sandbox to offer.
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(Stream.concat(Stream.of("--no-sandbox"), arguments.stream())
                                .toList()));
    }

    /// Starts one.
    ///
    /// @param base address of the server, `http://localhost:1234`
    /// @param arguments for its command line
    static Chromium start(String base, String... arguments) {
        return new Chromium(executable(), base, List.of(arguments));
    }

    /// The program. Without a browser on the system the test is skipped, except in continuous integration.
    static Path executable() {
        Optional<Path> found = Stream.concat(
                        Optional.ofNullable(System.getenv("LAB_CHROMIUM")).stream(), PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty() && System.getenv("CI") != null) {
            fail("no Chromium: install it, or name one in LAB_CHROMIUM");
        }
        Assumptions.assumeTrue(found.isPresent(), "SKIPPED: no Chromium in " + PLACES + " or LAB_CHROMIUM");
        return found.orElseThrow();
    }

    /// Logs in by a link that works once; pages opened later stay logged in.
    void login(String link) {
        try (BrowserContext context = browser.newContext()) {
            context.newPage().navigate(link);
            login = context.storageState();
        }
    }

    /// A page in a window of its own.
    Page page(int width, int height) {
        var options = new Browser.NewContextOptions().setViewportSize(width, height);
        if (login != null) {
            options.setStorageState(login);
        }
        BrowserContext context = browser.newContext(options);
        context.addInitScript(REPORTER);
        Page page = context.newPage();
        page.onConsoleMessage(this::heard);
        page.onPageError(error -> complaints.add("error: " + error));
        page.onDialog(dialog -> {
            complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(base)) {
                complaints.add("request: " + request.url());
            }
        });
        return page;
    }

    /// A page of somebody who is not logged in. What it complains about is not kept: a refusal is what it is for.
    Page stranger() {
        return browser.newContext().newPage();
    }

    /// Forgets what was complained about, after a test that breaks connections on purpose. A policy, a dialog and a
    /// foreign request stay.
    void forgive() {
        complaints.removeIf(c -> c.contains("net::ERR_") || c.contains("Failed to load resource"));
    }

    /// Complaints that contain this are part of a test: a browser reports every answer that is a refusal.
    void expect(String part) {
        expected.add(part);
    }

    private void heard(ConsoleMessage message) {
        if (expected.stream().anyMatch(message.text()::contains)) {
            return;
        }
        if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.type() + ": " + message.text());
        }
    }

    /// Nothing was logged as an error, no script failed, no policy was violated, no dialog opened, nothing was asked of
    /// another server.
    void assertQuiet() {
        assertEquals(List.of(), List.copyOf(complaints));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
