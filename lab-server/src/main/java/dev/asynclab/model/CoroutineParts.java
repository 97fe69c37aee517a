package dev.asynclab.model;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;

/// What the model owns and the steps of all its tasks use.
///
/// @param context where all tasks run, one at a time
/// @param receiver a context no task runs on: the other end of a `send` step
/// @param bulkheads of `limit` steps
/// @param locks of `lock` steps: bulkheads of one
record CoroutineParts(
        Vertx vertx,
        HttpClient client,
        Context context,
        Context receiver,
        Bulkhead.Registry bulkheads,
        Bulkhead.Registry locks,
        SharedState shared) {

    CoroutineParts(Vertx vertx, HttpClient client, Context context, Context receiver, SharedState shared) {
        this(vertx, client, context, receiver, new Bulkhead.Registry(), new Bulkhead.Registry(), shared);
    }
}
