package dev.asynclab.server.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One recorded run, judged by JVMs that compute in different ways: each must write the same bytes.
///
/// Each child also draws its own salt for the order of immutable sets and maps.
@Tag("slow")
class SameVerdictEverywhereTest {

    private static final Path RECORDED = Path.of("src/test/resources/recorded/run");

    /// Enough for the second compiler to take over the inner loops of the statistics.
    private static final int MANY = 60;

    /// The functions whose machine-code versions may differ from the written ones.
    private static final String NO_MATHS = "-XX:DisableIntrinsic=_dsin,_dcos,_dtan,_dexp,_dlog,_dlog10,_dpow,_dsqrt,"
            + "_dsqrt_strict,_dabs,_fmaD,_fmaF,_minD,_maxD";

    @Test
    void interpreter_compilers_and_plain_maths_write_the_same_document() throws Exception {
        String expected = String.join("\n", JudgeAgain.digests(RECORDED, 1));
        assertEquals(expected, child(1, "-Xint"));
        assertEquals(expected, child(MANY, "-XX:TieredStopAtLevel=1"));
        assertEquals(expected, child(MANY));
        assertEquals(expected, child(MANY, "-XX:+UnlockDiagnosticVMOptions", NO_MATHS));
    }

    private static String child(int times, String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(List.of(flags));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                JudgeAgain.class.getName(),
                RECORDED.toAbsolutePath().toString(),
                String.valueOf(times)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), () -> String.join(" ", command));
            return out.strip();
        } finally {
            process.destroyForcibly();
        }
    }
}
