package dev.asynclab.backend;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.HttpServer;
import com.github.tomakehurst.wiremock.http.HttpServerFactory;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import dev.asynclab.wire.BackendMessage.Counter;
import dev.asynclab.wire.BackendMessage.Mock;
import java.util.Arrays;
import java.util.regex.Pattern;

/// A real WireMock, set up so that it measures the models and not its own defaults.
///
/// As it comes, WireMock holds one of 25 threads for the whole of every delay: at 100 ms that is at most 250
/// answers a second, whatever calls it. Here delays are timers (asynchronous responses), and the journal, which
/// keeps every request forever, is off.
///
/// Differences to a [FastBackend]: delays are whole milliseconds; a client that leaves while its answer is
/// delayed or queued is noticed only when the answer is written, so it stays in flight and keeps its place until
/// then.
final class WireMockBackend implements Backend {

    private static final int THREADS = 32;
    private static final int TIMER_THREADS = 4;
    private static final int BACKLOG = 16_384;
    private static final long IDLE_MILLIS = 86_400_000;

    /// Stubs come from the scenario only. WireMock would also load what lies under its root directory.
    private static final String NO_FILES = "/dev/null/none";

    private final Mock mock;
    private final Doorman doorman;
    private final WireMockServer server;

    /// Returns when the backend listens.
    ///
    /// @param lock guards the counters of all WireMock backends of the process
    WireMockBackend(Object lock, long seed, Mock mock) {
        Draws draws = new Draws(seed, mock);
        this.mock = mock;
        this.doorman = new Doorman(lock, mock, draws);
        this.server = new WireMockServer(WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .withRootDirectory(NO_FILES)
                .containerThreads(THREADS)
                .asynchronousResponseEnabled(true)
                .asynchronousResponseThreads(TIMER_THREADS)
                .jettyAcceptQueueSize(BACKLOG)
                .jettyIdleTimeout(IDLE_MILLIS)
                .disableRequestJournal()
                .stubRequestLoggingDisabled(true)
                .http2PlainDisabled(true)
                .gzipDisabled(true)
                .useChunkedTransferEncoding(ChunkedEncodingPolicy.NEVER)
                .extensions(new SeededAnswers(draws))
                .httpServerFactory(new HttpServerFactory() {
                    @Override
                    public HttpServer buildHttpServer(
                            Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
                        return new JettyWithDoorman(doorman, options, admin, stubs);
                    }
                }));
        stub(body(mock.bodyBytes()));
        server.start();
    }

    private void stub(ResponseDefinitionBuilder answer) {
        String stubs = mock.stubs();
        if (stubs == null) {
            server.stubFor(any(anyUrl()).willReturn(answer));
        } else {
            server.importStubs(Stubs.read(mock.name(), stubs));
        }
        String bare = Pattern.quote("/" + mock.name() + "~bare") + ".*";
        server.stubFor(any(urlMatching(bare)).atPriority(1).willReturn(answer));
    }

    private static ResponseDefinitionBuilder body(int bytes) {
        byte[] body = new byte[bytes];
        Arrays.fill(body, (byte) 'x');
        return aResponse().withBody(body);
    }

    @Override
    public String name() {
        return mock.name();
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public Counter count(long nowNanos, boolean resetPeak) {
        return doorman.count(nowNanos, resetPeak);
    }

    @Override
    public void close() {
        server.stop();
    }
}
