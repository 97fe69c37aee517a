package dev.asynclab.load.byhand;

import io.netty.handler.codec.http.HttpHeaderNames;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/// Mono operators on Reactor Netty with one event loop.
final class ReactorByHand implements ByHand {

    @Override
    public void start(Calls calls) {
        ConnectionProvider pool = ConnectionProvider.builder("by-hand")
                .maxConnections(calls.callers())
                .pendingAcquireMaxCount(-1)
                .build();
        HttpClient client = HttpClient.create(pool)
                .runOn(LoopResources.create("by-hand", 1, 1, true, false), false)
                .host(calls.host())
                .port(calls.port())
                .headers(headers -> headers.remove(HttpHeaderNames.USER_AGENT).remove(HttpHeaderNames.ACCEPT));
        for (int i = 0; i < calls.callers(); i++) {
            calls.awaitTurnToJoin(i);
            one(client, calls).repeat(() -> !calls.over().get()).subscribe(_ -> {}, calls::fail);
        }
    }

    private Mono<Boolean> one(HttpClient client, Calls calls) {
        return client.get()
                .uri(calls.path())
                .responseSingle((response, body) ->
                        body.map(buffer -> calls.answered(response.status().code(), buffer.readableBytes())));
    }
}
