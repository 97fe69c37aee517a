package dev.asynclab.server.fork;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command lines of trial processes in CPython. Fixed templates: nothing from a scenario becomes a word of them.
final class PythonCommand {

    private final PythonProbe probe;
    private final PythonFiles files;

    PythonCommand(PythonProbe probe, PythonFiles files) {
        this.probe = probe;
        this.files = files;
    }

    static PythonCommand ofThisMachine() {
        return new PythonCommand(PythonProbe.ofThisMachine(), PythonFiles.ofThisJvm());
    }

    /// A trial process of a model: isolated from the user's settings, and from installed packages where the model
    /// needs none.
    ///
    /// @throws IllegalStateException when no interpreter here can run it; see [#whyNot]
    List<String> trial(String model) {
        Optional<Python> python = probe.forModel(model);
        List<String> command = new ArrayList<>();
        command.add(python.orElseThrow(() -> new IllegalStateException(whyNot(model)))
                .executable()
                .toString());
        command.add("-I");
        if (!model.equals("python-uvloop")) {
            command.add("-S");
        }
        command.add(files.trial().toString());
        return command;
    }

    /// Why a model cannot run here; empty when it can.
    String whyNot(String model) {
        return probe.whyNot(model);
    }
}
