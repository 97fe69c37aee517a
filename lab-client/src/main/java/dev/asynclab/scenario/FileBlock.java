package dev.asynclab.scenario;

import java.util.List;

/// The keys of a scenario file.
final class FileBlock {
    static final String FORMAT = "lab/v1";

    private static final Shape STEPS = new Shape.ListOf(new Shape.Nested("step"));
    private static final Shape TEXTS = new Shape.ListOf(new Shape.Text());

    static final Block BLOCK = new Block(
            "file",
            "A scenario: the question, the work, the models, the load, the claims.",
            List.of(
                    Key.required("format", Shape.choice(FORMAT), FORMAT, "the grammar of the file"),
                    Key.optional("id", new Shape.Name(), "the file's name", "pool-queueing", "name of the scenario"),
                    Key.required("title", new Shape.Text(), "A pool meets its limit", "one line for people"),
                    Key.optional("tags", TEXTS, "", "[io, pools]", "free words to search by"),
                    Key.optional("covers", TEXTS, "", "[\"12\", F1]", "rows of ROWS.md this lesson answers"),
                    Key.optional("lesson", new Shape.Nested("lesson"), "", "{level: intro}", "the teaching part"),
                    Key.optional(
                            "params",
                            new Shape.MapOf(new Shape.Anything()),
                            "",
                            "{threads: 50}",
                            "named values, used as ${name}; changed by --set name=value"),
                    Key.optional(
                            "backends",
                            new Shape.MapOf(new Shape.Nested("backend")),
                            "",
                            "{orders: {kind: fast, delay: 100ms}}",
                            "the mock services tasks call"),
                    Key.optional("task", STEPS, "", "[{call: orders}]", "what every task does, step by step"),
                    Key.optional(
                            "tasks",
                            new Shape.MapOf(new Shape.Nested("kind")),
                            "",
                            "{quick: {share: 99%, steps: [...]}, slow: {share: 1%, steps: [...]}}",
                            "a mix of kinds of task, instead of `task`"),
                    Key.optional(
                            "job",
                            new Shape.Nested("job"),
                            "",
                            "{kernel: primes, from: 100M, count: 10k, chunks: 64}",
                            "one piece of work split into chunks, instead of `task`"),
                    Key.optional(
                            "graph",
                            new Shape.Nested("graph"),
                            "",
                            "{target: report, nodes: {report: {steps: [...]}}}",
                            "a task graph, instead of `task`"),
                    Key.required(
                            "models",
                            Shape.oneOf(Shape.choice("all"), new Shape.MapOf(new Shape.Nested("model"))),
                            "{event-loop: {}, pool-50: {use: platform-threads, threads: 50}}",
                            "the concurrency models compared, each under a name; `all` takes every one"),
                    Key.optional(
                            "load",
                            new Shape.Nested("load"),
                            "with `job` and `graph`: one at a time",
                            "{closed: {concurrency: 100}}",
                            "how work arrives; needed with `task` and `tasks`"),
                    Key.optional(
                            "sweep",
                            new Shape.Nested("sweep"),
                            "",
                            "{callers: [10, 1000]}",
                            "axes to vary; every combination is measured"),
                    Key.optional("measure", new Shape.Nested("measure"), "", "{margin: 5%}", "how to measure"),
                    Key.optional(
                            "compare",
                            new Shape.ListOf(new Shape.ListOf(new Shape.Name())),
                            "all pairs of up to three models, else every model with the first",
                            "[[event-loop, virtual-threads]]",
                            "the pairs that matter"),
                    Key.optional(
                            "expect",
                            new Shape.ListOf(new Shape.Nested("claim")),
                            "",
                            "[{id: fast, that: throughput of event-loop >= 0.9x bound}]",
                            "the claims every run settles"),
                    Key.optional(
                            "crossover",
                            Shape.oneOf(new Shape.Nested("crossover"), new Shape.ListOf(new Shape.Nested("crossover"))),
                            "",
                            "{id: c, axis: n, from: 1, to: 1k, metric: wall, between: [a, b]}",
                            "places on an axis the lab is asked to find")));

    private FileBlock() {}
}
