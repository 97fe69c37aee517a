package dev.asynclab.cli;

import dev.asynclab.api.CalibrationCard;
import dev.asynclab.cli.DoctorCommand.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The calibration card of a data folder.
final class LastCard {
    private static final String COMMAND = "lab doctor --calibrate (about a minute, on a quiet machine)";

    private LastCard() {}

    /// The last card; empty when there is none, or none that can be read.
    static Optional<CalibrationCard> read(Home home) {
        Path file = home.data().resolve(CalibrationCard.FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            CalibrationCard card = JsonMapper.shared().readValue(file.toFile(), CalibrationCard.class);
            return Optional.of(card).filter(c -> CalibrationCard.FORMAT.equals(c.format()));
        } catch (JacksonException | NullPointerException _) {
            // A file of somebody else, or cut off: as good as none.
            return Optional.empty();
        }
    }

    /// What `lab doctor` says about it.
    static Finding finding(Home home) {
        Optional<CalibrationCard> last = read(home);
        if (last.isEmpty()) {
            return new Finding("calibration", false, "never measured", COMMAND);
        }
        CalibrationCard card = last.get();
        long fine = card.lines().stream().filter(CalibrationCard.Line::ok).count();
        String value =
                "%d of %d lines in range, %s".formatted(fine, card.lines().size(), card.taken());
        if (!sameMachine(card)) {
            return new Finding("calibration", false, value + ", on another machine or JDK", COMMAND);
        }
        String failed = card.lines().stream()
                .filter(l -> !l.ok())
                .map(CalibrationCard.Line::id)
                .collect(Collectors.joining(", "));
        return new Finding("calibration", card.inRange(), value, "out of range: " + failed + "; " + COMMAND);
    }

    /// The facts this process knows, too.
    private static boolean sameMachine(CalibrationCard card) {
        Object cores = card.environment().get("cores");
        Object jdk = card.environment().get("jdk");
        return Integer.valueOf(Runtime.getRuntime().availableProcessors()).equals(cores)
                && jdk instanceof String text
                && text.startsWith(System.getProperty("java.runtime.version", ""));
    }
}
