package dev.asynclab.server.http;

import java.util.List;
import java.util.Locale;

/// Chooses a representation by the Accept header (RFC 9110, 12.5.1).
final class Accept {
    private Accept() {}

    /// The offered type the reader likes best; the first of equals.
    ///
    /// @param offers media types without parameters, the usual one first
    static String choose(Request request, List<String> offers) {
        String header = request.header("accept").orElse("*/*");
        String best = "";
        double quality = 0;
        for (String offer : offers) {
            double its = quality(header, offer);
            if (its > quality) {
                best = offer;
                quality = its;
            }
        }
        if (best.isEmpty()) {
            throw new Refused(ProblemType.NOT_ACCEPTABLE, "there are: " + String.join(", ", offers));
        }
        return best;
    }

    /// The quality of the most specific range that covers the offer; 0 when none does.
    private static double quality(String header, String offer) {
        int specific = -1;
        double quality = 0;
        for (String range : header.toLowerCase(Locale.ROOT).split(",", 64)) {
            String[] parts = range.split(";", 16);
            String type = parts[0].strip();
            int rank = rank(type, offer);
            if (rank > specific) {
                specific = rank;
                quality = weight(parts);
            }
        }
        return quality;
    }

    private static int rank(String range, String offer) {
        if (range.equals(offer)) {
            return 2;
        }
        String family = offer.substring(0, offer.indexOf('/') + 1) + "*";
        return range.equals(family) ? 1 : range.equals("*/*") || range.isEmpty() ? 0 : -1;
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            if (part.startsWith("q=")) {
                try {
                    return Math.clamp(Double.parseDouble(part.substring(2)), 0, 1);
                } catch (NumberFormatException _) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
