package dev.asynclab.server.fork;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Looks for CPython and asks each one it finds what it can do.
///
/// Nothing is assumed: a name on the path may be a shim, a link to something else, or a script that hangs. Each
/// candidate gets [#LIMIT] to print one line about itself; what it prints is believed only as far as it can be read.
public final class PythonProbe {

    /// A list of programs, separated like a path; looked at instead of what follows.
    static final String VARIABLE = "LAB_PYTHON";

    /// Free-threaded builds first, then the newest.
    private static final List<String> NAMES =
            List.of("python3.14t", "python3.13t", "python3.14", "python3.13", "python3.12", "python3.11", "python3");

    static final Duration LIMIT = Duration.ofSeconds(5);

    /// What a candidate says fits in a line; more is something else.
    private static final int MOST_BYTES = 4096;

    /// What starts it may be there when it is not: then it ends without a word.
    private static final String NOT_THERE = "is not there, or says nothing";

    private final List<Python> found;
    private final List<String> problems;

    private PythonProbe(List<Python> found, List<String> problems) {
        this.found = List.copyOf(found);
        this.problems = List.copyOf(problems);
    }

    /// What this machine has; found out by the first who asks, a second or so, and kept as long as the JVM lives.
    public static PythonProbe ofThisMachine() {
        return Here.PROBE;
    }

    private static final class Here {
        static final PythonProbe PROBE = look(candidates(System.getenv(VARIABLE)), PythonFiles.ofThisJvm(), LIMIT);
    }

    private static List<String> candidates(@org.jspecify.annotations.Nullable String list) {
        return list == null || list.isBlank() ? NAMES : Arrays.asList(list.split(java.io.File.pathSeparator, -1));
    }

    /// Asks these programs, in this order.
    static PythonProbe look(List<String> candidates, PythonFiles files, Duration limit) {
        List<Python> found = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String candidate : candidates) {
            try {
                Python python = ask(candidate, files.probe(), limit);
                if (found.stream().noneMatch(p -> p.executable().equals(python.executable()))) {
                    found.add(python);
                }
            } catch (NoPython e) {
                problems.add(candidate + " " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                problems.add(candidate + " was not waited for");
            }
        }
        return new PythonProbe(found, problems);
    }

    private static Python ask(String program, Path script, Duration limit) throws NoPython, InterruptedException {
        Process process;
        try {
            process = Launcher.start(new ProcessBuilder(program, "-I", script.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD));
        } catch (IOException e) {
            throw new NoPython(NOT_THERE);
        }
        try {
            process.getOutputStream().close();
            FutureTask<byte[]> said = new FutureTask<>(() -> firstBytes(process));
            Thread.ofVirtual().name("python-probe").start(said);
            return read(new String(said.get(limit.toNanos(), TimeUnit.NANOSECONDS), StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            throw new NoPython("said nothing within " + limit.toSeconds() + " s");
        } catch (IOException | ExecutionException e) {
            throw new NoPython("cannot be read");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static byte[] firstBytes(Process process) throws IOException {
        try (InputStream in = process.getInputStream()) {
            return in.readNBytes(MOST_BYTES);
        }
    }

    private static Python read(String line) throws NoPython {
        if (line.isBlank()) {
            throw new NoPython(NOT_THERE);
        }
        try {
            Said said = JsonMapper.shared().readValue(line, Said.class);
            if (!said.implementation().equals("CPython")) {
                throw new NoPython("is " + said.implementation() + ", not CPython");
            }
            return new Python(
                    Path.of(said.executable()),
                    said.version(),
                    said.gil(),
                    said.startMethods(),
                    said.subinterpreters(),
                    said.uvloop());
        } catch (JacksonException | NullPointerException e) {
            throw new NoPython("is no CPython: it did not describe itself");
        }
    }

    private record Said(
            String implementation,
            String executable,
            String version,
            boolean gil,
            List<String> startMethods,
            String subinterpreters,
            @org.jspecify.annotations.Nullable String uvloop) {}

    /// Every CPython found, best first.
    public List<Python> found() {
        return found;
    }

    /// The first that can run a model.
    ///
    /// @param model id of a model in CPython
    public Optional<Python> forModel(String model) {
        return found.stream().filter(p -> p.refuses(model).isEmpty()).findFirst();
    }

    /// Why a model cannot run here, in words for a report; empty when it can.
    public String whyNot(String model) {
        if (forModel(model).isPresent()) {
            return "";
        }
        List<String> refusals = found.stream()
                .flatMap(p -> p.refuses(model).stream())
                .distinct()
                .toList();
        String reason = refusals.isEmpty()
                ? "no CPython found (" + String.join("; ", problems) + ")"
                : String.join("; ", refusals);
        return reason + "; install one, or name it in " + VARIABLE;
    }

    private static final class NoPython extends Exception {
        private static final long serialVersionUID = 1;

        NoPython(String why) {
            super(why);
        }
    }
}
