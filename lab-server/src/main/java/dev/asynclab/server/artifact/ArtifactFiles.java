package dev.asynclab.server.artifact;

import dev.asynclab.api.ResultDocument.Artifact;
import dev.asynclab.kernel.Picture;
import dev.asynclab.server.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The artifacts of one run: a folder of files, deleted with the run.
///
/// A name from outside is only ever compared with those that are there, never made part of a path.
///
/// @param run id, part of the address under which they are served
/// @param folder made when the first file is written
public record ArtifactFiles(String run, Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactFiles.class);
    private static final String PNG = "image/png";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}\\.png");

    /// Of a run whose processes write to `directory`.
    public static ArtifactFiles in(String run, Path directory) {
        return new ArtifactFiles(run, directory.resolve("artifacts"));
    }

    /// Paints what the plan's kernels can show, and keeps it. Costs about half a second for each picture; the run
    /// must be over, so that nothing that is measured waits for it.
    ///
    /// @return what was written: a picture that cannot be made costs the picture, never the run, which is measured
    public List<Artifact> paint(Plan plan) {
        List<Artifact> artifacts = new ArrayList<>();
        for (Map.Entry<String, Picture> picture : Pictures.of(plan).entrySet()) {
            try {
                artifacts.add(write(picture.getKey(), PngFile.of(picture.getValue())));
            } catch (IOException | LinkageError e) {
                // LinkageError: a Java without the libraries of its desktop module
                LOG.warn("no picture {} of run {}: {}", picture.getKey(), run, e.toString());
            }
        }
        return List.copyOf(artifacts);
    }

    private Artifact write(String name, byte[] content) throws IOException {
        // Under another name first: who finds the name finds the whole file.
        Path part = Files.write(Files.createDirectories(folder).resolve(name + ".part"), content);
        Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        return new Artifact(name, PNG, content.length, href(name));
    }

    private String href(String name) {
        return "/api/v1/runs/" + run + "/artifacts/" + name;
    }

    /// Whether an artifact that a document from elsewhere names could be one of this run.
    public boolean plausible(Artifact artifact) {
        return NAME.matcher(artifact.name()).matches()
                && artifact.type().equals(PNG)
                && artifact.bytes() >= 0
                && artifact.href().equals(href(artifact.name()));
    }

    /// Names of the files, sorted.
    public List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> NAME.matcher(n).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A file; empty when there is none of this name.
    public Optional<byte[]> read(String name) {
        return names().stream().filter(name::equals).findFirst().map(n -> {
            try {
                return Files.readAllBytes(folder.resolve(n));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
