package dev.asynclab.backend;

/// What becomes of a request.
enum Fate {
    /// 200 and the body.
    ANSWER,
    /// 500 without a body.
    ERROR,
    /// The connection is reset.
    RESET,
    /// No answer, ever: the request stays in flight until its client leaves.
    STALL
}
