package dev.asynclab.server.verdict;

import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ProcessFigures;
import java.util.Map;
import java.util.Optional;

/// Whether what stands around the tasks was as agreed: ports, files, protocol, loops. Each rule answers the
/// evidence
/// when it fires; what was not recorded raises nothing.
final class ProcessFaults {

    /// A connection holds its port for so long after its end.
    private static final double TIME_WAIT_SECONDS = 60;

    static final double PORTS_IN_A_MINUTE = 0.8;
    static final double PORTS_WAITING = 0.5;
    static final double OPEN_FILES = 0.8;

    private static final String AGREED_PROTOCOL = "HTTP/1.1";

    private final Observations runs;

    ProcessFaults(Observations runs) {
        this.runs = runs;
    }

    /// Ports run out when connections are opened faster than their predecessors let go of theirs. A pool that fills
    /// up opens many in a moment and then no more: only more than it can hold is a rate.
    Optional<String> ports(Plan.Cell cell, int round) {
        TrialRecord.Ports ports =
                runs.host(cell, round).map(TrialRecord.HostWindow::ports).orElse(null);
        if (ports == null) {
            return Optional.empty();
        }
        if (ports.timeWait() > PORTS_WAITING * ports.range()) {
            return Optional.of(Wording.number(ports.timeWait()) + " ended connections still hold one of "
                    + Wording.number(ports.range()) + " ports");
        }
        return runs.backends(cell, round).stream()
                .filter(w -> w.newConnections() > cell.connections() && ports.timeWait() >= w.newConnections() / 2)
                .filter(w -> perMinute(w) > PORTS_IN_A_MINUTE * ports.range())
                .findFirst()
                .map(w -> Wording.number(w.newConnections()) + " new connections to " + w.backend()
                        + ": at this rate the " + Wording.number(ports.range()) + " ports last less than a minute");
    }

    private static double perMinute(TrialRecord.BackendWindow w) {
        return w.newConnections() * 1e9 / w.nanos() * TIME_WAIT_SECONDS;
    }

    Optional<String> fd(Plan.Cell cell, int round) {
        ProcessFigures process =
                runs.measurement(cell, round).map(Measurement::process).orElse(ProcessFigures.NONE);
        Long open = process.openFiles();
        Long limit = process.openFilesLimit();
        return open != null && limit != null && open > OPEN_FILES * limit
                ? Optional.of(Wording.number((double) open) + " file descriptors of " + Wording.number((double) limit)
                        + " in use")
                : Optional.empty();
    }

    /// Every model calls over HTTP/1.1, so that the bytes on the wire are the same.
    Optional<String> protocol(Plan.Cell cell, int round) {
        for (TrialRecord.BackendWindow window : runs.backends(cell, round)) {
            Map<String, Long> protocols = window.protocols();
            if (protocols != null) {
                for (Map.Entry<String, Long> calls : protocols.entrySet()) {
                    if (!calls.getKey().equals(AGREED_PROTOCOL)) {
                        return Optional.of(Wording.plural(calls.getValue(), "call") + " to " + window.backend()
                                + " came as " + calls.getKey());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// The loops that started tasks when the process came up, against those the model says it has.
    Optional<String> loopCount(Plan.Cell cell, int round) {
        FromTrial.Ready ready =
                runs.entry(cell, round).map(e -> e.trial().ready()).orElse(null);
        String configured = ready == null ? null : ready.limits().get("loops");
        String seen = ready == null ? null : ready.limits().get("loops-seen");
        return configured == null || seen == null || configured.equals(seen)
                ? Optional.empty()
                : Optional.of(seen + " of " + configured + " event loops start tasks");
    }
}
