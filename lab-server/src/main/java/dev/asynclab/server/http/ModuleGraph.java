package dev.asynclab.server.http;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which modules a page needs before it can start: those its first module imports, and theirs in turn.
///
/// Named in the page they are fetched at once; otherwise a browser finds out about each only when it has read the one
/// that imports it. What is imported later, by `import()`, does not count.
final class ModuleGraph {
    /// The static imports and re-exports of our own modules, each on a line of its own.
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^(?:import|export|\\})[^\"'\\n]*?[ ]?(?:from )?\"(\\.[^\"]+)\";?$");

    private ModuleGraph() {}

    /// Relative paths, the first module first.
    ///
    /// @throws IllegalArgumentException when a module that is imported is not there
    static SequencedSet<String> of(WebFiles files, String first) {
        var found = new LinkedHashSet<String>();
        var open = new ArrayDeque<String>();
        open.add(first);
        while (!open.isEmpty()) {
            String module = open.remove();
            if (!found.add(module)) {
                continue;
            }
            if (files.find(module).isEmpty()) {
                throw new IllegalArgumentException("no module " + module);
            }
            // A vendored module is one file that imports nothing.
            if (module.startsWith("vendor/")) {
                continue;
            }
            Matcher imports = IMPORT.matcher(files.text(module));
            while (imports.find()) {
                open.add(resolve(module, imports.group(1)));
            }
        }
        return found;
    }

    private static String resolve(String module, String target) {
        return Path.of(module).resolveSibling(target).normalize().toString().replace('\\', '/');
    }
}
