package dev.asynclab.cli;

import dev.asynclab.api.Lesson.Prediction;
import dev.asynclab.api.Problem;
import dev.asynclab.api.Scenario;
import dev.asynclab.scenario.AnswerReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks the questions of a lesson on a terminal, before anything is measured.
record Questions(Context context, Scenario scenario) {

    /// The answers given, those to other questions included. A question may be left out by an empty line.
    ///
    /// @param given answers there are already; these questions are not asked
    /// @param ask whether a person may be asked
    Map<String, String> answers(Map<String, String> given, boolean ask) {
        List<Problem> problems = AnswerReader.problems(scenario, given);
        if (!problems.isEmpty()) {
            throw new Refusal(ExitCode.USAGE, problems);
        }
        Map<String, String> answers = new LinkedHashMap<>(given);
        if (ask && context.screen().terminal()) {
            AnswerReader.questions(scenario).stream()
                    .filter(q -> !given.containsKey(q.id()))
                    .forEach(q -> ask(q).ifPresent(a -> answers.put(q.id(), a)));
        }
        return answers;
    }

    /// The questions, for who cannot be asked.
    void list() {
        for (Prediction question : AnswerReader.questions(scenario)) {
            context.screen().print(Printable.line(question.id() + ": " + question.ask()));
            context.screen().print("  " + Printable.line(allowed(question)));
        }
    }

    private Optional<String> ask(Prediction question) {
        Screen screen = context.screen();
        screen.note(screen.bold(Printable.line(question.ask())));
        screen.note("  " + Printable.line(allowed(question)));
        while (true) {
            screen.prompt("  your answer (Enter: none): ");
            Optional<String> line = context.keyboard().line().map(String::strip).filter(l -> !l.isEmpty());
            if (line.isEmpty()) {
                return Optional.empty();
            }
            if (AnswerReader.read(question, AnswerReader.models(scenario), line.get())
                    instanceof AnswerReader.Read.Ok) {
                return line;
            }
            screen.note("  that is none of: " + Printable.line(allowed(question)));
        }
    }

    private String allowed(Prediction question) {
        return AnswerReader.allowed(question, AnswerReader.models(scenario));
    }
}
