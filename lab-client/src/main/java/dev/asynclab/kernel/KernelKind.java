package dev.asynclab.kernel;

import java.util.List;
import java.util.function.Function;

/// What can be said of a kernel without running it: its entry in the catalogue, and how to build it.
///
/// @param id name in scenario files
/// @param parameters all are required
/// @param cost how the work grows with the parameters
/// @param build from values that were checked by name and range
public record KernelKind(
        String id, String summary, List<Parameter> parameters, String cost, Function<Values, Kernel> build) {

    public KernelKind {
        parameters = List.copyOf(parameters);
    }

    /// A parameter: name, smallest and largest value, meaning.
    public record Parameter(String name, long min, long max, String summary) {}

    /// The values of the parameters.
    @FunctionalInterface
    public interface Values {
        /// @throws IllegalArgumentException when it was not given
        long get(String name);

        /// The same, for a parameter that fits in an `int`.
        default int integer(String name) {
            return Math.toIntExact(get(name));
        }
    }
}
