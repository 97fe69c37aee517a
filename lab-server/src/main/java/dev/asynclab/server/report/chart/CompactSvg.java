package dev.asynclab.server.report.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// A drawing as little text: all marks of one ink are one path, numbers have one decimal, and how a mark looks is left
/// to its class.
///
/// A generator's own output repeats a style of 200 bytes for every mark; a report of 400 KB has room for thousands of
/// marks only because this does not.
final class CompactSvg {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(E-?\\d+)?");
    private static final Pattern COMMAND = Pattern.compile(" ?([A-Z]) ?");

    private final Map<Ink, StringBuilder> paths = new TreeMap<>();
    private final Map<Ink, String> ends = new TreeMap<>();
    private final StringBuilder texts = new StringBuilder();

    private CompactSvg() {}

    /// The elements inside the picture.
    static String of(Element root) {
        var svg = new CompactSvg();
        svg.walk(root, "none", "none");
        var all = new StringBuilder();
        svg.paths.forEach((ink, data) -> all.append("<path class=\"")
                .append(ink.classes())
                .append("\" d=\"")
                .append(data)
                .append("\"/>"));
        return all.append(svg.texts).toString();
    }

    private void walk(Element element, String fill, String stroke) {
        String ownFill = own(element, "fill", fill);
        String ownStroke = own(element, "stroke", stroke);
        String name = element.getTagName();
        if (name.equals("defs")) {
            return;
        }
        if (!name.equals("svg") && !name.equals("g")) {
            Ink.behind(ownFill.equals("none") ? ownStroke : ownFill)
                    .filter(ink -> ink.role() != Ink.Role.PAPER)
                    .ifPresent(ink -> mark(element, name, ink));
            return;
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                walk(inner, ownFill, ownStroke);
            }
        }
    }

    private static String own(Element element, String attribute, String inherited) {
        String value = element.getAttribute(attribute);
        return value.isEmpty() ? inherited : value;
    }

    private void mark(Element element, String name, Ink ink) {
        switch (name) {
            case "line" -> line(ink, place(element, "x1", "y1"), place(element, "x2", "y2"));
            case "path" ->
                data(ink, COMMAND.matcher(rounded(element.getAttribute("d"))).replaceAll("$1"));
            case "polygon" -> data(ink, "M" + rounded(element.getAttribute("points")) + "Z");
            case "rect" ->
                data(
                        ink,
                        "M%sh%sv%sh-%sz"
                                .formatted(
                                        place(element, "x", "y"),
                                        number(element, "width"),
                                        number(element, "height"),
                                        number(element, "width")));
            case "circle" -> data(ink, circle(element));
            case "text" -> text(ink, element);
            default -> throw new IllegalArgumentException("no mark of a chart: " + name);
        }
    }

    /// Goes on where the last line of this ink ended; a line without length is a dot, by its round cap.
    private void line(Ink ink, String from, String to) {
        boolean goesOn = from.equals(ends.get(ink)) && !from.equals(to);
        data(ink, (goesOn ? "" : "M" + from) + (from.equals(to) ? "h0" : "L" + to));
        ends.put(ink, to);
    }

    private static String circle(Element element) {
        double radius = Double.parseDouble(element.getAttribute("r"));
        double left = Double.parseDouble(element.getAttribute("cx")) - radius;
        String arc = "a" + number(radius) + " " + number(radius) + " 0 1 0 ";
        return "M" + number(left) + " " + number(element, "cy") + arc + number(2 * radius) + " 0" + arc
                + number(-2 * radius) + " 0z";
    }

    private void text(Ink ink, Element element) {
        texts.append("<text class=\"")
                .append(ink.classes())
                .append("\" x=\"")
                .append(number(element, "x"))
                .append("\" y=\"")
                .append(number(element, "y"))
                .append("\">")
                .append(escaped(element.getTextContent()))
                .append("</text>");
    }

    private void data(Ink ink, String data) {
        paths.computeIfAbsent(ink, _ -> new StringBuilder()).append(data);
        ends.remove(ink);
    }

    private static String place(Element element, String x, String y) {
        return number(element, x) + " " + number(element, y);
    }

    private static String rounded(String data) {
        return NUMBER.matcher(data).replaceAll(m -> number(Double.parseDouble(m.group())));
    }

    private static String number(Element element, String attribute) {
        return number(Double.parseDouble(element.getAttribute(attribute)));
    }

    /// A tenth of a pixel is less than anybody sees.
    static String number(double value) {
        double tenths = Math.abs(value) * 10;
        double beyond = tenths - Math.floor(tenths);
        // Where it lies next to the middle of two tenths, or is huge, the exact decimals decide.
        long rounded = Math.abs(beyond - 0.5) > 1e-6 && tenths < 1e15
                ? Math.round(tenths)
                : new BigDecimal(Double.toString(Math.abs(value)))
                        .setScale(1, RoundingMode.HALF_UP)
                        .unscaledValue()
                        .longValueExact();
        String digits = rounded % 10 == 0 ? "" + rounded / 10 : rounded / 10 + "." + rounded % 10;
        return value < 0 && rounded > 0 ? "-" + digits : digits;
    }

    /// Text as content of an element.
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
