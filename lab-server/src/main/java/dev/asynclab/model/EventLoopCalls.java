package dev.asynclab.model;

import dev.asynclab.workload.Step;
import dev.asynclab.workload.StepFailure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;

/// The calls of one task as futures: a connection, a request, the head of the answer, its body.
final class EventLoopCalls {
    private final long taskId;
    private final EventLoopSteps steps;
    private final HttpClient client;

    EventLoopCalls(long taskId, EventLoopSteps steps, HttpClient client) {
        this.taskId = taskId;
        this.steps = steps;
        this.client = client;
    }

    Future<Long> call(Step.Call call, Scope scope) {
        Scope exchange = scope.child();
        Future<Long> result = call.timeoutNanos() > 0
                ? steps.within(call.timeoutNanos(), exchange, () -> exchange(call, exchange))
                : exchange(call, exchange);
        return result.onComplete(_ -> exchange.over());
    }

    private Future<Long> exchange(Step.Call call, Scope exchange) {
        exchange.timeline().waiting();
        HttpMethod method = call.bodyBytes() > 0 ? HttpMethod.POST : HttpMethod.GET;
        Future<HttpClientRequest> request =
                client.request(method, call.port(), call.host(), call.requestTarget(taskId));
        Future<Long> answer = request.compose(ready -> send(ready, call, exchange))
                .compose(EventLoopCalls::length)
                .recover(cause -> Future.failedFuture(
                        cause instanceof HttpClosedException
                                ? new StepFailure(StepFailure.Kind.RESET, "connection closed")
                                : cause));
        return EventLoopSteps.stoppable(answer, exchange, () -> request.onSuccess(HttpClientRequest::reset));
    }

    /// The connection may come after the call was given up: then nothing is sent.
    private static Future<HttpClientResponse> send(HttpClientRequest request, Step.Call call, Scope exchange) {
        request.exceptionHandler(_ -> {}); // the future tells; without a handler it would be logged as well
        if (exchange.cancelled()) {
            return Future.failedFuture(Failures.cancelled());
        }
        if (call.bodyBytes() == 0) {
            return request.send();
        }
        // The client would write this header too, but after content-length: every model sends the same bytes.
        request.putHeader(HttpHeaders.HOST, call.host() + ":" + call.port());
        return request.send(Buffer.buffer(new byte[call.bodyBytes()]));
    }

    private static Future<Long> length(HttpClientResponse response) {
        return response.statusCode() == 200
                ? response.body().map(body -> (long) body.length())
                : Future.failedFuture(Failures.status(response.statusCode()));
    }
}
