package dev.asynclab.server.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.RunRequest;
import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.server.capsule.Capsule;
import dev.asynclab.server.capsule.CapsuleTraces;
import dev.asynclab.server.capsule.CapsuleZip;
import dev.asynclab.server.capsule.Manifest;
import dev.asynclab.server.store.FileScenarioLibrary;
import dev.asynclab.server.store.Store;
import dev.asynclab.server.verdict.Judge;
import dev.asynclab.server.verdict.RecordedRunTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The recorded run through the real store and the real judge.
class CapsulesTest {

    private static final Capsule RECORDED = RecordedRunTest.capsule();
    private static final String RUN = RECORDED.manifest().run();

    @TempDir
    Path folder = Path.of("");

    private Store store;
    private RunEngine engine;

    @BeforeEach
    void open() {
        store = Store.open(folder);
        engine = engine();
    }

    private RunEngine engine() {
        return new RunEngine(new EngineParts(
                store,
                new FileScenarioLibrary(folder.resolve("shipped"), folder.resolve("scenarios")),
                ScenarioReader::read,
                (plan, done, _, listener) -> EngineFixture.measureAll(plan, done, listener),
                (plan, outcome, environment, facts) ->
                        Judge.judge(plan, outcome.records(), outcome.calibration(), environment, facts),
                Map::of,
                () -> Instant.EPOCH,
                () -> 1,
                new EngineParts.FreeSpace() {
                    @Override
                    public long usableBytes() {
                        return Long.MAX_VALUE;
                    }

                    @Override
                    public long totalBytes() {
                        return 100L << 30;
                    }
                },
                2,
                10,
                Duration.ZERO));
    }

    @AfterEach
    void close() {
        engine.close();
        store.close();
    }

    private Runs.Opened open(Capsule capsule) {
        return engine.open(CapsuleZip.write(capsule));
    }

    @Test
    void an_exported_run_is_the_same_run_elsewhere() throws Exception {
        var opened = assertInstanceOf(Runs.Opened.Ok.class, open(RECORDED));
        assertEquals("succeeded", opened.status().state());
        ResultDocument result = engine.result(RUN).orElseThrow();
        // Whether the claims were stored before the data is asked anew wherever a result is read.
        assertEquals(
                RECORDED.result(),
                result.withChecks(result.checks().stream()
                        .filter(c -> !c.code().equals("pre-registered"))
                        .toList()));
        assertEquals(RECORDED.trials(), engine.trials(RUN));
        assertEquals(1, engine.status(RUN).orElseThrow().progress());
        assertEquals("end", engine.events(RUN, 0).getLast().type());
        Capsule again = CapsuleZip.read(engine.capsule(RUN).orElseThrow());
        assertEquals(RECORDED.manifest(), again.manifest());
        assertEquals(RECORDED.result(), again.result());
        assertTrue(assertInstanceOf(Runs.Opened.Ok.class, open(RECORDED)).known());
    }

    @Test
    void judged_anew_it_gives_the_same_document() {
        open(RECORDED);
        assertEquals(engine.result(RUN), engine.fresh(RUN));
    }

    @Test
    void answers_given_afterwards_are_scored_as_those_given_before_and_kept_nowhere() {
        open(RECORDED);
        Map<String, String> handedIn = RECORDED.manifest().predictions();
        assertEquals(new Runs.Scoring.Ok(RECORDED.result().predictions()), engine.score(RUN, handedIn));
        // A pool of 50 and answers after 100 ms: 500/s, within the tolerance of what was measured.
        var other = assertInstanceOf(Runs.Scoring.Ok.class, engine.score(RUN, Map.of("pool-rate", "500/s")));
        assertEquals(
                List.of("pool-rate 1.0"),
                other.predictions().stream()
                        .filter(p -> p.answer() != null)
                        .map(p -> p.id() + " " + p.score())
                        .toList());
        assertEquals(handedIn, store.predictions(RUN));
        assertEquals(
                RECORDED.result().predictions(),
                engine.result(RUN).orElseThrow().predictions());
        var wrong = assertInstanceOf(Runs.Scoring.Wrong.class, engine.score(RUN, Map.of("pool-rate", "fast")));
        assertEquals("bad-answer", wrong.problems().getFirst().code());
        assertInstanceOf(Runs.Scoring.NoResult.class, engine.score("nowhere", handedIn));
    }

    @Test
    void a_figure_improved_by_hand_shows_when_it_is_judged_anew() {
        ResultDocument r = RECORDED.result();
        var better = changed(r, "pool-50 beats everybody", r.artifacts());
        open(new Capsule(RECORDED.manifest(), RECORDED.scenario(), RECORDED.trials(), RECORDED.calibration(), better));
        assertEquals("pool-50 beats everybody", engine.result(RUN).orElseThrow().summary());
        assertEquals(r.summary(), engine.fresh(RUN).orElseThrow().summary());
        assertInstanceOf(Runs.Opened.IdTaken.class, open(RECORDED));
    }

