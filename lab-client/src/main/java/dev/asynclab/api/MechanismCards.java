package dev.asynclab.api;

import dev.asynclab.api.Catalogue.Mechanism;
import java.util.List;

/// Why a result is what it is: the explanations the lab knows.
final class MechanismCards {
    static final List<Mechanism> ALL = List.of(
            new Mechanism(
                    "waiting-is-cheap",
                    "tasks wait, cores idle",
                    "wait share > 90 %, cpu busy < 30 %",
                    "replace the waiting by computing"),
            new Mechanism(
                    "pool-queueing",
                    "tasks queue for a thread",
                    "pool at its maximum, queue share > 50 %",
                    "give the pool as many threads as there are tasks in flight"),
            new Mechanism(
                    "loop-blocked",
                    "one step held the loop",
                    "a step held the loop > 100 ms, other tasks late by half of that or more",
                    "offload the step, or split it"),
            new Mechanism(
                    "single-core-loop",
                    "one loop is one core",
                    "one loop, between 0.8 and 1.2 cores busy",
                    "set loops to cores, or offload"),
            new Mechanism(
                    "carriers-equal-cores",
                    "virtual threads share about one carrier per core",
                    "runnable > carriers, carriers busy > 80 %",
                    "make the tasks wait instead of compute"),
            new Mechanism(
                    "carrier-starved",
                    "short tasks wait behind long computing ones",
                    "tail of the short tasks > half a long one, cpu busy > 50 %",
                    "run the long tasks on platform threads"),
            new Mechanism(
                    "carrier-pinned",
                    "a virtual thread kept its carrier",
                    "pinned events > 1 % of the carriers' time, in a recording",
                    "move the native or class-loading part off the virtual thread"),
            new Mechanism(
                    "thread-memory",
                    "each operating-system thread costs memory",
                    "threads > half of the tasks in flight, memory per task > 10 KiB",
                    "use virtual threads or a loop"),
            new Mechanism(
                    "switch-overhead",
                    "more runnable threads than cores",
                    "preempted > 0.5 times per task, threads > 2 x cores, cpu busy > 80 %",
                    "use as many threads as cores"),
            new Mechanism(
                    "global-lock",
                    "one lock serialises computing",
                    "lock wait share > 30 %, 0.7 to 1.2 cores busy",
                    "take the lock away, or use processes"),
            new Mechanism(
                    "hand-over-cost",
                    "copying costs more than computing",
                    "hand-over (encode + pipe) / kernel time > 0.5",
                    "give a child more work at a time"),
            new Mechanism(
                    "startup-cost",
                    "starting dominates",
                    "start share of the wall time > 50 %",
                    "keep the processes warm, or do more work in each"),
            new Mechanism(
                    "gc-pressure",
                    "the collector works for you",
                    "collections > 10 % of the window",
                    "allocate less per task, or give it more heap"),
            new Mechanism(
                    "connection-limit",
                    "the connection pool decides, not the model",
                    "connections / hold binds, > 80 % of it reached",
                    "raise connections"),
            new Mechanism(
                    "generator-limit",
                    "the load generator could not keep up",
                    "generator-late in more than 10 % of the rounds",
                    "lower the rate"),
            new Mechanism(
                    "backend-limit",
                    "the backend was the limit",
                    "backend-saturated in more than 10 % of the rounds",
                    "use the fast backend, or fewer callers"),
            new Mechanism(
                    "host-noise",
                    "other programs took the CPU",
                    "cpu-contended in more than 10 % of the rounds",
                    "end the other programs and run again"));

    private MechanismCards() {}
}
