package dev.asynclab.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The teaching part of a scenario.
///
/// @param track 0 measuring, 1 waiting, 2 computing, 3 mixed and broken, 4 graphs
/// @param order place inside the track
/// @param level `intro`, `core` or `advanced`
/// @param minutes how long a student needs, run included
public record Lesson(
        int track,
        int order,
        String level,
        int minutes,
        String question,
        List<Prediction> predict,
        String explain,
        List<String> hints,
        List<Exercise> exercises) {

    public Lesson {
        predict = List.copyOf(predict);
        hints = List.copyOf(hints);
        exercises = List.copyOf(exercises);
    }

    /// A question asked before the run.
    ///
    /// @param answer `rank`, `choice` or `number`
    /// @param of what is predicted: a metric, or `METRIC of SUBJECT`
    /// @param within tolerance of a number answer as a fraction, 0.15 for 15 %
    /// @param operand `of` as parsed, when it names a subject too
    public record Prediction(
            String id,
            String ask,
            String answer,
            Optional<String> of,
            Map<String, String> at,
            Optional<Double> within,
            List<Option> options,
            Optional<Claim.Operand> operand) {
        public Prediction {
            options = List.copyOf(options);
        }

        /// What is predicted; nothing for a choice.
        public Optional<Metric> metric() {
            return operand.map(Claim.Operand::metric).or(() -> of.flatMap(Metric::of));
        }
    }

    /// A possible answer of a `choice`, and the claim that makes it the right one.
    ///
    /// @param claim `when` as parsed
    public record Option(String say, Optional<String> when, Optional<Claim.Expression> claim) {}

    /// A change for the student to make, and the claims that tell whether it was made.
    public record Exercise(
            String id, String instruction, List<String> holds, List<String> refuted, Optional<String> hint) {
        public Exercise {
            holds = List.copyOf(holds);
            refuted = List.copyOf(refuted);
        }
    }
}
