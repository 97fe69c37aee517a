package dev.asynclab.load.byhand;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;

/// `await` on one Vert.x virtual-thread context; a coroutine for each call.
final class CoroutineByHand implements ByHand {

    @Override
    public void start(Calls calls) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAliveTimeout(0),
                new PoolOptions().setHttp1MaxSize(calls.callers()).setMaxWaitQueueSize(-1));
        Promise<Context> deployed = Promise.promise();
        vertx.deployVerticle(
                context -> {
                    deployed.complete(context);
                    return Future.succeededFuture();
                },
                new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD));
        Context context = deployed.future().await();
        for (int i = 0; i < calls.callers(); i++) {
            calls.awaitTurnToJoin(i);
            next(context, client, calls);
        }
    }

    private void next(Context context, HttpClient client, Calls calls) {
        context.runOnContext(_ -> {
            HttpClientResponse response = client.request(HttpMethod.GET, calls.port(), calls.host(), calls.path())
                    .await()
                    .send()
                    .await();
            if (calls.answered(response.statusCode(), response.body().await().length())) {
                next(context, client, calls);
            }
        });
    }
}
