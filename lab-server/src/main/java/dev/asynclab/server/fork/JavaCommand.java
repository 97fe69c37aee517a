package dev.asynclab.server.fork;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command lines of the JVMs a run starts. Fixed templates: nothing from a scenario becomes a word of them
/// but the
/// carrier count, a number.
///
/// @param java the `java` program
/// @param classPath class path of this JVM
/// @param caches folder with ahead-of-time caches; absent files are left out
public record JavaCommand(Path java, String classPath, Path caches) {

    /// The program and class path of the present JVM.
    public static JavaCommand ofThisJvm(Path caches) {
        return new JavaCommand(
                Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path"), caches);
    }

    /// Flags every measured JVM has alike. The heap is fixed and touched beforehand, so that its growth is not
    /// taken
    /// for memory of the tasks; the collector is named, because one visible processor would silently choose
    /// another.
    List<String> trial(int cores, int carriers) {
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-XX:+UseG1GC",
                "-Xms256m",
                "-Xmx256m",
                "-XX:+AlwaysPreTouch",
                "-XX:ActiveProcessorCount=" + cores,
                "-Djdk.virtualThreadScheduler.parallelism=" + carriers,
                "-Djdk.virtualThreadScheduler.maxPoolSize=" + Math.max(carriers, 256)));
        common(command, "trial.aot");
        // Profiles of the training run would carry the other models' call sites into this one.
        command.add("-XX:+UnlockDiagnosticVMOptions");
        command.add("-XX:-AOTReplayTraining");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.addAll(List.of("-cp", classPath, "dev.asynclab.trial.TrialMain"));
        return command;
    }

    /// The backend JVM. A serial collector and one compiler tier less would change its rate; it gets the same as a
    /// trial.
    List<String> backend(int cores) {
        List<String> command = new ArrayList<>(
                List.of(java.toString(), "-XX:+UseG1GC", "-Xms256m", "-Xmx256m", "-XX:ActiveProcessorCount=" + cores));
        common(command, "backend.aot");
        command.addAll(List.of("-cp", classPath, "dev.asynclab.backend.BackendMain"));
        return command;
    }

    private void common(List<String> command, String cache) {
        Path file = caches.resolve(cache);
        if (Files.isRegularFile(file)) {
            command.add("-XX:AOTCache=" + file);
            command.add("-Dlab.aot=" + file);
        }
        command.addAll(List.of(
                "-Xlog:disable",
                "-Xlog:all=off",
                "-Dlogback.configurationFile=logback-trial.xml",
                "-Dio.netty.leakDetection.level=disabled",
                "-Dvertx.disableDnsResolver=true",
                "--enable-native-access=ALL-UNNAMED"));
    }
}
