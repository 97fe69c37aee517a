package dev.asynclab.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command that starts a server process.
final class ServerProcess {
    private ServerProcess() {}

    /// The server lives as long as its standard input stays open, so it cannot outlive the one who started it.
    ///
    /// @param arguments of the server: port, data folder, address
    static List<String> command(Home home, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String cache = System.getProperty("lab.server.aot", "");
        if (!cache.isBlank() && Files.isRegularFile(Path.of(cache))) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.add("-Xlog:disable");
        command.add("-Xlog:all=error:stderr");
        command.add("-Dlab.home=" + home.root());
        command.add("-jar");
        command.add(home.serverJar().toString());
        command.addAll(arguments);
        command.add("--data");
        command.add(home.data().toString());
        command.add("--parent-stdin");
        return command;
    }
}
