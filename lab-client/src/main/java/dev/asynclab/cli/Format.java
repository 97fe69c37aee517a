package dev.asynclab.cli;

/// How a command prints its answer (`-o`).
enum Format {
    TABLE,
    JSON,
    CSV,
    MD
}
