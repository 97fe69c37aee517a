package dev.asynclab.model;

import dev.asynclab.workload.Step;
import dev.asynclab.workload.StepFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;

/// The calls of one task as plain statements: a connection, a request, the head of the answer, its body.
final class CoroutineCalls {
    private final long taskId;
    private final HttpClient client;

    CoroutineCalls(long taskId, HttpClient client) {
        this.taskId = taskId;
        this.client = client;
    }

    long call(Step.Call call, Scope scope) throws Exception {
        HttpClientRequest request = connect(call, scope);
        request.exceptionHandler(_ -> {}); // await tells; without a handler it would be logged as well
        try {
            HttpClientResponse response = CoroutineSteps.await(send(request, call), scope, request::reset);
            if (response.statusCode() != 200) {
                throw Failures.status(response.statusCode());
            }
            return CoroutineSteps.await(response.body(), scope, request::reset).length();
        } catch (HttpClosedException closed) {
            throw new StepFailure(StepFailure.Kind.RESET, "connection closed");
        }
    }

    /// Waits for a connection of the pool. One that comes after the call was given up goes back unused.
    private HttpClientRequest connect(Step.Call call, Scope scope) throws Exception {
        HttpMethod method = call.bodyBytes() > 0 ? HttpMethod.POST : HttpMethod.GET;
        Promise<HttpClientRequest> ready = Promise.promise();
        client.request(method, call.port(), call.host(), call.requestTarget(taskId))
                .onComplete(
                        request -> {
                            if (!ready.tryComplete(request)) {
                                request.exceptionHandler(_ -> {});
                                request.reset();
                            }
                        },
                        ready::tryFail);
        return CoroutineSteps.await(ready.future(), scope, () -> ready.tryFail(Failures.cancelled()));
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, Step.Call call) {
        if (call.bodyBytes() == 0) {
            return request.send();
        }
        // The client would write this header too, but after content-length: every model sends the same bytes.
        request.putHeader(HttpHeaders.HOST, call.host() + ":" + call.port());
        return request.send(Buffer.buffer(new byte[call.bodyBytes()]));
    }
}
