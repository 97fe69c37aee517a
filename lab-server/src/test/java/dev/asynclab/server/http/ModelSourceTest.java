package dev.asynclab.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.asynclab.api.BrokenModels;
import dev.asynclab.api.Catalogue;
import dev.asynclab.api.PythonModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A model's code is found by its id alone; what it finds is the class its registry builds.
class ModelSourceTest {
    private static final Path MODELS = Path.of("src/main/java/dev/asynclab/model");
    private static final Pattern LINE = Pattern.compile("case \"([a-z-]+)\" -> new (\\w+)\\(");

    @Test
    void the_class_named_after_an_id_is_the_one_its_registry_builds() throws IOException {
        Map<String, String> built = new TreeMap<>();
        built.putAll(registry("Models.java", ""));
        built.putAll(registry("broken/BrokenModels.java", "broken/"));
        Map<String, String> found = new TreeMap<>();
        for (Catalogue.Model model : java()) {
            found.put(model.id(), ModelSource.type(model.id()).orElse("none"));
        }
        assertEquals(built, found);
    }

    private static List<Catalogue.Model> java() {
        return Stream.of(Catalogue.models(), BrokenModels.all())
                .flatMap(List::stream)
                .toList();
    }

    private static Map<String, String> registry(String file, String folder) throws IOException {
        Map<String, String> classes = new TreeMap<>();
        Matcher line = LINE.matcher(Files.readString(MODELS.resolve(file)));
        while (line.find()) {
            classes.put(line.group(1), folder + line.group(2));
        }
        return classes;
    }

    @Test
    void the_file_of_every_model_in_python_is_there() {
        for (Catalogue.Model model : PythonModels.all()) {
            String name = model.id().substring(PythonModels.PREFIX.length());
            assertNotNull(getClass().getResource("/python/labtrial/model_" + name + ".py"), model.id());
        }
    }

    @Test
    void an_id_that_is_none_finds_no_class() {
        for (String id : List.of("", "-", "actor", "broken-", "s", "../../workload/Task")) {
            assertEquals("none", ModelSource.type(id).orElse("none"), id);
        }
    }
}
