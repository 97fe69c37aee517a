package dev.asynclab.load.byhand;

import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/// One call with Apache HttpClient 5, the client of both thread models.
final class BlockingCall {

    private final ByHand.Calls calls;
    private final HttpHost backend;
    private final CloseableHttpClient client;

    BlockingCall(ByHand.Calls calls) {
        this.calls = calls;
        this.backend = new HttpHost(null, calls.host(), calls.port());
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(calls.callers())
                        .setMaxConnPerRoute(calls.callers())
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .disableDefaultUserAgent()
                .build();
    }

    /// True when the caller shall go on.
    boolean run() {
        try {
            return client.execute(backend, new HttpGet(calls.path()), response -> {
                return calls.answered(response.getCode(), EntityUtils.toByteArray(response.getEntity()).length);
            });
        } catch (IOException e) {
            calls.fail(e);
            return false;
        }
    }
}
