package dev.asynclab.server.report.chart;

import java.awt.Graphics2D;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.DOMImplementation;

/// Something to draw on that keeps what was drawn as marks and words, not as pixels.
final class VectorPaper {
    private static final String SVG = "http://www.w3.org/2000/svg";

    /// Found once, and without a search for parsers among the libraries, which takes longer than a drawing.
    private static final DOMImplementation DOCUMENTS = documents();

    private VectorPaper() {}

    /// The elements of a drawing, without the `svg` around them.
    static String of(Consumer<Graphics2D> drawing) {
        var graphics = new SVGGraphics2D(context(), false);
        drawing.accept(graphics);
        String marks = CompactSvg.of(graphics.getRoot());
        graphics.dispose();
        return marks;
    }

    private static SVGGeneratorContext context() {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(DOCUMENTS.createDocument(SVG, "svg", null));
        // More than the page keeps, so that rounding happens once.
        context.setPrecision(4);
        return context;
    }

    private static DOMImplementation documents() {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's own XML parser cannot be set up", e);
        }
    }
}
