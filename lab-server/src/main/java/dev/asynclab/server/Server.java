package dev.asynclab.server;

import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.server.fork.JavaCommand;
import dev.asynclab.server.http.HttpConfig;
import dev.asynclab.server.http.HttpService;
import dev.asynclab.server.http.PortTaken;
import dev.asynclab.server.http.Services;
import dev.asynclab.server.run.EngineParts;
import dev.asynclab.server.run.EnvironmentFacts;
import dev.asynclab.server.run.Experiment;
import dev.asynclab.server.run.RunEngine;
import dev.asynclab.server.run.StoreFailure;
import dev.asynclab.server.store.FileScenarioLibrary;
import dev.asynclab.server.store.Store;
import dev.asynclab.server.verdict.Judge;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.IntStream;

/// The service, put together by hand: store, library, engine, REST API. Ends in the opposite order.
final class Server {

    private static final int UNREACHABLE = 4;
    private static final int QUEUE_LIMIT = 1_000;

    /// How long a trial in flight may go on after SIGTERM. Its run is continued by the next start.
    private static final Duration DRAIN = Duration.ofSeconds(2);

    /// Ports tried after the default one.
    private static final int NEIGHBOURS = 20;

    private Server() {}

    /// Gets the address once the server is ready; the server ends when it returns.
    interface Ready {
        void ready(String url, String token) throws InterruptedException;
    }

    /// Serves until `ready` returns. Returns the exit status.
    ///
    /// @param home the lab's own folder: scenarios, schema, caches
    static int serve(ServerOptions options, Path home, Ready ready) throws IOException, InterruptedException {
        System.setProperty("lab.logs", options.data().resolve("logs").toString());
        DataFolder data = new DataFolder(options.data());
        try (Store store = Store.open(options.data())) {
            FileScenarioLibrary library = new FileScenarioLibrary(
                    home.resolve("scenarios"), options.data().resolve("scenarios"));
            try (RunEngine engine = new RunEngine(parts(store, library, options.data(), home))) {
                engine.start();
                return listen(options, home, data, new Services(engine, library, ScenarioReader::read), ready);
            }
        } catch (StoreFailure e) {
            System.err.println("lab server: " + e.getMessage());
            return UNREACHABLE;
        }
    }

    private static EngineParts parts(Store store, FileScenarioLibrary library, Path data, Path home) {
        int cores = Runtime.getRuntime().availableProcessors();
        JavaCommand java = JavaCommand.ofThisJvm(home.resolve("lab-server").resolve("target"));
        return new EngineParts(
                store,
                library,
                ScenarioReader::read,
                (plan, done, directory, listener) -> Experiment.run(plan, done, java, directory, listener),
                (plan, outcome, environment, facts) ->
                        Judge.judge(plan, outcome.records(), outcome.calibration(), environment, facts),
                () -> EnvironmentFacts.read(cores),
                InstantSource.system(),
                new SecureRandom()::nextLong,
                new Disk(data),
                cores,
                QUEUE_LIMIT,
                DRAIN);
    }

    private static int listen(ServerOptions options, Path home, DataFolder data, Services services, Ready ready)
            throws IOException, InterruptedException {
        String token = data.token();
        for (int port : ports(options)) {
            HttpConfig config = new HttpConfig(options.bind(), port, token, home, InstantSource.system());
            try (HttpService http = new HttpService(config, services)) {
                String url = announce(options, data, token, http.start());
                try (WarmReader _ = new WarmReader(services.scenarios())) {
                    ready.ready(url, token);
                }
                data.withdraw();
                return 0;
            } catch (PortTaken e) {
                if (options.portGiven()) {
                    System.err.println("lab server: port " + port + " is taken" + PortHolder.of(port)
                            + "; give another one with --port, or --port 0 for any free one");
                    return UNREACHABLE;
                }
            }
        }
        System.err.println("lab server: ports " + ServerOptions.DEFAULT_PORT + " and the next " + NEIGHBOURS
                + " are taken; give one with --port, or --port 0 for any free one");
        return UNREACHABLE;
    }

    private static int[] ports(ServerOptions options) {
        if (options.portGiven()) {
            return new int[] {options.port()};
        }
        return IntStream.rangeClosed(ServerOptions.DEFAULT_PORT, ServerOptions.DEFAULT_PORT + NEIGHBOURS)
                .toArray();
    }

    private static String announce(ServerOptions options, DataFolder data, String token, int port) throws IOException {
        String host = options.bind().contains(":") ? "[" + options.bind() + "]" : options.bind();
        String url = "http://" + host + ":" + port;
        if (!options.portGiven() && port != ServerOptions.DEFAULT_PORT) {
            System.err.println("lab server: port " + ServerOptions.DEFAULT_PORT + " is taken"
                    + PortHolder.of(ServerOptions.DEFAULT_PORT) + "; using " + port);
        }
        data.announce(url, token, options.temporary());
        return url;
    }
}
