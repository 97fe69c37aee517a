package dev.asynclab.backend;

import com.github.tomakehurst.wiremock.common.Json;
import com.github.tomakehurst.wiremock.common.JsonException;
import com.github.tomakehurst.wiremock.stubbing.StubImport;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The stub mappings of a scenario, read by WireMock itself.
///
/// Refused is what would reach beyond the run: a proxy, a webhook or another action after the answer, a body from
/// a file.
final class Stubs {

    private Stubs() {}

    /// @param mappings a JSON array of WireMock stub mappings
    /// @throws IllegalArgumentException naming the backend and the mapping, counted from 1
    static StubImport read(String backend, String mappings) {
        StubImport stubs;
        try {
            stubs = Json.read("{\"mappings\":" + mappings + "}", StubImport.class);
        } catch (JsonException e) {
            throw new IllegalArgumentException(
                    "backend '" + backend + "': stubs are not WireMock stub mappings: " + e.getMessage(), e);
        }
        int number = 0;
        for (StubMapping stub : stubs.getMappings()) {
            number++;
            String foreign = foreign(stub);
            if (!foreign.isEmpty()) {
                throw new IllegalArgumentException("backend '" + backend + "': stub " + number + " uses " + foreign
                        + "; a stub may answer by itself only: give it a body, jsonBody or base64Body");
            }
        }
        return stubs;
    }

    private static String foreign(StubMapping stub) {
        if (stub.getResponse().isProxyResponse()) {
            return "proxyBaseUrl";
        }
        if (stub.getResponse().specifiesBodyFile()) {
            return "bodyFileName";
        }
        if (some(stub.getPostServeActions())) {
            return "postServeActions";
        }
        return some(stub.getServeEventListeners()) ? "serveEventListeners" : "";
    }

    /// WireMock leaves out what a mapping does not have: null is none.
    private static boolean some(@Nullable List<?> list) {
        return list != null && !list.isEmpty();
    }
}
