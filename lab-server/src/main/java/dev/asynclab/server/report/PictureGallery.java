package dev.asynclab.server.report;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.Artifact;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The pictures of a run, inside the page.
final class PictureGallery {

    /// A larger picture stays on the server.
    static final int LARGEST_BYTES = 100 * 1024;

    /// All of them together: as text they take a third more, and figures need their room.
    private static final int LARGEST_SUM_BYTES = 150 * 1024;

    private PictureGallery() {}

    /// A section; nothing without pictures.
    ///
    /// @param pictures content by name
    static String html(ResultDocument result, Map<String, byte[]> pictures) {
        StringBuilder page = new StringBuilder();
        int room = LARGEST_SUM_BYTES;
        for (Artifact artifact : Optional.ofNullable(result.artifacts()).orElse(List.of())) {
            byte[] content = pictures.get(artifact.name());
            if (content == null || !artifact.type().equals("image/png")) {
                continue;
            }
            String name = Html.text(artifact.name());
            if (content.length > Math.min(LARGEST_BYTES, room)) {
                page.append("<p><code>").append(name).append("</code> is too large for this page.</p>\n");
                continue;
            }
            room -= content.length;
            page.append("<figure><img alt=\"")
                    .append(name)
                    .append("\" src=\"data:image/png;base64,")
                    .append(Base64.getEncoder().encodeToString(content))
                    .append("\"><figcaption><code>")
                    .append(name)
                    .append("</code></figcaption></figure>\n");
        }
        return Html.section("What was computed", page.toString());
    }
}
