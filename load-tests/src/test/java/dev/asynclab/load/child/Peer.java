package dev.asynclab.load.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A child process that is spoken to in lines. Ends with `close`, or when its input ends.
public final class Peer implements AutoCloseable {

    /// The flags of a measured JVM, the same for the lab's trial processes and for the programs by hand.
    private static final List<String> MEASURED = List.of(
            "-XX:+UseG1GC",
            "-Xms256m",
            "-Xmx256m",
            "-XX:+AlwaysPreTouch",
            "-Xlog:disable",
            "-Dlogback.configurationFile=logback-trial.xml",
            "-Dio.netty.leakDetection.level=disabled",
            "-Dvertx.disableDnsResolver=true",
            "--enable-native-access=ALL-UNNAMED");

    private static final long NANOS_PER_TICK = 10_000_000;

    private final Process process;
    private final BufferedReader out;
    private final Writer in;

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

    /// CPU time of the process so far, in steps of 10 ms: fields 14 and 15 of its `stat`.
    public long cpuNanos() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
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
