package dev.asynclab.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// What surrounds one invocation: the screen, the folders, the environment. Commands reach the machine only through
/// it, so that a test can give them another one.
///
/// @param directory the folder relative file names start from
/// @param signals whether Ctrl-C is handled by the command; off in tests
/// @param keyboard what a person types
/// @param browser what shows a page to that person
record Context(
        Screen screen,
        Home home,
        Map<String, String> environment,
        Path directory,
        boolean signals,
        Keyboard keyboard,
        Browser browser) {
    private static final int DEFAULT_WIDTH = 100;
    private static final int NARROWEST = 40;

    Context {
        environment = Map.copyOf(environment);
    }

    /// Surroundings without a browser.
    Context(
            Screen screen,
            Home home,
            Map<String, String> environment,
            Path directory,
            boolean signals,
            Keyboard keyboard) {
        this(screen, home, environment, directory, signals, keyboard, Browser.NONE);
    }

    /// Surroundings in which nobody types.
    Context(Screen screen, Home home, Map<String, String> environment, Path directory, boolean signals) {
        this(screen, home, environment, directory, signals, Keyboard.NOBODY);
    }

    /// The surroundings of this process.
    ///
    /// @param terminal whether a person watches both streams
    /// @param signals whether this process's Ctrl-C belongs to the command
    static Context of(String[] arguments, PrintStream out, PrintStream err, boolean terminal, boolean signals) {
        Map<String, String> environment = System.getenv();
        boolean colour = terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"))
                && !Arrays.asList(arguments).contains("--no-color");
        var screen = new Screen(out, err, terminal, colour, width(environment));
        Home home = Home.of(System.getProperty("lab.home"), environment);
        Browser browser = Browser.ofThisSystem(environment, System.getProperty("os.name", ""));
        Path directory = Path.of("").toAbsolutePath();
        return new Context(screen, home, environment, directory, signals, Keyboard.standardInput(), browser);
    }

    /// An absolute path for what was typed.
    Path file(String typed) {
        return directory.resolve(typed).normalize();
    }

    /// The path as a person in `directory` would write it.
    String shown(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(directory) ? directory.relativize(absolute).toString() : absolute.toString();
    }

    /// `COLUMNS`, as shells export it.
    static int width(Map<String, String> environment) {
        try {
            return Math.max(NARROWEST, Integer.parseInt(environment.getOrDefault("COLUMNS", "")));
        } catch (NumberFormatException _) {
            return DEFAULT_WIDTH;
        }
    }
}
