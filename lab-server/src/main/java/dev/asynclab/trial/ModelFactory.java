package dev.asynclab.trial;

import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.model.Setup;

/// Builds models by id; [dev.asynclab.model.Models#create] in a real trial process.
@FunctionalInterface
interface ModelFactory {
    ConcurrencyModel create(String id, Setup setup);
}
