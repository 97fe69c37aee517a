package dev.asynclab.scenario;

/// Reads scenario files. Stateless; a reading of 64 KiB takes milliseconds.
///
/// The way of a text: [TextCheck] and [YamlTree] turn it into nodes with places, [FileReading] binds them block by
/// block (one file per block, each with the table of its keys), [Points] does so for every sweep point with
/// [Substitution] filling in `${}`, and [Findings] collects what is wrong on the way.
public final class ScenarioReader {
    private ScenarioReader() {}

    /// Reads a text.
    ///
    /// @param name file name without folder, used in messages; without its suffix it serves as id when the
    ///     file gives none
    /// @return never an exception: whatever the text, a scenario or at least one problem
    public static Reading read(String name, String text, Settings settings) {
        var findings = new Findings();
        var scenario = YamlTree.parse(text, findings)
                .flatMap(root -> new FileReading(name, text, settings, findings).bind(root));
        return scenario.isPresent() && !findings.failed()
                ? new Reading.Valid(scenario.get(), findings.warnings())
                : new Reading.Invalid(findings.errors());
    }
}
