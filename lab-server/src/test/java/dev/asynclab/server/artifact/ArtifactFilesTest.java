package dev.asynclab.server.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.Profile;
import dev.asynclab.api.ResultDocument.Artifact;
import dev.asynclab.kernel.Julia;
import dev.asynclab.kernel.Mandelbrot;
import dev.asynclab.kernel.Picture;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.scenario.Settings;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.Planner;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactFilesTest {
    private static final int BLACK = 0xff000000;

    @TempDir
    private Path folder;

    private static Plan plan(String task) {
        String text = """
                format: lab/v1
                id: pictures
                title: Pictures
                task: [%s]
                models: {sequential: {}, virtual-threads: {}}
                load: {closed: {concurrency: 1}}
                """.formatted(task);
        Reading reading = ScenarioReader.read("pictures.yaml", text, Settings.NONE);
        var scenario = ((Reading.Valid) reading).scenario();
        return Planner.plan(scenario, Profile.SMOKE, 1, 2, Profile.SMOKE.budget());
    }

    @Test
    void what_a_task_paints_anywhere_inside_it_is_kept_once_as_a_file() throws IOException {
        Plan plan = plan("""
                {compute: {kernel: primes, from: 2, count: 9}}, {repeat: {times: 2, steps: [
                {compute: {kernel: mandelbrot, size: 16, iterations: 10}}]}},
                {parallel: [{compute: {kernel: mandelbrot, size: 16, iterations: 10}},
                {compute: {kernel: julia, size: 9, iterations: 5}}]}""".replace("\n", " "));
        ArtifactFiles files = ArtifactFiles.in("r", folder);
        List<Artifact> artifacts = files.paint(plan);
        assertEquals(
                List.of("mandelbrot-16-10.png", "julia-9-5.png"),
                artifacts.stream().map(Artifact::name).toList());
        assertEquals(List.of("julia-9-5.png", "mandelbrot-16-10.png"), files.names());
        for (Artifact artifact : artifacts) {
            assertEquals("image/png", artifact.type());
            assertEquals("/api/v1/runs/r/artifacts/" + artifact.name(), artifact.href());
            assertEquals(artifact.bytes(), files.read(artifact.name()).orElseThrow().length);
            assertTrue(files.plausible(artifact));
        }
        assertEquals(artifacts, files.paint(plan), "the same plan gives the same files");
    }

    @Test
    void a_plan_without_pictures_makes_no_folder() {
        assertEquals(List.of(), ArtifactFiles.in("r", folder).paint(plan("{wait: 1ms}")));
        assertFalse(Files.exists(folder.resolve("artifacts")));
    }

    @Test
    void a_picture_that_cannot_be_written_costs_the_picture_only() throws IOException {
        Files.createFile(folder.resolve("artifacts"));
        Plan plan = plan("{compute: {kernel: julia, size: 9, iterations: 5}}");
        assertEquals(List.of(), ArtifactFiles.in("r", folder).paint(plan));
    }

    @Test
    void a_name_from_outside_reaches_nothing_else() throws IOException {
        Files.writeString(folder.resolve("secret.png"), "secret");
        Files.createDirectories(folder.resolve("artifacts"));
        Files.writeString(folder.resolve("artifacts/Half.png.part"), "half");
        ArtifactFiles files = ArtifactFiles.in("r", folder);
        assertEquals(Optional.empty(), files.read("../secret.png"));
        assertEquals(Optional.empty(), files.read("Half.png.part"));
        assertEquals(
                Optional.empty(), ArtifactFiles.in("r", folder.resolve("none")).read("a.png"));
    }

    @Test
    void an_artifact_of_a_foreign_document_must_be_one_of_its_run() {
        ArtifactFiles files = ArtifactFiles.in("r", folder);
        String own = "/api/v1/runs/r/artifacts/";
        assertTrue(files.plausible(new Artifact("a-1.png", "image/png", 9, own + "a-1.png")));
        assertFalse(files.plausible(new Artifact("a-1.png", "image/png", 9, "javascript:alert(1)")));
        assertFalse(files.plausible(new Artifact("a-1.png", "image/svg+xml", 9, own + "a-1.png")));
        assertFalse(files.plausible(new Artifact("../a.png", "image/png", 9, own + "../a.png")));
        assertFalse(files.plausible(new Artifact("a-1.png", "image/png", -1, own + "a-1.png")));
    }

    @Test
    void members_of_the_set_are_black_and_nothing_else_is() throws IOException {
        // Two by two pixels of the Mandelbrot set: only c = -0.8, lower right, is a member.
        BufferedImage image = image(new Mandelbrot(2, 10));
        assertEquals(2, image.getWidth());
        assertEquals(BLACK, image.getRGB(1, 1));
        for (int[] at : new int[][] {{0, 0}, {1, 0}, {0, 1}}) {
            assertFalse(image.getRGB(at[0], at[1]) == BLACK);
        }
    }

    @Test
    void grey_goes_evenly_from_black_to_white() throws IOException {
        // Values 0, 1, 2, 3 of 4: 255 x 0/3, 1/3, 2/3, 3/3
        var samples = image(new Grey()).getRaster();
        assertArrayEquals(new int[] {0, 85, 170, 255}, samples.getSamples(0, 0, 2, 2, 0, (int[]) null));
    }

    @Test
    void a_picture_has_no_more_points_than_it_can_afford() {
        assertEquals(256, PngFile.side(256, 256));
        assertEquals(480, PngFile.side(2001, 1000));
        // 2^28 / 100,000 = 2,684 points: 51 by 51
        assertEquals(51, PngFile.side(4096, 100_000));
    }

    @Test
    void an_ordinary_picture_fits_into_a_report() {
        // 480 x 480 points, a byte each, are 225 KiB; large areas of one colour are worth nearly nothing.
        int bytes = PngFile.of(new Julia(2001, 1000)).length;
        assertTrue(bytes < 100 * 1024, "bytes: " + bytes);
        bytes = PngFile.of(new Mandelbrot(1024, 1000)).length;
        assertTrue(bytes < 100 * 1024, "bytes: " + bytes);
    }

    private static BufferedImage image(Picture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(PngFile.of(picture)));
    }

    /// Counts from 0 to 3.
    private record Grey() implements Picture {
        @Override
        public int side() {
            return 2;
        }

        @Override
        public int depth() {
            return 4;
        }

        @Override
        public Shades shades() {
            return Shades.GREY;
        }

        @Override
        public int[] paint(int side) {
            return new int[] {0, 1, 2, 3};
        }

        @Override
        public dev.asynclab.kernel.KernelKind kind() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, Long> parameters() {
            return Map.of();
        }

        @Override
        public long run() {
            return 6;
        }
    }
}
