package dev.asynclab;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The architecture as rules. Each holds for the server's own code, and fails on code written to break it.
class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter().importPath(Path.of("target/classes"));
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages("dev.asynclab.fixture");

    static List<Law> laws() {
        return laws("dev.asynclab");
    }

    static List<Law> lawsOfTheFixtures() {
        return laws("dev.asynclab.fixture");
    }

    private static List<Law> laws(String root) {
        return Stream.of(new Layers(root).laws(), new Idioms(root).laws(), new Habits(root).laws())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("laws")
    void the_code_keeps(Law law) {
        law.rule().check(OURS);
    }

    @ParameterizedTest
    @MethodSource("lawsOfTheFixtures")
    void the_fixtures_break(Law law) {
        String said = assertThrows(AssertionError.class, () -> law.rule().check(BROKEN))
                .toString();
        for (String offence : law.offences()) {
            assertTrue(said.contains(offence), () -> "nothing about " + offence + " in: " + said);
        }
    }
}
