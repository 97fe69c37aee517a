package dev.asynclab.backend;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/// Gives WireMock's answers the delay and the fault that their request draws: the same as on a [FastBackend].
///
/// WireMock counts delays in whole milliseconds. They are rounded up, so that no answer comes early. A backend
/// whose delay is a fixed zero leaves the stubs their own delays.
final class SeededAnswers implements ResponseDefinitionTransformerV2 {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Draws draws;

    SeededAnswers(Draws draws) {
        this.draws = draws;
    }

    @Override
    public String getName() {
        return "seeded-answers";
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        ResponseDefinition planned = event.getResponseDefinition();
        if (!Visit.CURRENT.isBound() || !event.getWasMatched()) {
            return planned;
        }
        Visit visit = Visit.CURRENT.get();
        long delay = Math.max(draws.delayNanos(visit.key), visit.warmAtNanos - System.nanoTime());
        int millis = Math.toIntExact(Math.ceilDiv(Math.max(delay, 0), NANOS_PER_MILLI));
        return switch (draws.fate(visit.key)) {
            case ANSWER, STALL -> millis == 0 ? planned : late(ResponseDefinitionBuilder.like(planned), millis);
            case ERROR -> late(ResponseDefinitionBuilder.responseDefinition().withStatus(500), millis);
            case RESET ->
                late(ResponseDefinitionBuilder.responseDefinition().withFault(Fault.CONNECTION_RESET_BY_PEER), millis);
        };
    }

    private static ResponseDefinition late(ResponseDefinitionBuilder answer, int millis) {
        return answer.withRandomDelay(null).withFixedDelay(millis).build();
    }
}
