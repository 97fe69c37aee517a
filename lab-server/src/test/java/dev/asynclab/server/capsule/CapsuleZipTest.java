package dev.asynclab.server.capsule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.server.verdict.RecordedRunTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapsuleZipTest {

    private static String refusal(byte[] file) {
        return String.valueOf(
                assertThrows(BadCapsule.class, () -> CapsuleZip.read(file)).getMessage());
    }

    private static Map<String, String> entries() {
        return new LinkedHashMap<>(Entries.write(RecordedRunTest.capsule()));
    }

    @Test
    void what_was_written_is_read_and_the_same_run_is_the_same_file() throws BadCapsule {
        Capsule capsule = RecordedRunTest.capsule();
        byte[] file = CapsuleZip.write(capsule);
        Capsule read = CapsuleZip.read(file);
        assertEquals(capsule.manifest(), read.manifest());
        assertEquals(capsule.scenario(), read.scenario());
        assertEquals(capsule.trials(), read.trials());
        assertEquals(capsule.calibration(), read.calibration());
        assertEquals(capsule.result(), read.result());
        assertArrayEquals(file, CapsuleZip.write(read));
    }

    @Test
    void traces_are_packed_as_far_as_they_fit_and_what_is_left_out_is_named() throws BadCapsule {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put("a@n=1.trace.json", new byte[100]);
        files.put("a@n=1.jfr", new byte[CapsuleTraces.LARGEST_BYTES - 99]);
        files.put("b.jfr", new byte[CapsuleTraces.LARGEST_BYTES - 100]);
        Capsule capsule = RecordedRunTest.capsule().with(CapsuleTraces.fitting(files));
        String readMe = Entries.write(capsule).getOrDefault(Entries.README, "");
        assertTrue(readMe.contains("left out, because traces may have 8 MiB together: a@n=1.jfr"), readMe);
        Capsule read = CapsuleZip.read(CapsuleZip.write(capsule));
        assertEquals(
                List.of("a@n=1.trace.json", "b.jfr"),
                List.copyOf(read.traces().files().keySet()));
        assertEquals(List.of("a@n=1", "b"), read.traces().cells());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "traces/../../x.jfr",
                "traces/sub/x.jfr",
                "traces/.jfr",
                "traces/x.html",
                "../../etc/passwd",
                "/etc/passwd",
                "sub/result.json",
                "RESULT.JSON",
                "..\\\\x",
                "evil\u001b[31m"
            })
    void a_file_of_another_name_is_refused_and_the_allowed_ones_are_named(String name) {
        Map<String, String> entries = entries();
        entries.put(name, "x");
        String refusal = refusal(CapsuleZip.write(entries));
        assertTrue(refusal.contains("there may be README.txt, manifest.json"), refusal);
        assertTrue(refusal.chars().noneMatch(Character::isISOControl), refusal);
    }

    @Test
    void a_bomb_is_stopped_by_the_bytes_that_come_out() throws IOException {
        // 80 MiB of blanks pack to about 80 KiB.
        byte[] blanks = new byte[80 << 20];
        Arrays.fill(blanks, (byte) ' ');
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(Entries.README));
            zip.write(blanks);
            zip.closeEntry();
        }
        assertTrue(bytes.size() < CapsuleZip.LARGEST_PACKED_BYTES);
        assertEquals("unpacked it has more than 64 MiB", refusal(bytes.toByteArray()));
    }

    @Test
    void what_is_no_zip_or_is_cut_short_is_refused() {
        assertEquals("it is no ZIP file, or an empty one", refusal(new byte[0]));
        assertEquals("it is no ZIP file, or an empty one", refusal("format: lab/v1".getBytes(StandardCharsets.UTF_8)));
        byte[] whole = CapsuleZip.write(entries());
        for (int length : new int[] {10, 40, whole.length / 2}) {
            assertTrue(!refusal(Arrays.copyOf(whole, length)).isEmpty());
        }
    }

    @Test
    void a_missing_or_foreign_part_is_named() {
        for (String name :
                new String[] {"manifest.json", "scenario.yaml", "trials.jsonl", "calibration.json", "result.json"}) {
            Map<String, String> entries = entries();
            entries.remove(name);
            assertEquals("it has no " + name, refusal(CapsuleZip.write(entries)));
        }
        for (String name : new String[] {"manifest.json", "trials.jsonl", "calibration.json", "result.json"}) {
            for (String content : new String[] {"[]", "null", "{", "{\"cells\": 5}", "7"}) {
                Map<String, String> entries = entries();
                entries.put(name, content);
                String refusal = refusal(CapsuleZip.write(entries));
                assertTrue(refusal.contains(name) || refusal.contains("format"), name + " " + content + ": " + refusal);
            }
        }
    }

    @Test
    void a_newer_format_is_told_from_ours() {
        Map<String, String> entries = entries();
        entries.merge("manifest.json", "", (text, _) -> text.replace(Manifest.FORMAT, "lab-capsule/v9"));
        assertEquals(
                "its format is `lab-capsule/v9`; this version reads lab-capsule/v1",
                refusal(CapsuleZip.write(entries)));
    }
}
