package dev.asynclab.server.run;

import static dev.asynclab.api.RunState.CANCELLED;
import static dev.asynclab.api.RunState.CANCELLING;
import static dev.asynclab.api.RunState.FAILED;
import static dev.asynclab.api.RunState.INTERRUPTED;
import static dev.asynclab.api.RunState.QUEUED;
import static dev.asynclab.api.RunState.RUNNING;
import static dev.asynclab.api.RunState.STARTING;
import static dev.asynclab.api.RunState.SUCCEEDED;

import dev.asynclab.api.Problem;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunState;
import dev.asynclab.server.artifact.ArtifactFiles;
import dev.asynclab.server.fork.LaboratoryFailure;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.run.Transition.News;
import dev.asynclab.server.verdict.Forecast;
import dev.asynclab.server.verdict.RunFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One attempt at one run, from the queue to its end, on the thread made for it.
///
/// Whoever else wants something of the run (cancel, shutdown) changes its state in the store and interrupts the
/// thread. The states a transition may leave decide every race: a run that is `cancelling` cannot succeed any more.
final class RunExecution implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(RunExecution.class);
    private static final Set<RunState> ACTIVE = Set.of(STARTING, RUNNING);

    private final EngineParts parts;
    private final StoredRun run;
    private final Consumer<RunEvent> live;
    private final RunPace pace;
    private volatile boolean stopping;
    private boolean abandoned; // guarded by this

    /// @param live takes events that are not stored
    RunExecution(EngineParts parts, StoredRun run, Consumer<RunEvent> live) {
        this.parts = parts;
        this.run = run;
        this.pace = new RunPace(System.nanoTime(), run.trialsDone());
        this.live = live;
    }

    String id() {
        return run.id();
    }

    /// The server is going down: the interrupt that follows is not the user's.
    void stopping() {
        stopping = true;
    }

    /// Nothing this run still says is taken any more: it ends without waiting for its thread.
    synchronized void abandon() {
        abandoned = true;
    }

    /// One word at a time, so that none arrives after [#abandon()] has returned.
    private synchronized void say(Runnable word) {
        if (abandoned) {
            throw new CancellationException("the run was ended by force");
        }
        word.run();
    }

    RunPace.Now pace(int trialsDone, int plannedTrials) {
        return pace.at(System.nanoTime(), trialsDone, plannedTrials);
    }

    @Override
    public void run() {
        try {
            if (move(Set.of(QUEUED), STARTING)) {
                measure();
            }
        } catch (InterruptedException | CancellationException e) {
            stopped();
        } catch (LaboratoryFailure e) {
            failed(e.reason());
        } catch (Throwable e) {
            // An Error too: whatever happens, the run gets its end and the next one its turn.
            LOG.error("run {} failed", run.id(), e);
            failed(oneLine(e));
        }
    }

    private void measure() throws LaboratoryFailure, InterruptedException {
        String text = parts.store().text(run.id()).orElseThrow();
        switch (PreparedRun.again(run, text, parts.reader(), parts.cores())) {
            case PreparedRun.Ready ready -> measure(ready);
            case PreparedRun.Invalid(List<Problem> problems) ->
                failed("this version of the lab cannot read the scenario: "
                        + problems.getFirst().message());
            case PreparedRun.NoSuchScenario(String id) -> failed("scenario " + id + " is gone");
        }
    }

    private void measure(PreparedRun.Ready ready) throws LaboratoryFailure, InterruptedException {
        Plan plan = ready.plan();
        pace.planned(plan);
        List<News> news = new ArrayList<>();
        news.add(new News("plan", planned(plan, ready.trials())));
        plan.warnings().forEach(w -> news.add(new News("warning", Map.of("message", w))));
        if (!parts.store().move(to(Set.of(STARTING), RUNNING).telling(news))) {
            stopped();
            return;
        }
        Map<String, Object> environment = parts.environment().get();
        List<TrialRecord> done = parts.store().trials(run.id());
        Experiment.Outcome outcome =
                parts.runner().run(plan, done, parts.store().directory(run.id()), new Recording());
        if (Thread.interrupted()) {
            throw new InterruptedException("after the last trial");
        }
        judge(plan, outcome, environment);
    }

    private void judge(Plan plan, Experiment.Outcome outcome, Map<String, Object> environment) {
        StoredRun stored = parts.store().find(run.id()).orElseThrow();
        Instant ended = parts.clock().instant();
        Instant started = stored.started() == null ? ended : stored.started();
        RunFacts facts = new RunFacts(
                run.id(),
                run.revision(),
                SUCCEEDED.id(),
                started.toString(),
                ended.toString(),
                RunTexts.repeatWith(run),
                parts.store().predictions(run.id()),
                ArtifactFiles.in(run.id(), parts.store().directory(run.id())).paint(plan));
        // The stored trials are judged, not those in memory: judging them again later gives the same result.
        Experiment.Outcome kept =
                new Experiment.Outcome(parts.store().trials(run.id()), outcome.calibration(), outcome.warnings());
        ResultDocument result = parts.judging().judge(plan, kept, environment, facts);
        List<News> news = new ArrayList<>();
        outcome.warnings().forEach(w -> news.add(new News("warning", Map.of("message", w))));
        news.add(new News("verdict", Map.of("outcome", result.outcome(), "summary", result.summary())));
        Transition success = Transition.of(run.id(), Set.of(RUNNING), SUCCEEDED, ended)
                .with(result, outcome.calibration())
                .telling(news);
        if (!parts.store().move(success)) {
            stopped();
        }
    }

    private static Map<String, Object> planned(Plan plan, int trials) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("rounds", plan.rounds());
        data.put("trials", trials);
        data.put("cells", plan.cells().size());
        data.put("estimatedSeconds", plan.estimatedSeconds());
        data.put("budgetSeconds", plan.budgetSeconds());
        data.put("verdicts", plan.verdicts());
        // Before the first trial: what the claims were, whatever becomes of the file later.
        data.put("sha256", plan.scenario().sha256());
        Forecast.assumed(plan).ifPresent(forecast -> data.put("forecast", forecast.sentence()));
        return data;
    }

    /// The end after an interrupt: the user's cancel, or the server's shutdown.
    private void stopped() {
        if (!move(Set.of(CANCELLING), CANCELLED)) {
            move(ACTIVE, INTERRUPTED);
        }
    }

    /// What fails because it was interrupted has not failed by itself.
    private void failed(String reason) {
        if (move(Set.of(CANCELLING), CANCELLED)) {
            return;
        }
        if (stopping) {
            move(ACTIVE, INTERRUPTED);
        } else {
            parts.store().move(to(ACTIVE, FAILED).because(reason));
        }
    }

    private boolean move(Set<RunState> from, RunState state) {
        return parts.store().move(to(from, state));
    }

    private Transition to(Set<RunState> from, RunState state) {
        return Transition.of(run.id(), from, state, parts.clock().instant());
    }

    private static String oneLine(Throwable e) {
        String message = e.getMessage() == null
                ? ""
                : ": " + e.getMessage().lines().findFirst().orElse("");
        return e instanceof StoreFailure
                ? message.substring(Math.min(2, message.length()))
                : "internal error, " + e.getClass().getSimpleName() + message;
    }

    /// Stores what the experiment tells.
    private final class Recording implements Experiment.Listener {

        @Override
        public void event(String type, Map<String, Object> data) {
            if (type.equals("plan") && data.get("estimatedSeconds") instanceof Double seconds) {
                pace.learned(seconds);
            }
            if (type.equals("sample")) {
                say(() -> live.accept(new RunEvent(run.id(), 0, type, data)));
            } else {
                say(() -> parts.store().event(run.id(), parts.clock().instant(), type, data));
            }
        }

        @Override
        public void trial(TrialRecord record) {
            // A trial cut short by a cancel or a shutdown is no measurement: it would be made again.
            if (record.outcome().equals("cancelled")) {
                return;
            }
            say(() -> parts.store().trial(run.id(), parts.clock().instant(), record.ofAttempt(run.attempt())));
        }
    }
}
