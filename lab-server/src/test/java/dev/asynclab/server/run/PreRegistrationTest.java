package dev.asynclab.server.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.Check;
import dev.asynclab.api.RunRequest;
import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.server.store.FileScenarioLibrary;
import dev.asynclab.server.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreRegistrationTest {

    private static final String TEXT = """
            format: lab/v1
            title: Mine
            backends: {orders: {kind: fast, delay: 5ms, body: 256B}}
            models: {a: {use: event-loop}, b: {use: netty}}
            load: {closed: {concurrency: 10}}
            task: [{call: orders}]
            expect: [{id: faster, that: throughput of a >= 2x throughput of b, grade: must}]
            """;

    @TempDir
    Path folder;

    private Store store;
    private FileScenarioLibrary library;
    private PreRegistration registration;
    private String revision;

    @BeforeEach
    void open() {
        store = Store.open(folder.resolve("data"));
        library = new FileScenarioLibrary(folder.resolve("shipped"), folder.resolve("own"));
        registration = new PreRegistration(store, library, ScenarioReader::read);
        revision = assertInstanceOf(ScenarioLibrary.Saved.Ok.class, library.create("mine", TEXT))
                .scenario()
                .revision();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_result_says_that_its_claims_were_there_first() {
        Check check = check(run(Optional.of("mine")));
        assertTrue(check.ok());
        assertEquals(
                "claims stored before the first trial (sha256 " + revision.substring(0, 12) + ")", check.evidence());
    }

    @Test
    void claims_edited_after_the_measurement_are_found_out() {
        String run = run(Optional.of("mine"));
        edit(TEXT.replace(">= 2x", ">= 1.5x"));
        assertEquals(new Check("pre-registered", false, "claims edited after measurement - rerun"), check(run));
    }

    @Test
    void a_claim_added_afterwards_is_an_edited_claim() {
        String run = run(Optional.of("mine"));
        edit(TEXT.replace("expect: [", "expect: [{id: late, that: throughput of b >= 1/s, grade: must}, "));
        assertFalse(check(run).ok());
    }

    @Test
    void other_edits_leave_the_claims_what_they_were() {
        String run = run(Optional.of("mine"));
        edit(TEXT.replace("title: Mine", "# a comment\ntitle: My own"));
        Check check = check(run);
        assertTrue(check.ok(), check::evidence);
        assertTrue(check.evidence().endsWith("the file was edited since, its claims were not"), check::evidence);
    }

    @Test
    void a_deleted_scenario_changes_nothing_about_the_run() {
        String run = run(Optional.of("mine"));
        assertInstanceOf(ScenarioLibrary.Saved.Ok.class, library.delete("mine", null));
        assertTrue(check(run).ok());
    }

    @Test
    void a_text_sent_along_is_not_held_against_a_scenario_of_the_same_name() {
        String run = run(Optional.empty());
        edit(TEXT.replace(">= 2x", ">= 1.5x"));
        assertTrue(check(run).ok());
    }

    @Test
    void the_check_is_there_once_however_often_a_result_is_read() {
        ResultDocument result = registration.checked(registration.checked(result(run(Optional.of("mine")))));
        assertEquals(
                List.of("little", "pre-registered"),
                result.checks().stream().map(Check::code).toList());
    }

    private void edit(String text) {
        assertInstanceOf(ScenarioLibrary.Saved.Ok.class, library.replace("mine", revision, text));
    }

    private Check check(String run) {
        return registration.checked(result(run)).checks().getLast();
    }

    private String run(Optional<String> scenario) {
        RunRequest request = new RunRequest(
                scenario,
                scenario.isPresent() ? Optional.empty() : Optional.of(TEXT),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty());
        store.insert(
                StoredRun.queued("r1", "mine", null, request, "quick", 150, 7, 16, Instant.EPOCH), TEXT, null, "f", 10);
        return "r1";
    }

    private ResultDocument result(String run) {
        return new ResultDocument(
                ResultDocument.FORMAT,
                run,
                new ResultDocument.ScenarioRef("mine", null, revision),
                "quick",
                "succeeded",
                "holds",
                "",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Check("little", true, "fine")),
                List.of(),
                Map.of(),
                7,
                "",
                "",
                "lab run mine",
                null,
                null,
                null,
                null);
    }
}
