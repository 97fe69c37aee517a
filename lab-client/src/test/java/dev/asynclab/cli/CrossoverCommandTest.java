package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.client.LabClient;
import dev.asynclab.client.TestServer;
import dev.asynclab.client.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossoverCommandTest {
    private static final String STATUS = """
            {"id": "r1", "scenario": "pools", "profile": "quick", "state": "succeeded", "progress": 1.0,
             "submitted": "2026-01-05T10:00:00Z", "links": {}}""";

    private static final String FOUND = """
            {"id": "crossover", "kind": "departure", "metric": "throughput", "a": "virtual-threads", "b": "pool-50",
             "axis": "callers", "value": 52.4, "lo": 51.2, "hi": 53.5, "byHand": 52.5, "byHandFormula": "50 threads",
             "probes": [{"at": 10, "rounds": 2, "ratio": 1.0}]}""";

    @TempDir
    Path folder = Path.of("");

    private LabRun run(TestServer server, String... arguments) {
        return LabRun.in(folder, Map.of("LAB_SERVER", server.url().toString()), false, arguments);
    }

    private static TestServer server(String document) throws IOException {
        return new TestServer(asked -> {
            if (asked.path().endsWith("/results")) {
                return Answer.json(document);
            }
            return asked.path().endsWith("/report") ? new Answer(200, "text/html", "<html>") : Answer.json(STATUS);
        });
    }

    private static String document(String member, String value) throws IOException {
        return Recorded.json().replaceFirst("\\{", "{\"" + member + "\": " + value + ",");
    }

    private static String submitted(TestServer server) {
        List<TestServer.Asked> posts = server.asked().stream()
                .filter(a -> a.method().equals("POST") && a.path().endsWith("/runs"))
                .toList();
        return posts.getFirst().body().replace(" ", "");
    }

    @Test
    void the_search_is_asked_for_and_the_place_and_the_hand_computation_are_printed() throws IOException {
        String document =
                Recorded.json().replaceFirst("\"crossovers\": *\\[[^\\]]*\\]", "\"crossovers\": [" + FOUND + "]");
        assertEquals(1, LabClient.document(document).crossovers().size());
        try (var server = server(document)) {
            LabRun run = run(
                    server,
                    "crossover",
                    "pool-queueing",
                    "--between",
                    "virtual-threads,pool-50",
                    "--axis",
                    "callers",
                    "--from",
                    "10",
                    "--to",
                    "1k");

            assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
            assertTrue(run.out().contains("part at callers 52.4 [51.2, 53.5]; by hand 52.5"), run.out());
            assertTrue(
                    submitted(server).contains("\"axes\":[{\"axis\":\"callers\",\"from\":10,\"to\":1000}]"),
                    submitted(server));
            assertTrue(submitted(server).contains("\"between\":[\"virtual-threads\",\"pool-50\"]"), submitted(server));
        }
    }

    @Test
    void a_map_is_one_letter_a_point_with_its_legend() throws IOException {
        String map = """
                {"metric": "throughput", "a": "virtual-threads", "b": "pool-50", "x": "callers", "y": "threads",
                 "xs": [10, 1000], "ys": [20, 200], "cells": [
                   {"x": 10, "y": 20, "verdict": "tie"}, {"x": 1000, "y": 20, "verdict": "a-beats-b"},
                   {"x": 10, "y": 200, "verdict": "inconclusive"}]}""";
        try (var server = server(document("map", map))) {
            LabRun run = run(
                    server,
                    "map",
                    "pool-queueing",
                    "--between",
                    "virtual-threads,pool-50",
                    "--axes",
                    "callers,threads");

            assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
            // The second axis runs upwards: 200 above 20; letters stand under the right end of their column.
            assertTrue(run.out().contains("200   ?     ."), run.out());
            assertTrue(run.out().contains(" 20   =     A"), run.out());
        }
    }

    @Test
    void a_number_that_is_none_is_refused() {
        LabRun run = LabRun.in(
                folder, "crossover", "x", "--between", "a,b", "--axis", "callers", "--from", "many", "--to", "9");
        assertEquals(ExitCode.USAGE, run.exitCode());
        assertTrue(run.err().contains("not a whole number"), run.err());
    }
}
