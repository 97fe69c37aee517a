package dev.asynclab.server.artifact;

import dev.asynclab.kernel.Picture;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A picture as a PNG file of 256 colours.
final class PngFile {

    /// Enough for a page.
    private static final int MOST_SIDE = 480;

    /// Steps of a kernel's innermost loop; about half a second, whatever the scenario asks of its tasks.
    private static final long MOST_STEPS = 1 << 28;

    private static final int COLOURS = 256;

    private PngFile() {}

    /// The file. Costs the painting, with as many points as the limits above allow and the picture has.
    static byte[] of(Picture picture) {
        int side = side(picture.side(), picture.depth());
        int[] values = picture.paint(side);
        var image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_INDEXED, colours(picture.shades()));
        int[] indexes = Arrays.stream(values).map(v -> index(v, picture)).toArray();
        image.getRaster().setPixels(0, 0, side, side, indexes);
        return bytes(image);
    }

    /// Points along one side: `depth` is what one of them may cost.
    static int side(int wanted, int depth) {
        int affordable = (int) Math.sqrt((double) MOST_STEPS / depth);
        return Math.max(2, Math.min(wanted, Math.min(MOST_SIDE, affordable)));
    }

    /// Where a value stands among the colours.
    static int index(int value, Picture picture) {
        int largest = Math.max(1, picture.depth() - 1);
        return switch (picture.shades()) {
            case GREY -> (int) ((long) value * (COLOURS - 1) / largest);
            case ESCAPE ->
                value >= largest ? COLOURS - 1 : (int) (Math.log1p(value) / Math.log1p(largest) * (COLOURS - 2));
        };
    }

    private static IndexColorModel colours(Picture.Shades shades) {
        byte[] red = new byte[COLOURS];
        byte[] green = new byte[COLOURS];
        byte[] blue = new byte[COLOURS];
        for (int i = 0; i < COLOURS; i++) {
            int[] colour = switch (shades) {
                case GREY -> new int[] {i, i, i};
                case ESCAPE -> escape(i);
            };
            red[i] = (byte) colour[0];
            green[i] = (byte) colour[1];
            blue[i] = (byte) colour[2];
        }
        return new IndexColorModel(8, COLOURS, red, green, blue);
    }

    /// Dark blue over orange to almost white, one channel after the other; the last is black.
    private static int[] escape(int index) {
        return index == COLOURS - 1
                ? new int[3]
                : new int[] {
                    Math.min(255, 3 * index), Math.clamp(2L * index - 100, 0, 255), Math.max(60, 2 * index - 260)
                };
    }

    private static byte[] bytes(BufferedImage image) {
        var bytes = new ByteArrayOutputStream();
        // Given a plain stream, ImageIO would put a file into the folder for temporary ones.
        try (var stream = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", stream)) {
                throw new IllegalStateException("this Java cannot write PNG files");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }
}
