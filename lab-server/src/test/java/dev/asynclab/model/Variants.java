package dev.asynclab.model;

import dev.asynclab.api.Catalogue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Every model, and the variants whose parameters change how it runs.
final class Variants {
    static final int CORES = 2;

    /// More than any test that does not ask for fewer has calls at a time.
    static final int CONNECTIONS = 64;

    /// Run one task after the other, and the branches of a task too: nothing in them can wait for something else
    /// in them.
    static final Set<String> ONE_AT_A_TIME = Set.of("sequential");

    static final Set<String> NO_SHARED_MEMORY = Set.of("processes");

    private Variants() {}

    /// Those that can run on this machine.
    static Stream<Variant> all() {
        return Here.ALL.stream();
    }

    /// As [#all], with three children where there are children: for sentences that need three tasks at a time.
    /// Elsewhere two do, as many as there are cores, and cost less to start.
    static Stream<Variant> three() {
        return all().map(v -> v.id().equals("processes") ? new Variant(v.id(), Map.of("workers", "3")) : v);
    }

    /// Those whose tasks run beside each other.
    static Stream<Variant> together() {
        return all().filter(Variants::runsTogether);
    }

    static boolean runsTogether(Variant variant) {
        return !ONE_AT_A_TIME.contains(variant.id());
    }

    /// Those whose tasks see the same memory.
    static Stream<Variant> sharing() {
        return all().filter(v -> !NO_SHARED_MEMORY.contains(v.id()));
    }

    /// Found out once: to see whether a variant can run, it is created.
    private static final class Here {
        static final List<Variant> ALL = candidates().filter(Here::available).toList();

        private static Stream<Variant> candidates() {
            // A sentence needs one task inside a bulkhead, one waiting and one more.
            Map<String, Map<String, String>> narrow = Map.of("gil-threads", Map.of("threads", "3"));
            Stream<Variant> defaults = Catalogue.models().stream()
                    .map(model -> new Variant(model.id(), narrow.getOrDefault(model.id(), Map.of())));
            Stream<Variant> others = Stream.of(
                    new Variant("event-loop", Map.of("loops", "2")),
                    new Variant("event-loop", Map.of("offload", "true")),
                    new Variant("reactor", Map.of("loops", "2")),
                    new Variant("reactor", Map.of("concurrency", "8")),
                    new Variant("netty", Map.of("loops", "2")),
                    new Variant("netty", Map.of("io", "epoll")),
                    new Variant("netty", Map.of("io", "io_uring")),
                    new Variant("platform-threads", Map.of("threads", "per-task")),
                    new Variant("platform-threads", Map.of("client", "socket")),
                    new Variant("virtual-threads", Map.of("client", "socket")));
            return Stream.concat(defaults, others);
        }

        private static boolean available(Variant variant) {
            try {
                variant.create(1).close();
                return true;
            } catch (IllegalArgumentException e) {
                if (String.valueOf(e.getMessage()).startsWith("no model")) {
                    return false;
                }
                throw e;
            } catch (UnsupportedOperationException notOnThisMachine) {
                return false;
            }
        }
    }
}
