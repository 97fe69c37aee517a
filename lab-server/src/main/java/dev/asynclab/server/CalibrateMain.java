package dev.asynclab.server;

import dev.asynclab.api.CalibrationCard;
import dev.asynclab.server.calibrate.CardRun;
import dev.asynclab.server.fork.CalibrationBench;
import dev.asynclab.server.fork.JavaCommand;
import dev.asynclab.server.fork.LaboratoryFailure;
import dev.asynclab.server.run.EnvironmentFacts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.json.JsonMapper;

/// Measures a calibration card instead of serving, and leaves it in the data folder.
final class CalibrateMain {

    private static final int FAILED = 5;

    private CalibrateMain() {}

    /// Returns the exit status: 0 when the card is there, in range or not.
    static int run(ServerOptions options, Path home) throws IOException, InterruptedException {
        if (options.ownedByParent()) {
            Thread.ofPlatform().daemon().name("lifeline").start(CalibrateMain::endWithParent);
        }
        int cores = Runtime.getRuntime().availableProcessors();
        Path file = options.data().resolve(CalibrationCard.FILE);
        Files.createDirectories(file.getParent());
        JavaCommand java = JavaCommand.ofThisJvm(home.resolve("lab-server").resolve("target"));
        try (CalibrationBench bench = new CalibrationBench(java, cores, file.resolveSibling("logs"))) {
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            CalibrationCard card = new CardRun(bench, cores, what -> System.err.println("calibrating: " + what))
                    .run(now.toString(), EnvironmentFacts.read(cores));
            String text = JsonMapper.shared().writeValueAsString(card) + "\n";
            Path fresh = file.resolveSibling("card-" + now.getEpochSecond() + ".json");
            Files.writeString(fresh, text, StandardCharsets.UTF_8);
            Path last = Files.copy(fresh, file.resolveSibling("last.new"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(last, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return 0;
        } catch (LaboratoryFailure e) {
            System.err.println("lab server: calibration failed: " + e.reason());
            return FAILED;
        }
    }

    /// Nothing is said on this line; its end means that nobody waits for the card any more. All children hang on a
    /// line of their own from this process.
    private static void endWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A broken line ends like one that was closed.
        }
        Runtime.getRuntime().halt(FAILED);
    }
}
