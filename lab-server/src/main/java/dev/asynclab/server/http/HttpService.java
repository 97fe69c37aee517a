package dev.asynclab.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The REST API and the pages around it. Started and closed once.
///
/// One event loop reads and writes; every endpoint runs on a virtual thread of its own, so that the store may
/// block.
public final class HttpService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);
    private static final int MOST_CONNECTIONS = 12_000;

    /// File descriptors kept for runs in flight: log files, pipes, backends.
    private static final int RESERVED_DESCRIPTORS = 512;

    private static final long PATIENCE_SECONDS = 5;
    private final HttpConfig config;
    private final Services services;
    private final Traffic traffic = new Traffic();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("http-", 0).factory());
    private @Nullable Vertx vertx;
    private @Nullable EventStreams streams;
    private @Nullable MetricsResource metrics;
    private @Nullable LoginResource login;
    private List<Endpoint> endpoints = List.of();

    public HttpService(HttpConfig config, Services services) {
        this.config = config;
        this.services = services;
    }

    /// Listens.
    ///
    /// @return the port, which is the one asked for unless that was 0
    /// @throws PortTaken when somebody else has the port
    public synchronized int start() throws PortTaken, InterruptedException {
        // A first log line loads time zone and formatter. When descriptors run out later, that must not be left to do:
        // Netty logs it, and the failure to load would end the thread that accepts connections for good.
        LOG.info("listening on {}", config.bind());
        Vertx loops = Vertx.vertx(options());
        vertx = loops;
        var deadlines = new Deadlines(loops, mostConnections(), Deadlines.USUAL);
        HttpServer server = loops.createHttpServer(serverOptions());
        // Host and Origin are checked against the real port, which only listening tells.
        var front = new Front();
        server.connectionHandler(deadlines::opened)
                .requestHandler(front::accept)
                .invalidRequestHandler(front::invalid);
        listen(server);
        int port = server.actualPort();
        String base = "http://" + name() + ":" + port;
        var sessions = new Sessions(config.token(), config.clock());
        var events = new EventStreams(loops, services.runs(), threads, EventStream.HEARTBEAT_MILLIS);
        var measures = new MetricsResource(services, traffic, events::count, deadlines::connections);
        var logins = new LoginResource(sessions, port, base);
        streams = events;
        metrics = measures;
        login = logins;
        endpoints = Endpoints.of(config, services, logins, base, measures);
        front.open(new Dispatcher(
                loops,
                new Gate(sessions, config.bind(), port),
                new Problems(base),
                events,
                threads,
                deadlines,
                traffic,
                endpoints));
        return port;
    }

    /// A link that logs a browser in: once, within 60 seconds.
    public synchronized String loginLink() {
        if (login == null) {
            throw new IllegalStateException("not started");
        }
        return login.link();
    }

    /// The route table; empty before the start.
    synchronized List<Endpoint> endpoints() {
        return endpoints;
    }

    /// Event streams open now.
    synchronized int subscribers() {
        return streams == null ? 0 : streams.count();
    }

    @Override
    public synchronized void close() {
        threads.shutdownNow();
        if (vertx != null) {
            // Closes server, connections and, by their close handlers, the event streams.
            await(vertx.close().toCompletionStage().toCompletableFuture());
            vertx = null;
        }
        if (metrics != null) {
            metrics.close();
        }
    }

    private static void await(Future<?> closing) {
        try {
            closing.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the HTTP service did not close cleanly", e);
        }
    }

    private void listen(HttpServer server) throws PortTaken, InterruptedException {
        try {
            server.listen().toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            close();
            if (e.getCause() instanceof BindException) {
                throw new PortTaken(config.port(), e.getCause());
            }
            throw new IllegalStateException("cannot listen on " + config.bind() + ":" + config.port(), e.getCause());
        }
    }

    private String name() {
        String bind = config.bind();
        return switch (bind) {
            case "127.0.0.1", "0.0.0.0", "::", "::1", "localhost" -> "localhost";
            default -> bind.contains(":") ? "[" + bind + "]" : bind;
        };
    }

    private static VertxOptions options() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setPreferNativeTransport(false)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    private HttpServerOptions serverOptions() {
        return new HttpServerOptions()
                .setHost(config.bind())
                .setPort(config.port())
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(4 * 1024)
                .setMaxHeaderSize(8 * 1024)
                .setIdleTimeout(60)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setHandle100ContinueAutomatically(true)
                .setDecompressionSupported(false)
                .setCompressionSupported(false)
                .setTcpNoDelay(true);
    }

    private static int mostConnections() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
            long spare = unix.getMaxFileDescriptorCount() - RESERVED_DESCRIPTORS;
            return (int) Math.clamp(spare, 16, MOST_CONNECTIONS);
        }
        return MOST_CONNECTIONS;
    }
}
