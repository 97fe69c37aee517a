package dev.asynclab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Schema and key reference are generated from the reader's tables and checked in.
class GeneratedDocumentsTest {
    private static final String REGENERATE =
            "stale; regenerate with: mvn -pl lab-client test -Dtest=GeneratedDocumentsTest -Dlab.approve=true";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void the_schema_is_fresh() throws IOException {
        fresh("scenario.schema.json", ScenarioSchema.json());
    }

    @Test
    void the_key_reference_is_fresh() throws IOException {
        fresh("REFERENCE.md", ScenarioReference.markdown());
    }

    private static void fresh(String name, String generated) throws IOException {
        Path file = Scenarios.shipped().resolve(name);
        if (Boolean.getBoolean("lab.approve")) {
            Files.createDirectories(Scenarios.shipped());
            Files.writeString(file, generated);
        }
        assertTrue(Files.isRegularFile(file), file + " is missing or " + REGENERATE);
        assertEquals(Files.readString(file), generated, file + " is " + REGENERATE);
    }

    @Test
    void every_valid_scenario_satisfies_the_schema_in_both_dialects() throws IOException {
        for (var dialect :
                new SpecificationVersion[] {SpecificationVersion.DRAFT_2020_12, SpecificationVersion.DRAFT_7}) {
            Schema schema = schema(dialect);
            for (var scenario : Scenarios.valid().entrySet()) {
                var errors = schema.validate(json(scenario.getValue()));
                assertTrue(errors.isEmpty(), () -> scenario.getKey() + " in " + dialect + ": " + errors);
            }
        }
    }

    @Test
    void the_schema_notices_a_misspelt_key_at_every_depth() {
        Schema schema = schema(SpecificationVersion.DRAFT_2020_12);
        String text = """
                format: lab/v1
                title: T
                models: {event-loop: {loops: 1}, pool: {use: platform-threads, threads: 5}}
                load: {closed: {concurrency: 5}}
                task: [{compute: {kernel: fibonacci, n: 20}}]
                """;
        assertTrue(schema.validate(json(text)).isEmpty());
        for (String key :
                new String[] {"title", "models", "loops", "use", "threads:", "load", "closed", "concurrency", "n:"}) {
            String wrong = text.replaceFirst(key, "x" + key);
            assertFalse(schema.validate(json(wrong)).isEmpty(), key);
        }
    }

    @Test
    void every_key_of_the_language_is_in_the_reference_with_an_example() {
        String reference = ScenarioReference.markdown();
        for (Block block : Grammar.blocks()) {
            for (Key key : block.keys()) {
                assertTrue(reference.contains("| `" + key.name() + "` |"), key.name());
                assertFalse(key.example().isEmpty() || key.summary().isEmpty(), key.name());
            }
        }
    }

    private static Schema schema(SpecificationVersion dialect) {
        String text = ScenarioSchema.json();
        // The registry takes the dialect from the text; an editor of the older draft ignores the line.
        String own = dialect == SpecificationVersion.DRAFT_7
                ? text.replace(
                        "https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#")
                : text;
        return SchemaRegistry.withDefaultDialect(dialect).getSchema(own, InputFormat.JSON);
    }

    private static JsonNode json(String yaml) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }
}
