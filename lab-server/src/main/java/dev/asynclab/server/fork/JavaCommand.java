package dev.asynclab.server.fork;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/// The command lines of the JVMs a run starts. Fixed templates: nothing from a scenario becomes a word of them
/// but the carrier count, a number.
///
/// @param java the `java` program
/// @param classPath class path of this JVM
/// @param caches folder with ahead-of-time caches; absent files are left out
public record JavaCommand(Path java, String classPath, Path caches) {

    /// The JVM's own messages are off: standard output belongs to the protocol.
    private static final List<String> COMMON = List.of(
            "-Xlog:disable",
            "-Dlogback.configurationFile=logback-trial.xml",
            "-Dio.netty.leakDetection.level=disabled",
            "-Dvertx.disableDnsResolver=true",
            "--enable-native-access=ALL-UNNAMED");

    /// The program and class path of the present JVM.
    public static JavaCommand ofThisJvm(Path caches) {
        return new JavaCommand(
                Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path"), caches);
    }

    /// The children of a process model run the blocking client, as this model does: they start from its cache.
    private static final String CHILDREN_AS = "platform-threads";

    /// File name of a model's ahead-of-time cache.
    static String cache(String model) {
        return "trial-" + model + ".aot";
    }

    /// A trial process of a model, with the model's cache if there is one.
    ///
    /// @param pauses file for the log of its collections and safepoints, by the clock of `System.nanoTime`
    List<String> trial(String model, int cores, int carriers, Path pauses) {
        List<String> command = measured(cores, carriers);
        command.add("-Xlog:gc,safepoint:file=\"" + pauses.toAbsolutePath() + "\":timenanos,tags:filecount=0");
        command.add("-Dlab.pauses=" + pauses.toAbsolutePath());
        Path cache = caches.resolve(cache(model));
        if (fits(cache)) {
            command.add("-XX:AOTCache=" + cache);
            command.add("-Dlab.aot=" + caches.resolve(cache(CHILDREN_AS)));
        }
        command.addAll(List.of("-cp", classPath, "dev.asynclab.trial.TrialMain"));
        return command;
    }

    /// Whether there is such a cache and it was made from the classes that are there now: from jars, none of
    /// which has changed since. Between builds, and in tests, classes are in folders, and an older cache would mix
    /// with them.
    private boolean fits(Path cache) {
        try {
            FileTime made = Files.getLastModifiedTime(cache);
            for (String entry : classPath.split(File.pathSeparator)) {
                Path jar = Path.of(entry);
                if (!Files.isRegularFile(jar) || Files.getLastModifiedTime(jar).compareTo(made) > 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false; // there is none
        }
    }

    /// A trial process that writes its model's cache when it ends.
    List<String> training(String model, int cores, Path cache) {
        List<String> command = measured(cores, cores);
        command.add("-XX:AOTCacheOutput=" + cache);
        command.addAll(List.of("-cp", classPath, "dev.asynclab.trial.TrialMain"));
        return command;
    }

    /// Flags every measured JVM has alike. The heap is fixed and touched beforehand, so that its growth is not
    /// taken for memory of the tasks; the collector is named, because one visible processor would silently choose
    /// another.
    private List<String> measured(int cores, int carriers) {
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-XX:+UseG1GC",
                "-Xms256m",
                "-Xmx256m",
                "-XX:+AlwaysPreTouch",
                "-XX:ActiveProcessorCount=" + cores,
                "-Djdk.virtualThreadScheduler.parallelism=" + carriers,
                "-Djdk.virtualThreadScheduler.maxPoolSize=" + Math.max(carriers, 256)));
        command.addAll(COMMON);
        return command;
    }

    /// The canary: one thread, no garbage to speak of. One compiler, so that its loop is compiled once and stays
    /// the same code for the whole run.
    List<String> canary() {
        List<String> command =
                new ArrayList<>(List.of(java.toString(), "-XX:+UseSerialGC", "-Xmx64m", "-XX:TieredStopAtLevel=1"));
        command.addAll(COMMON);
        command.addAll(List.of("-cp", classPath, "dev.asynclab.trial.CanaryMain"));
        return command;
    }

    /// The backend JVM.
    List<String> backend(int cores) {
        List<String> command = new ArrayList<>(
                List.of(java.toString(), "-XX:+UseG1GC", "-Xms256m", "-Xmx256m", "-XX:ActiveProcessorCount=" + cores));
        command.addAll(COMMON);
        command.addAll(List.of("-cp", classPath, "dev.asynclab.backend.BackendMain"));
        return command;
    }
}
