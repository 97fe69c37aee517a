package dev.asynclab.cli;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Whatever shows a page to the person at this machine.
@FunctionalInterface
interface Browser {
    Browser NONE = _ -> false;

    /// Hands an address over.
    ///
    /// @return whether somebody took it: without a display nobody does
    boolean open(URI address);

    /// The opener of the operating system. It hands the address to a browser that runs already, or starts one that
    /// lives on: neither is ours to end.
    static Browser ofThisSystem(Map<String, String> environment, String system) {
        return address -> {
            List<String> opener = opener(environment, system);
            if (opener.isEmpty()) {
                return false;
            }
            try {
                new ProcessBuilder(with(opener, address))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return true;
            } catch (IOException _) {
                // No such program here: as good as no display.
                return false;
            }
        };
    }

    /// The command that takes an address; empty without a display.
    static List<String> opener(Map<String, String> environment, String system) {
        if (system.startsWith("Mac")) {
            return List.of("open");
        }
        if (system.startsWith("Windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler");
        }
        boolean display = !environment.getOrDefault("DISPLAY", "").isEmpty()
                || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
        return display ? List.of("xdg-open") : List.of();
    }

    private static List<String> with(List<String> opener, URI address) {
        return Stream.concat(opener.stream(), Stream.of(address.toString())).toList();
    }
}
