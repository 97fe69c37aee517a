package dev.asynclab.server.http;

import java.util.Arrays;
import java.util.Optional;

/// Every kind of refusal. The id is the last part of `type` and the address of its page.
enum ProblemType {
    BAD_REQUEST("bad-request", 400, "The request cannot be understood", "Compare it with the examples on /docs/."),
    BAD_HOST(
            "bad-host",
            400,
            "The Host header is missing, malformed or repeated",
            "Send exactly one, for example `Host: localhost:8080`. HTTP clients do this by themselves."),
    BAD_PARAMETER(
            "bad-parameter",
            400,
            "A query parameter or header is not allowed or has a wrong value",
            "The detail names it and what is allowed."),
    NOT_UTF_8("not-utf-8", 400, "The body is not UTF-8 text", "Save the file as UTF-8."),
    MALFORMED_JSON("malformed-json", 400, "The body is not JSON", "The errors name line and column."),
    UNAUTHENTICATED(
            "unauthenticated",
            401,
            "A token is needed",
            "Send `Authorization: Bearer TOKEN`; `lab token` prints the token. A browser logs in with a link from"
                    + " POST /api/v1/logins."),
    WRONG_HOST(
            "wrong-host",
            403,
            "The Host is not this server",
            "Use localhost, 127.0.0.1 or [::1] with the server's own port; `lab token` works with those. The check"
                    + " keeps web pages from reaching the lab under a name of their own."),
    WRONG_ORIGIN(
            "wrong-origin",
            403,
            "Another site's page may not use this server",
            "Call the API from a program, with the token that `lab token` prints."),
    SHIPPED_SCENARIO(
            "shipped-scenario",
            403,
            "Shipped scenarios are read-only",
            "POST {\"id\": \"my-copy\"} to the scenario's `copies`, and change the copy."),
    NOT_FOUND("not-found", 404, "There is no such thing", "/docs/ lists every address."),
    NO_SUCH_RUN("no-such-run", 404, "There is no such run", "GET /api/v1/runs, or `lab runs`, lists the runs."),
    NO_SUCH_SCENARIO(
            "no-such-scenario",
            404,
            "There is no such scenario",
            "GET /api/v1/scenarios, or `lab list`, lists the scenarios."),
    NO_RESULT("no-result", 404, "The run has no result", "A result exists once a run that measured something ended."),
    NO_TRACE(
            "no-trace",
            404,
            "No such trace was recorded",
            "Run it with a trace: `lab run ID --trace`, or POST /api/v1/runs with \"trace\": true."),
    NO_ARTIFACT(
            "no-artifact",
            404,
            "The run has no such artifact",
            "The result lists under `artifacts` what there is: pictures of kernels that can be looked at."),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method is not supported here", "See the Allow header."),
    NOT_ACCEPTABLE("not-acceptable", 406, "None of the accepted formats exists", "The detail names those that do."),
    ID_TAKEN("id-taken", 409, "The id is taken", "Choose another id, or PUT to the existing scenario."),
    KEY_REUSED(
            "key-reused",
            409,
            "The idempotency key belongs to another request",
            "Use a fresh key for each new request, and the same one only to repeat it."),
    STILL_RUNNING(
            "still-running", 409, "The run has not ended", "Wait for its end with `lab watch RUN`, or cancel it."),
    PREDICTIONS_LOCKED(
            "predictions-locked",
            409,
            "The predictions are locked",
            "Measuring has started. Predict before the next run."),
    STALE("stale", 412, "The scenario has changed since it was read", "Read it again, and repeat the change."),
    TOO_LARGE("too-large", 413, "The body is too large", "A scenario is a page of text; is this the right file?"),
    URI_TOO_LONG("uri-too-long", 414, "The address is too long", "Send fewer or shorter parameters."),
    UNSUPPORTED_TYPE(
            "unsupported-type",
            415,
            "The body's type is not supported",
            "Send `Content-Type: application/json`, or `application/yaml` for the text of a scenario."),
    INVALID_SCENARIO("invalid-scenario", 422, "The scenario has errors", "Nothing was stored or started; see errors."),
    INVALID_BODY("invalid-body", 422, "The body has wrong fields", "The errors name each field and what is allowed."),
    NOT_YET("not-yet", 422, "Not in this version", "Leave the field out."),
    BAD_CAPSULE(
            "bad-capsule",
            422,
            "The file is no run that can be opened",
            "`lab export RUN FILE.zip` writes one. Nothing was stored."),
    WRONG_ANSWER(
            "wrong-answer",
            422,
            "An answer cannot be scored",
            "Nothing was stored; the errors say what each question takes."),
    PRECONDITION_NEEDED(
            "precondition-needed",
            428,
            "The revision you edited must be named",
            "Send `If-Match` with the ETag that the scenario was read with."),
    QUEUE_FULL("queue-full", 429, "The queue is full", "Wait as long as Retry-After says, then repeat."),
    HEADERS_TOO_LARGE("headers-too-large", 431, "The headers are too large", "Send fewer or shorter headers."),
    INTERNAL(
            "internal",
            500,
            "The server failed",
            "This is a defect of the lab. The detail has an id that leads to the cause in the server's log."),
    DRAINING("draining", 503, "The server is shutting down", "Repeat the request when it is back."),
    STORE_FAILED(
            "store-failed",
            503,
            "The store does not answer",
            "Repeat the request when it does; the same Idempotency-Key starts no second run."),
    DISK_FULL("disk-full", 507, "Too little disk space is left", "Free some space; `lab runs` shows what is stored.");

    private final String id;
    private final int status;
    private final String title;
    private final String help;

    ProblemType(String id, int status, String title, String help) {
        this.id = id;
        this.status = status;
        this.title = title;
        this.help = help;
    }

    String id() {
        return id;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /// The next step, in words.
    String help() {
        return help;
    }

    static Optional<ProblemType> of(String id) {
        return Arrays.stream(values()).filter(t -> t.id.equals(id)).findFirst();
    }

    /// For a failure the HTTP layer found by itself.
    static ProblemType ofStatus(int status) {
        return switch (status) {
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 413 -> TOO_LARGE;
            case 414 -> URI_TOO_LONG;
            case 415 -> UNSUPPORTED_TYPE;
            case 431 -> HEADERS_TOO_LARGE;
            default -> status >= 400 && status < 500 ? BAD_REQUEST : INTERNAL;
        };
    }
}
