package dev.asynclab.load.byhand;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;

/// Vert.x futures on one event loop.
final class EventLoopByHand implements ByHand {

    @Override
    public void start(Calls calls) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAliveTimeout(0),
                new PoolOptions().setHttp1MaxSize(calls.callers()).setMaxWaitQueueSize(-1));
        Context loop = vertx.getOrCreateContext();
        for (int i = 0; i < calls.callers(); i++) {
            calls.awaitTurnToJoin(i);
            loop.runOnContext(_ -> next(client, calls));
        }
    }

    private void next(HttpClient client, Calls calls) {
        client.request(HttpMethod.GET, calls.port(), calls.host(), calls.path())
                .compose(HttpClientRequest::send)
                .compose(response -> response.body().map(Buffer::length).map(length -> {
                    return calls.answered(response.statusCode(), length);
                }))
                .onComplete(
                        goOn -> {
                            if (goOn) {
                                next(client, calls);
                            }
                        },
                        calls::fail);
    }
}
