package dev.asynclab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.asynclab.api.Lesson;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.Tone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LessonToneTest {

    static List<Path> files() throws IOException {
        return ShippedScenariosTest.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void nothing_a_student_reads_is_called_easy(Path file) throws IOException {
        Scenario scenario = assertInstanceOf(
                        Reading.Valid.class,
                        ScenarioReader.read(file.toString(), Files.readString(file), Settings.NONE))
                .scenario();
        Stream<String> texts = Stream.concat(
                Stream.of(scenario.title()), texts(scenario.lesson().orElseThrow()));
        assertEquals(
                List.of(), texts.flatMap(t -> Tone.condescending(t).stream()).toList());
    }

    private static Stream<String> texts(Lesson lesson) {
        return Stream.of(
                        Stream.of(lesson.question(), lesson.explain()),
                        lesson.hints().stream(),
                        lesson.predict().stream().map(Lesson.Prediction::ask),
                        lesson.predict().stream()
                                .flatMap(p -> p.options().stream())
                                .map(Lesson.Option::say),
                        lesson.exercises().stream().map(Lesson.Exercise::instruction),
                        lesson.exercises().stream().flatMap(e -> e.hint().stream()))
                .flatMap(s -> s);
    }
}
