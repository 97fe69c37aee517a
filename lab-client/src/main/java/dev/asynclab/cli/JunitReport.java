package dev.asynclab.cli;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.ClaimResult;
import dev.asynclab.api.Sentences;
import java.util.List;

/// Claims as a JUnit XML report, which every build server can show: a refuted must claim is a failure, every other
/// claim that does not hold is skipped with its reason.
final class JunitReport {
    private JunitReport() {}

    static String of(ResultDocument result) {
        List<ClaimResult> claims = result.claims();
        long failures = claims.stream().filter(JunitReport::failed).count();
        long skipped = claims.stream().filter(c -> !failed(c) && !holds(c)).count();
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\">%n"
                .formatted(escaped(result.scenario().id()), claims.size(), failures, skipped));
        claims.forEach(c -> xml.append(testCase(result.scenario().id(), c)));
        return xml.append("</testsuite>\n").toString();
    }

    private static String testCase(String scenario, ClaimResult claim) {
        String open = "  <testcase classname=\"%s\" name=\"%s\"".formatted(escaped(scenario), escaped(claim.id()));
        if (holds(claim)) {
            return open + "/>\n";
        }
        String element = failed(claim) ? "failure" : "skipped";
        String message = claim.outcome() + " (" + claim.grade() + "): " + claim.that() + ". " + Sentences.claim(claim);
        return open + "><" + element + " message=\"" + escaped(message) + "\"/></testcase>\n";
    }

    private static boolean holds(ClaimResult claim) {
        return claim.outcome().equals("holds");
    }

    private static boolean failed(ClaimResult claim) {
        return claim.outcome().equals("refuted") && claim.grade().equals("must");
    }

    private static String escaped(String text) {
        return Printable.line(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
