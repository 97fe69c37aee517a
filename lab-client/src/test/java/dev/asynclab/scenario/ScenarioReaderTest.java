package dev.asynclab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.Catalogue;
import dev.asynclab.api.Claim;
import dev.asynclab.api.DelaySpec;
import dev.asynclab.api.Load;
import dev.asynclab.api.Metric;
import dev.asynclab.api.Problem;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.StepSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ScenarioReaderTest {
    private static final String HEAD = """
            format: lab/v1
            title: T
            models: {event-loop: {}, pool: {use: platform-threads, threads: "${threads}"}, netty: {default: false}}
            params: {threads: 50}
            load: {closed: {concurrency: "${callers}"}}
            sweep: {callers: [10, 1k], delay: [5ms, 1s]}
            backends: {a: {delay: "${delay}"}}
            task: [{call: a}]
            """;

    static Scenario valid(String text, Settings settings) {
        var reading = ScenarioReader.read("t.yaml", text, settings);
        return assertInstanceOf(Reading.Valid.class, reading, reading::toString).scenario();
    }

    static List<Problem> problems(String text, Settings settings) {
        var reading = ScenarioReader.read("t.yaml", text, settings);
        return assertInstanceOf(Reading.Invalid.class, reading, reading::toString)
                .problems();
    }

    private static BackendSpec backend(Scenario.Point point, String name) {
        return Objects.requireNonNull(point.backends().get(name));
    }

    private static String threads(Scenario.Point point, String variant) {
        return Objects.requireNonNull(
                Objects.requireNonNull(point.parameters().get(variant)).get("threads"));
    }

    private static Settings set(String name, String value) {
        return new Settings(Map.of(name, value), Map.of());
    }

    private static Settings only(String name, String... values) {
        return new Settings(Map.of(), Map.of(name, List.of(values)));
    }

    @Test
    void the_complete_example_of_the_language_is_read_in_full() throws IOException {
        var scenario =
                valid(Files.readString(Path.of("src/test/resources/scenarios/pool-queueing.yaml")), Settings.NONE);
        assertEquals("pool-queueing", scenario.id());
        assertEquals(List.of("12", "F1"), scenario.covers());
        assertEquals(
                List.of("event-loop", "virtual-threads", "platform-threads"),
                scenario.variants().stream().map(Scenario.Variant::model).toList());
        assertEquals(
                List.of(new Load.Closed(10), new Load.Closed(1000)),
                scenario.points().stream().map(Scenario.Point::load).toList());
        var point = scenario.points().getLast();
        assertEquals(Map.of("callers", "1000"), point.at());
        assertEquals("50", threads(point, "pool-50"));
        assertEquals(256, backend(point, "orders").bodyBytes());
        assertEquals(
                List.of(new StepSpec.Call("orders", "", Optional.empty(), 0)),
                point.kinds().getFirst().steps());
        assertEquals(Metric.THROUGHPUT, scenario.measure().primary());
        assertEquals(4, scenario.claims().size());
        var subject = new Claim.Subject("pool-50", Optional.empty(), Map.of());
        assertEquals(
                new Claim.Comparison(
                        new Claim.Operand(Metric.THROUGHPUT, subject),
                        Claim.Op.ABOUT,
                        new Claim.Bound(1),
                        Optional.of(0.1)),
                scenario.claims().getFirst().expression());
        assertEquals(64, scenario.sha256().length());
    }

    @Test
    void every_combination_of_axis_values_becomes_a_point_the_last_axis_turning_fastest() {
        var points = valid(HEAD, Settings.NONE).points();
        assertEquals(
                List.of(
                        "{callers=10, delay=5ms}",
                        "{callers=10, delay=1s}",
                        "{callers=1000, delay=5ms}",
                        "{callers=1000, delay=1s}"),
                points.stream().map(p -> p.at().toString()).toList());
        assertEquals(
                new DelaySpec.Fixed(Duration.ofSeconds(1)),
                backend(points.get(1), "a").delay());
    }

    @Test
    void set_overrides_a_param() {
        var point = valid(HEAD, set("threads", "80")).points().getFirst();
        assertEquals("80", threads(point, "pool"));
    }

    @Test
    void a_bad_value_from_the_command_line_has_no_line() {
        var problem = problems(HEAD, set("threads", "none")).getFirst();
        assertEquals("wrong-type 0", problem.code() + " " + problem.line());
    }

    @Test
    void set_narrows_an_axis_and_keeps_what_the_file_declares() {
        var axis = valid(HEAD, set("callers", "77")).axes().getFirst();
        assertEquals(List.of(new Scenario.AxisValue("77", "77")), axis.values());
        assertEquals(
                List.of(new Scenario.AxisValue("10", "10"), new Scenario.AxisValue("1000", "1k")), axis.declared());
    }

    @Test
    void a_name_the_file_does_not_have_is_a_problem_of_the_command_line() {
        var problem = problems(HEAD, set("caller", "5")).getFirst();
        assertEquals(0, problem.line());
        assertEquals(Optional.of("callers"), problem.suggestion());
        assertEquals(
                Optional.of("pool"),
                problems(HEAD, only("model", "pol")).getFirst().suggestion());
        assertEquals(
                Optional.of("1k"),
                problems(HEAD, only("callers", "2k")).getFirst().suggestion());
    }

    @Test
    void only_filters_models_and_axis_values() {
        assertEquals(
                List.of("pool"),
                valid(HEAD, only("model", "pool")).variants().stream()
                        .map(Scenario.Variant::name)
                        .toList());
        assertEquals(2, valid(HEAD, only("callers", "1000")).points().size());
    }

    @Test
    void a_variant_out_by_default_comes_in_when_asked_for() {
        assertEquals(2, valid(HEAD, Settings.NONE).variants().size());
        assertEquals(
                "netty",
                valid(HEAD, only("model", "netty")).variants().getFirst().name());
    }

    @Test
    void a_claim_on_a_variant_or_value_left_out_is_kept() {
        String text = HEAD + "expect: [{id: a, that: throughput of pool@callers=1000 >= 1k/s, at: {delay: 1000ms}}]";
        var claims = valid(text, new Settings(Map.of("callers", "10"), Map.of("model", List.of("event-loop"))))
                .claims();
        // 1000ms and 1s are one value; 1k/s is 1000 per second.
        assertEquals(Map.of("delay", "1s"), claims.getFirst().at());
        var comparison =
                assertInstanceOf(Claim.Comparison.class, claims.getFirst().expression());
        assertEquals(Map.of("callers", "1000"), comparison.left().subject().at());
        assertEquals(new Claim.Value(1000), comparison.target());
    }

    @Test
    void steps_exist_only_at_the_points_of_their_when() {
        var text = """
                format: lab/v1
                title: T
                models: all
                load: {batch: {tasks: 10k}}
                sweep: {work: [wait, compute]}
                task:
                  - {wait: 50ms, when: {work: wait}}
                  - {compute: {kernel: fibonacci, n: 20}, when: {work: [compute]}}
                """;
        var scenario = valid(text, Settings.NONE);
        assertEquals(
                List.of(
                        List.of(new StepSpec.Wait(Duration.ofMillis(50))),
                        List.of(new StepSpec.Compute("fibonacci", Map.of("n", 20L), false))),
                scenario.points().stream()
                        .map(p -> p.kinds().getFirst().steps())
                        .toList());
        assertEquals(Catalogue.models().size(), scenario.variants().size());
        assertEquals(Metric.WALL, scenario.measure().primary());
        assertEquals("t", scenario.id());
    }

    @Test
    void every_step_is_read() {
        var text = """
                format: lab/v1
                title: T
                models: {event-loop: {}}
                load: {open: {rate: 1.5k/s, max-in-flight: 2k}}
                backends: {a: {}}
                task:
                  - call: {backend: a, path: /x, timeout: 2s, body: 1KiB}
                  - parallel: [{wait: 1ms}, {block: 2ms}]
                  - parallel: {times: 2, limit: 1, steps: [{wait: 1ms}]}
                  - repeat: {times: 3, steps: [{wait: 1ms}]}
                  - timeout: {after: 5ms, steps: [{wait: 1ms}]}
                  - limit: {name: gate, permits: 2, queue: 4, steps: [{wait: 1ms}]}
                """;
        var point = valid(text, Settings.NONE).points().getFirst();
        List<StepSpec> wait = List.of(new StepSpec.Wait(Duration.ofMillis(1)));
        assertEquals(
                List.of(
                        new StepSpec.Call("a", "/x", Optional.of(Duration.ofSeconds(2)), 1024),
                        new StepSpec.Parallel(
                                List.of(wait, List.of(new StepSpec.Block(Duration.ofMillis(2)))), OptionalInt.empty()),
                        new StepSpec.Parallel(List.of(wait, wait), OptionalInt.of(1)),
                        new StepSpec.Repeat(3, wait),
                        new StepSpec.Timeout(Duration.ofMillis(5), wait),
                        new StepSpec.Limit("gate", 2, OptionalInt.of(4), wait)),
                point.kinds().getFirst().steps());
        assertEquals(new Load.Open(1500, Load.Arrivals.POISSON, 2000), point.load());
    }

    @Test
    void stubs_become_json_with_the_types_of_the_yaml_core_schema() {
        var text = """
                format: lab/v1
                title: T
                models: {event-loop: {}}
                load: {batch: {tasks: 1}}
                task: [{call: a}]
                backends:
                  a:
                    kind: wiremock
                    stubs:
                      - request: {urlPath: /, priority: 5}
                        response: {status: "200", ratio: 0.5, on: true, nothing: null, word: no, body: "${json-unit.any}"}
                """;
        BackendSpec backend = backend(valid(text, Settings.NONE).points().getFirst(), "a");
        assertEquals(
                Optional.of(
                        "[{\"request\":{\"urlPath\":\"/\",\"priority\":5},\"response\":{\"status\":\"200\","
                                + "\"ratio\":0.5,\"on\":true,\"nothing\":null,\"word\":\"no\",\"body\":\"${json-unit.any}\"}}]"),
                backend.stubs());
    }

    @Test
    void what_nothing_uses_is_a_warning() {
        var reading =
                ScenarioReader.read("t.yaml", HEAD.replace("{threads: 50}", "{threads: 50, spare: 1}"), Settings.NONE);
        var warnings = assertInstanceOf(Reading.Valid.class, reading).warnings();
        assertEquals(
                List.of("unused-name 4"),
                warnings.stream().map(w -> w.code() + " " + w.line()).toList());
    }

    @Test
    void an_axis_grows_by_factor_or_by_sum() {
        var text = HEAD.replace("[10, 1k]", "{from: 1, to: 1k, step: x10}");
        // 1, 10, 100, 1000 with two delays each.
        assertEquals(8, valid(text, Settings.NONE).points().size());
        var sum = HEAD.replace("[10, 1k]", "{from: 10, to: 20, step: +5}");
        assertEquals(6, valid(sum, Settings.NONE).points().size());
    }

    @Test
    void an_id_is_made_from_the_file_name() {
        assertEquals("t", valid(HEAD, Settings.NONE).id());
        var reading = ScenarioReader.read("My Own_File.lab.yaml", HEAD, Settings.NONE);
        assertEquals(
                "my-own-file",
                assertInstanceOf(Reading.Valid.class, reading).scenario().id());
    }

    @Test
    void a_message_never_carries_control_characters_of_the_file() {
        var problems = problems("format: lab/v1\ntitle: T\nmodels: {\"\\e[2J\\n\": {}}\n", Settings.NONE);
        assertTrue(problems.stream()
                .allMatch(p -> p.message().codePoints().noneMatch(Character::isISOControl)
                        && p.help().codePoints().noneMatch(Character::isISOControl)));
    }
}
