package dev.asynclab.model;

import dev.asynclab.api.Catalogue;
import java.util.Map;

/// A model with the parameters that differ from its defaults.
record Variant(String id, Map<String, String> parameters) {

    ConcurrencyModel create(int connections) {
        return Models.create(id, new Setup(resolved(), connections, Variants.CORES));
    }

    ConcurrencyModel create(int connections, SharedState shared) {
        return Models.create(id, new Setup(resolved(), connections, Variants.CORES, shared));
    }

    Map<String, String> resolved() {
        var all = Catalogue.defaults(Catalogue.model(id).orElseThrow());
        all.putAll(parameters);
        return all;
    }

    @Override
    public String toString() {
        return parameters.isEmpty() ? id : id + parameters;
    }
}
