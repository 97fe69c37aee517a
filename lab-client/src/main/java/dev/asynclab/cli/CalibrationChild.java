package dev.asynclab.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A server process that measures a calibration card and ends. It belongs to the command: when this process is gone,
/// its standard input closes and it ends, too.
final class CalibrationChild {
    private CalibrationChild() {}

    /// Runs it to its end, about a minute. The card is in the data folder afterwards.
    static void run(Home home) throws IOException, InterruptedException {
        Path log = home.data().resolve("logs/calibration.log");
        Files.createDirectories(log.getParent());
        Process process = new ProcessBuilder(ServerProcess.command(home, List.of("--calibrate")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(log.toFile())
                .start();
        try (OutputStream lifeline = process.getOutputStream()) {
            int status = process.waitFor();
            if (status != 0) {
                throw Refusal.of(
                        ExitCode.FAILED,
                        "calibration-failed",
                        "the calibration ended with status " + status + " and left no card",
                        "its messages are in " + log);
            }
            lifeline.flush();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw e;
        } catch (IOException e) {
            // Flushing the line of a process that has ended; it has delivered.
        }
    }
}