    @Test
    void an_artifact_that_leads_elsewhere_is_refused() {
        ResultDocument r = RECORDED.result();
        var elsewhere = new ResultDocument.Artifact("julia-9-5.png", "image/png", 9, "javascript:alert(1)");
        var result = changed(r, r.summary(), List.of(elsewhere));
        var opened = open(new Capsule(
                RECORDED.manifest(), RECORDED.scenario(), RECORDED.trials(), RECORDED.calibration(), result));
        assertEquals(new Runs.Opened.Bad("its result names files that are not its own"), opened);
    }

    private static ResultDocument changed(
            ResultDocument r, String summary, @Nullable List<ResultDocument.Artifact> artifacts) {
        return new ResultDocument(
                r.format(),
                r.run(),
                r.scenario(),
                r.profile(),
                r.state(),
                r.outcome(),
                summary,
                r.cells(),
                r.pairs(),
                r.claims(),
                r.crossovers(),
                r.predictions(),
                r.mechanisms(),
                r.checks(),
                r.limits(),
                r.environment(),
                r.seed(),
                r.started(),
                r.ended(),
                r.repeatWith(),
                r.warmUps(),
                r.map(),
                r.exploratory(),
                artifacts);
    }

    @Test
    void it_is_repeated_with_the_same_text_settings_and_seed() {
        open(RECORDED);
        RunRequest request = engine.repeated(RUN).orElseThrow();
        assertEquals(RECORDED.scenario(), request.inline().orElseThrow());
        assertEquals(7, request.seed().orElseThrow());
        assertEquals("quick", request.profile().orElseThrow());
        assertEquals(150, request.budgetSeconds().orElseThrow());
        assertInstanceOf(Runs.Submission.Accepted.class, engine.submit(request, null, "f"));
    }

    @Test
    void compared_with_itself_every_cell_is_the_same_experiment() {
        open(RECORDED);
        var comparison = engine.compare(RUN, RUN, false).orElseThrow();
        assertTrue(comparison.comparable(), comparison.problems().toString());
        assertEquals(6, comparison.cells().size());
        assertTrue(comparison.cells().stream().allMatch(c -> Double.valueOf(1).equals(c.ratio())));
        assertTrue(comparison.changes().isEmpty());
    }

    @Test
    void traces_come_along() throws Exception {
        String cell = RECORDED.result().cells().getFirst().id();
        Map<String, byte[]> files = Map.of(cell + ".trace.json", new byte[] {1}, cell + ".jfr", new byte[] {2, 3});
        assertInstanceOf(Runs.Opened.Ok.class, open(with(files)));
        assertEquals(List.of(cell), engine.traces(RUN));
        assertArrayEquals(
                new byte[] {2, 3}, engine.trace(RUN, cell, TraceFiles.Kind.JFR).orElseThrow());
        Capsule again = CapsuleZip.read(engine.capsule(RUN).orElseThrow());
        assertEquals(
                List.of(cell + ".trace.json", cell + ".jfr"),
                List.copyOf(again.traces().files().keySet()));
    }

    @Test
    void a_trace_of_another_cell_is_refused() {
        var refused = assertInstanceOf(Runs.Opened.Bad.class, open(with(Map.of("other.jfr", new byte[1]))));
        assertEquals("it has a trace of a cell that its scenario has not", refused.reason());
        assertEquals(List.of(), engine.traces(RUN));
    }

    private static Capsule with(Map<String, byte[]> traces) {
        return RECORDED.with(new CapsuleTraces(traces, List.of()));
    }

    @Test
    void parts_that_do_not_belong_together_are_refused() {
        Manifest m = RECORDED.manifest();
        assertEquals("its run has no proper id", bad(manifest(m, "../up", 2), RECORDED.scenario()));
        assertEquals("its result is of another run", bad(manifest(m, "other", 2), RECORDED.scenario()));
        assertEquals("its number of cores is not possible", bad(manifest(m, m.run(), 0), RECORDED.scenario()));
        assertEquals("its result is of another scenario text", bad(m, RECORDED.scenario() + "# more\n"));
        assertEquals("this version of the lab cannot read its scenario", bad(m, "format: lab/v9\n"));
    }

    private static Manifest manifest(Manifest m, String run, int cores) {
        return new Manifest(
                m.format(),
                run,
                m.revision(),
                m.request(),
                cores,
                m.predictions(),
                m.plannedTrials(),
                m.lab(),
                m.submitted());
    }

    private String bad(Manifest manifest, String text) {
        var capsule = new Capsule(manifest, text, RECORDED.trials(), RECORDED.calibration(), RECORDED.result());
        return assertInstanceOf(Runs.Opened.Bad.class, open(capsule)).reason();
    }
}
