package dev.asynclab.cli;

import dev.asynclab.api.CalibrationCard;
import dev.asynclab.api.CalibrationCard.Line;
import java.util.List;

/// A calibration card for people: a table, and below it what every line out of range means.
final class CardText {
    private CardText() {}

    static void print(CalibrationCard card, Format format, Screen screen) {
        if (format == Format.JSON) {
            screen.print(Json.pretty(card));
            return;
        }
        var rows = card.lines().stream()
                .map(l -> List.<Object>of(
                        format == Format.TABLE ? (l.ok() ? "ok" : "not ok") : l.ok(),
                        l.id(),
                        l.what(),
                        l.expected(),
                        l.found()))
                .toList();
        screen.print(new Listing(List.of("ok", "line", "what", "expected", "measured"), rows).as(format));
        if (format == Format.TABLE) {
            screen.print("");
            card.lines().stream().filter(l -> !l.ok()).forEach(l -> screen.print(meaning(l, screen)));
            long fine = card.lines().stream().filter(Line::ok).count();
            screen.print("%d of %d lines in range; environment %s, %s"
                    .formatted(fine, card.lines().size(), card.fingerprint(), card.taken()));
        }
    }

    private static String meaning(Line line, Screen screen) {
        return screen.doubtful("not ok") + "  " + line.id() + ": " + line.meaning();
    }
}
