package dev.asynclab.load.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A child process that is spoken to in lines. Ends with `close`, or when its input ends.
public final class Peer implements AutoCloseable {

    /// The flags of a measured JVM, the same for the lab's trial processes and for the programs by hand.
    private static final List<String> MEASURED = List.of(
            "-XX:+UseG1GC",
            "-Xms256m",
            "-Xmx256m",
            "-XX:+AlwaysPreTouch",
            // A compiler thread that ends takes its CPU time with it.
            "-XX:-UseDynamicNumberOfCompilerThreads",
            "-Xlog:disable",
            "-Dlogback.configurationFile=logback-trial.xml",
            "-Dio.netty.leakDetection.level=disabled",
            "-Dvertx.disableDnsResolver=true",
            "--enable-native-access=ALL-UNNAMED");

    /// `C1 CompilerThread0`, cut to 15 characters by the kernel.
    private static final Pattern COMPILER = Pattern.compile("C[12] Compiler");

    private static final long NANOS_PER_TICK = 10_000_000;

    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    /// CPU time of each compiler thread seen so far, by the number of the thread.
    private final Map<String, Long> compilers = new HashMap<>();

    private Peer(List<String> command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    }

    /// A JVM on the class path of this one.
    public static Peer java(String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(MEASURED);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        return new Peer(command);
    }

    public void send(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
    }

    public String receive() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException(
                    "the child ended, status " + process.onExit().join().exitValue());
        }
        return line;
    }

    /// CPU time of the process so far, in steps of 10 ms.
    public long cpuNanos() throws IOException {
        return cpuNanos(Path.of("/proc", Long.toString(process.pid())));
    }

    /// The part of it that its compiler threads used. A thread that is gone counts with what was last read of it.
    public long compilerNanos() throws IOException {
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path thread : threads) {
                readIfCompiler(thread);
            }
        }
        return compilers.values().stream().mapToLong(Long::longValue).sum();
    }

    private void readIfCompiler(Path thread) throws IOException {
        try {
            if (COMPILER.matcher(Files.readString(thread.resolve("comm"))).lookingAt()) {
                compilers.put(thread.getFileName().toString(), cpuNanos(thread));
            }
        } catch (IOException e) {
            // Any thread of the process may end between the listing and the reading: then the open fails, or the read.
            if (Files.exists(thread)) {
                throw e;
            }
        }
    }

    /// Fields 14 and 15 of `stat`.
    private static long cpuNanos(Path of) throws IOException {
        String stat = Files.readString(of.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_PER_TICK;
    }

    /// Sends the process a signal by name: `STOP`, `CONT`.
    public void signal(String name) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start();
        if (kill.onExit().join().exitValue() != 0) {
            throw new IOException("kill -" + name + " failed");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
        process.destroy();
        process.onExit().join();
    }
}
