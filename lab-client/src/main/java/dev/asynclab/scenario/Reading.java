package dev.asynclab.scenario;

import dev.asynclab.api.Problem;
import dev.asynclab.api.Scenario;
import java.util.List;

/// What reading a scenario text gives.
public sealed interface Reading {

    /// A usable scenario; `warnings` do not prevent running it.
    record Valid(Scenario scenario, List<Problem> warnings) implements Reading {
        public Valid {
            warnings = List.copyOf(warnings);
        }
    }

    /// Every problem found, in text order, at most 20.
    record Invalid(List<Problem> problems) implements Reading {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
