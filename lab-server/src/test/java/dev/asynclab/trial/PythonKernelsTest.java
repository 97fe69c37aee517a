package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.asynclab.kernel.Divisible;
import dev.asynclab.kernel.Kernel;
import dev.asynclab.kernel.KernelKind;
import dev.asynclab.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Kernels with a twin in CPython give the same numbers there, whole and cut in two. Needs a `python3`.
class PythonKernelsTest {

    /// Prints a line for each kernel: id, result, and for one that can be cut, the checksum of two parts added up.
    private static final String SCRIPT = """
            import sys
            sys.dont_write_bytecode = True
            sys.path.insert(0, "src/main/python")
            from labtrial.kernels_catalogue import KERNELS
            for id, (kernel, names) in KERNELS.items():
                given = [arg.split("=") for arg in sys.argv[1:] if arg.startswith(id + ":")]
                values = {name.split(":")[1]: int(value) for name, value in given}
                made = kernel(*(values[name] for name in names))
                line = [id, made.run()]
                if hasattr(made, "items"):
                    third = made.items // 3
                    parts = zip(made.part(third, made.items), made.part(0, third))
                    line.append(sum((i + 1) * (a + b) for i, (a, b) in enumerate(parts)))
                print(*line)
            """;

    /// Every parameter a bit above its smallest value: some work of every kind, none of it long.
    private static Kernel small(KernelKind kind) {
        Map<String, Long> values = new HashMap<>();
        kind.parameters().forEach(p -> values.put(p.name(), Math.min(p.max(), p.min() + 40)));
        return Kernels.create(kind.id(), values);
    }

    @Test
    void twins_in_python_give_the_same_numbers() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", "-c", SCRIPT));
        Map<String, Kernel> kernels = Kernels.all().stream()
                .map(PythonKernelsTest::small)
                .collect(Collectors.toMap(Kernel::id, kernel -> kernel));
        kernels.values()
                .forEach(k -> k.parameters().forEach((name, value) -> command.add(k.id() + ":" + name + "=" + value)));
        List<String> lines = output(command);
        assertEquals(
                List.of("julia", "pi-sum", "pi-monte-carlo", "word-count", "sort", "fibonacci-memo"),
                lines.stream().map(line -> line.split(" ")[0]).toList());
        for (String line : lines) {
            Kernel kernel = Objects.requireNonNull(kernels.get(line.split(" ")[0]), line);
            String result = String.valueOf(kernel.run());
            String expected = kernel.id() + " " + result + (kernel instanceof Divisible ? " " + result : "");
            assertEquals(expected, line);
        }
    }

    /// Prints the id of each kernel of the registry, and whether it can be cut.
    private static final String REGISTRY = """
            import sys
            sys.dont_write_bytecode = True
            sys.path.insert(0, "src/main/python")
            from labtrial import kernels
            for id, (kernel, names) in kernels._KERNELS.items():
                print(id, hasattr(kernel, "items"))
            """;

    private static final Path TWINS = Path.of("../lab-client/src/main/java/dev/asynclab/kernel/PythonTwins.java");

    @Test
    void the_list_that_scenarios_are_read_with_is_the_registry_of_python() throws IOException, InterruptedException {
        List<String> registry = output(List.of("python3", "-c", REGISTRY));
        List<String> ids = registry.stream().map(line -> line.split(" ")[0]).toList();
        if (Boolean.getBoolean("lab.approve")) {
            Matcher list = Pattern.compile("(?s)(\"\"\"\\n).*?( +\"\"\")").matcher(Files.readString(TWINS));
            String lines = ids.stream().map(id -> " ".repeat(12) + id + "\n").collect(Collectors.joining());
            Files.writeString(TWINS, list.replaceFirst("$1" + lines + "$2"));
        }
        String written = Files.readString(TWINS);
        String expected = String.join("\n" + " ".repeat(12), ids);
        assertTrue(
                written.contains("\"\"\"\n" + " ".repeat(12) + expected + "\n"),
                "stale; regenerate with: mvn -pl lab-server -am test -Dtest=PythonKernelsTest -Dlab.approve=true");
    }

    @Test
    void a_twin_can_be_cut_where_the_kernel_can() throws IOException, InterruptedException {
        for (String line : output(List.of("python3", "-c", REGISTRY))) {
            KernelKind kind = Kernels.kind(line.split(" ")[0]).orElseThrow();
            assertEquals(Kernels.divisible().contains(kind), Boolean.parseBoolean(line.split(" ")[1]), line);
        }
    }

    private static List<String> output(List<String> command) throws IOException, InterruptedException {
        Process python;
        try {
            python = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            return abort("no python3 here: " + e.getMessage());
        }
        try (var reader = python.inputReader()) {
            List<String> lines = reader.lines().toList();
            if (!python.waitFor(30, TimeUnit.SECONDS) || python.exitValue() != 0) {
                fail("python3 did not end well after " + lines);
            }
            return lines;
        } finally {
            python.destroyForcibly();
        }
    }
}
