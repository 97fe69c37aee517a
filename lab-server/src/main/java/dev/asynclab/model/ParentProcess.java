package dev.asynclab.model;

import dev.asynclab.workload.Payload;
import dev.asynclab.workload.Step.Codec;
import dev.asynclab.workload.StepFailure;
import java.io.IOException;

/// The parent of a process, as the steps in its child see it: who lets them in, and where they send payloads.
///
/// Locks of the child exclude nobody but the child, so a lock of all tasks is a place at the parent's.
interface ParentProcess extends Admission {

    /// Sends a payload, waits until it comes back, and returns the sum the parent took.
    long send(Payload payload, Codec codec) throws IOException, StepFailure, InterruptedException;
}
