package dev.asynclab.server.run;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/// What changed between two texts, as a unified diff.
final class TextChanges {
    private static final int CONTEXT_LINES = 2;

    private TextChanges() {}

    /// Lines of the diff; empty for equal texts.
    static List<String> between(String beforeName, String before, String afterName, String after) {
        List<String> lines = before.lines().toList();
        return UnifiedDiffUtils.generateUnifiedDiff(
                beforeName,
                afterName,
                lines,
                DiffUtils.diff(lines, after.lines().toList()),
                CONTEXT_LINES);
    }
}
