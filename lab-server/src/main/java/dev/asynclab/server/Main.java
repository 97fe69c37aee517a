package dev.asynclab.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The server's entry point: read the command line, then prepare fast starts or serve.
public final class Main {

    private static final int USAGE = 2;

    private Main() {}

    static void main(String[] arguments) throws IOException, InterruptedException {
        // Reports and pictures are drawn without a screen, also where there is one.
        System.setProperty("java.awt.headless", "true");
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) throws IOException, InterruptedException {
        ServerOptions options;
        try {
            options = ServerOptions.parse(arguments, DataFolder.standard());
        } catch (ServerOptions.Unusable e) {
            System.err.println("lab server: " + e.getMessage());
            return USAGE;
        }
        Path home = Path.of(System.getProperty("lab.home", ".")).toAbsolutePath();
        if (options.prepareStart().isPresent()) {
            return FastStart.prepare(options.prepareStart().get(), home);
        }
        if (options.calibrate()) {
            return CalibrateMain.run(options, home);
        }
        if (options.ownedByParent()) {
            TheEnd.leaveTheTerminalToTheParent();
        }
        TheEnd end = new TheEnd();
        try {
            return Server.serve(options, home, (url, token) -> {
                System.out.println(
                        "Async Lab is ready: " + url + "/  (`lab open` shows it in a browser, Ctrl-C stops it)");
                end.await(options.ownedByParent());
            });
        } finally {
            end.reached();
        }
    }
}
