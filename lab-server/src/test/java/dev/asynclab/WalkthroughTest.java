package dev.asynclab;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What CONTRIBUTING says a kernel and a model take is all they take: its code is put where it says, compiled with
/// the lab, and its tests are run.
class WalkthroughTest {
    private static final Path ROOT = Path.of("..");

    /// A block of code with a word after `java`: a file of its own, or lines `in` a file that is there.
    private static final Pattern BLOCK = Pattern.compile(
            "^```java (?<in>in )?(?<file>\\w+\\.java)\\n(?<code>.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);

    /// Files that take a line, and what it comes after.
    private static final Map<String, Place> PLACES = Map.of(
            "Kernels.java", new Place("lab-client/src/main/java/dev/asynclab/kernel", "ALL =\\s+List.of\\(\n"),
            "ModelCards.java", new Place("lab-client/src/main/java/dev/asynclab/api", "> ALL = List.of\\(\n"),
            "Models.java", new Place("lab-server/src/main/java/dev/asynclab/model", "switch \\(id\\) \\{\n"));

    private record Place(String folder, String after) {
        String with(String file, String lines) throws IOException {
            String text = Files.readString(ROOT.resolve(folder).resolve(file));
            Matcher place = Pattern.compile(after).matcher(text);
            assertTrue(place.find(), () -> file + " has no place for the line");
            return text.substring(0, place.end()) + lines + text.substring(place.end());
        }
    }

    @TempDir
    private Path folder;

    @Test
    void code_of_the_walkthroughs_compiles_with_the_lab_and_passes_its_tests() throws Exception {
        Map<String, String> sources = sources(Files.readString(ROOT.resolve("CONTRIBUTING.md")));
        assertEquals(
                new TreeSet<>(Set.of(
                        "Collatz.java",
                        "CollatzTest.java",
                        "DirectModel.java",
                        "DirectModelTest.java",
                        "Kernels.java",
                        "ModelCards.java",
                        "Models.java")),
                new TreeSet<>(sources.keySet()));
        compile(sources);
        List<String> passed = new ArrayList<>();
        try (var loader = new URLClassLoader(withTheLab(), ClassLoader.getPlatformClassLoader())) {
            for (Map.Entry<String, String> source : sources.entrySet()) {
                if (source.getKey().endsWith("Test.java")) {
                    passed.addAll(test(loader.loadClass(className(source.getKey(), source.getValue()))));
                }
            }
        }
        assertEquals(3, passed.size(), passed.toString());
    }

    private static Map<String, String> sources(String text) throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            String file = block.group("file");
            String code = block.group("code");
            sources.put(
                    file,
                    block.group("in") == null
                            ? code
                            : requireNonNull(PLACES.get(file), file).with(file, code));
        }
        return sources;
    }

    private static String className(String file, String code) {
        Matcher name = PACKAGE.matcher(code);
        assertTrue(name.find(), () -> file + " has no package");
        return name.group(1) + "." + file.replace(".java", "");
    }

    private void compile(Map<String, String> sources) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            files.add(Files.writeString(folder.resolve(source.getKey()), source.getValue()));
        }
        JavaCompiler compiler = requireNonNull(ToolProvider.getSystemJavaCompiler(), "this test needs a JDK");
        var said = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-d", folder.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none", "-nowarn");
            boolean compiled = compiler.getTask(
                            said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertTrue(compiled, said::toString);
        }
    }

    /// The new classes first, so that a changed list of the lab hides the one it replaces.
    private URL[] withTheLab() throws MalformedURLException {
        List<URL> places = new ArrayList<>();
        places.add(folder.toUri().toURL());
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            places.add(Path.of(entry).toUri().toURL());
        }
        return places.toArray(URL[]::new);
    }

    /// Runs the tests of a class that JUnit of this loader does not know, since it was just made.
    private static List<String> test(Class<?> type) throws ReflectiveOperationException {
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        List<String> passed = new ArrayList<>();
        for (Method method : type.getDeclaredMethods()) {
            boolean test = List.of(method.getAnnotations()).stream()
                    .anyMatch(a -> a.annotationType().getName().equals(Test.class.getName()));
            if (test) {
                method.setAccessible(true);
                method.invoke(constructor.newInstance());
                passed.add(method.getName());
            }
        }
        return passed;
    }
}
