package dev.asynclab;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/// A rule of the architecture, and what in `dev.asynclab.fixture` breaks it.
///
/// @param offences texts the failure must contain when the rule meets the fixtures; a rule that lets one of them
///     pass guards nothing
record Law(String name, ArchRule rule, List<String> offences) {
    Law {
        offences = List.copyOf(offences);
    }

    static Law of(String name, ArchRule rule, String... offences) {
        return new Law(name, rule, List.of(offences));
    }

    @Override
    public String toString() {
        return name;
    }
}
