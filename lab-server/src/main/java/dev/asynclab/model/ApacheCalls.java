package dev.asynclab.model;

import dev.asynclab.workload.Step.Call;
import dev.asynclab.workload.StepFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Apache HttpClient 5, classic: what most blocking Java code uses.
///
/// Everything it does beyond the exchange itself is switched off, because no other model does it: retries,
/// redirects, cookies, authentication, compression, checks of idle connections, headers of its own.
final class ApacheCalls implements BlockingCalls {

    private final CloseableHttpClient client;

    ApacheCalls(int connections) {
        this.client = HttpClients.custom()
                .setConnectionManager(pool(connections))
                .setDefaultRequestConfig(RequestConfig.custom()
                        // Any number of calls may wait for a connection, for as long as it takes; 0 would mean: not at
                        // all.
                        .setConnectionRequestTimeout(Timeout.ofDays(365))
                        .setAuthenticationEnabled(false)
                        .setRedirectsEnabled(false)
                        .setExpectContinueEnabled(false)
                        .setContentCompressionEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setKeepAliveStrategy((response, context) -> TimeValue.NEG_ONE_MILLISECOND) // for ever
                .addRequestInterceptorLast(ApacheCalls::keepOnlyWhatAllModelsSend)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .disableDefaultUserAgent()
                .build();
    }

    private static PoolingHttpClientConnectionManager pool(int connections) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                // LAX would be a lock per backend instead of one for all. It measured no faster with one backend,
                // and only STRICT promises the limits.
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.STRICT)
                .setMaxConnTotal(Integer.MAX_VALUE) // the limit is per backend
                .setMaxConnPerRoute(connections)
                .setDefaultSocketConfig(
                        SocketConfig.custom().setTcpNoDelay(true).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.DISABLED)
                        .setSocketTimeout(Timeout.DISABLED)
                        .setValidateAfterInactivity(TimeValue.NEG_ONE_MILLISECOND) // never
                        .build())
                .build();
    }

    /// The client adds headers of its own, and orders them its own way; what is sent is the same for all models.
    private static void keepOnlyWhatAllModelsSend(
            HttpRequest request, @Nullable EntityDetails body, HttpContext context) {
        Header host = request.getFirstHeader("Host");
        Header length = request.getFirstHeader("Content-Length");
        if (length == null) {
            request.setHeaders(host);
        } else {
            request.setHeaders(host, length);
        }
    }

    @Override
    public Exchange exchange(Call call, long taskId) {
        return new Request(call, taskId);
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    /// A request that can be cancelled: the client tells it what it waits for, a pool entry or a connection.
    private final class Request extends BasicClassicHttpRequest implements CancellableDependency, Exchange {

        private static final long serialVersionUID = 1;
        private static final Cancellable ABORTED = () -> true;

        private final transient HttpHost backend;
        private final transient AtomicReference<@Nullable Cancellable> waitsFor = new AtomicReference<>();

        Request(Call call, long taskId) {
            this(call, taskId, new HttpHost(null, call.host(), call.port()));
        }

        private Request(Call call, long taskId, HttpHost backend) {
            super(call.bodyBytes() > 0 ? "POST" : "GET", backend, call.requestTarget(taskId));
            this.backend = backend;
            if (call.bodyBytes() > 0) {
                setEntity(new ByteArrayEntity(new byte[call.bodyBytes()], null));
            }
        }

        @Override
        public long run() throws IOException, StepFailure {
            StatusAndLength answer = answer();
            if (answer.status() != 200) {
                throw Failures.status(answer.status());
            }
            return answer.bodyBytes();
        }

        private StatusAndLength answer() throws IOException {
            try {
                return client.execute(backend, this, null, StatusAndLength::of);
            } catch (IllegalStateException e) { // an abort took the connection away between two of its uses
                if (isCancelled()) {
                    throw new IOException("aborted", e);
                }
                throw e;
            }
        }

        @Override
        public void abort() {
            Cancellable dependency = waitsFor.getAndSet(ABORTED);
            if (dependency != null) {
                dependency.cancel();
            }
        }

        @Override
        public void setDependency(Cancellable dependency) {
            Cancellable before = waitsFor.get();
            if (ABORTED.equals(before) || !waitsFor.compareAndSet(before, dependency)) { // races with abort
                dependency.cancel();
            }
        }

        @Override
        public boolean isCancelled() {
            return ABORTED.equals(waitsFor.get());
        }

        @Override
        public boolean cancel() {
            abort();
            return true;
        }
    }

    private record StatusAndLength(int status, long bodyBytes) {

        static StatusAndLength of(ClassicHttpResponse response) throws IOException {
            HttpEntity entity = response.getEntity();
            return new StatusAndLength(response.getCode(), entity == null ? 0 : read(entity));
        }

        /// Reads the body to its end, which gives the connection back to the pool.
        private static long read(HttpEntity entity) throws IOException {
            long announced = entity.getContentLength();
            byte[] buffer = new byte[announced < 0 ? 8192 : (int) Math.clamp(announced + 1, 16, 8192)];
            long sum = 0;
            try (InputStream in = entity.getContent()) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    sum += n;
                }
            }
            return sum;
        }
    }
}
