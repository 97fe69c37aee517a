package dev.asynclab;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;

/// Who may see whom, and which library is used where.
///
/// @param root the package the layers stand in: `dev.asynclab`, or that of the fixtures
record Layers(String root) {

    List<Law> laws() {
        return List.of(
                Law.of(
                        "pure packages stay pure",
                        Purity.holdsIn(in("workload"), in("server.plan"), in("server.verdict"), in("server.report")),
                        "workload.Impure.readsTheClock()",
                        "workload.Impure.readsTheWallClock()",
                        "workload.Impure.asksForNow()",
                        "workload.Impure.passesNowOn()",
                        "workload.Impure.holdsAThread()",
                        "workload.Impure.asksAnExecutor()",
                        "workload.Impure.readsAFile()",
                        "workload.Impure.reads(",
                        "workload.Impure.looksUpAName()",
                        "workload.Impure.drawsFromTheThread()",
                        "workload.Impure.drawsFromMath()",
                        "workload.Impure.drawsWithoutASeed()",
                        "workload.Impure.shufflesWithoutASeed(",
                        "workload.Impure.asksTheEnvironment()",
                        "plan.Impure",
                        "verdict.Impure",
                        "report.Impure"),
                Law.of(
                        "a verdict is exact",
                        Exactness.holdsIn(in("server.verdict")),
                        "Inexact.usesTheIntrinsic(",
                        "Inexact.fuses(",
                        "Inexact.sumsInAnyOrder(",
                        "Inexact.ordersByHash(",
                        "Inexact.ordersBySalt(",
                        "Inexact.copies(",
                        "Inexact.collects("),
                Law.of("a model sees tasks and nothing else of the lab", modelSeesWorkload(), "model.NosyModel"),
                Law.of("Vert.x in its models", only("io.vertx..", "EventLoop", "Coroutine"), "model.NosyModel"),
                Law.of("Reactor in its model", only("reactor..", "Reactor", "LazyPipeline"), "model.NosyModel"),
                Law.of("Netty in its model", only("io.netty..", "Netty", "Reactor"), "model.NosyModel"),
                Law.of("Apache HttpClient in its calls", only("org.apache.hc..", "Apache"), "model.NosyModel"),
                Law.of("JSON in the codecs", only("tools.jackson..", "PayloadCodec", "PartCodec"), "model.NosyModel"),
                Law.of("no model library in the trial", trialUsesNoLibrary(), "trial.NosyTrial"),
                Law.of("no model library in the backends", backendIsNetty(), "backend.NosyBackend"),
                Law.of("WireMock in the backends", wiremock(), "model.NosyModel"),
                Law.of("charts in the reports", charts(), "server.run.Everything"),
                Law.of("Vert.x Web in the service", vertxWeb(), "server.run.Everything"),
                Law.of("who starts processes", processes(), "model.NosyModel", "server.run.Everything"),
                Law.of(
                        "a trial knows no server",
                        sees("trial", "model", "wire", "workload", "kernel"),
                        "trial.NosyTrial"),
                Law.of("a backend knows the wire only", sees("backend", "wire"), "backend.NosyBackend"),
                Law.of("the wire carries tasks only", sees("wire", "workload", "kernel"), "wire.NosyWire"),
                Law.of("tasks know nothing of the lab", sees("workload", "kernel"), "workload.Impure"),
                Law.of("the server knows no child", serverKnowsNoChild(), "server.run.Everything"),
                Law.of("the server sees the contract only", contractOnly(), "server.run.Everything"));
    }

    private String in(String layer) {
        return root + "." + layer + "..";
    }

    private String[] in(String... layers) {
        return Arrays.stream(layers).map(this::in).toArray(String[]::new);
    }

    /// A layer that depends, of our own packages, on itself and the given ones.
    private ArchRule sees(String layer, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(in(layer))
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..")
                        .and(not(resideInAnyPackage(in(others))))
                        .and(not(resideInAPackage(in(layer)))))
                .because("processes meet in what they send each other, not in each other's code");
    }

    private ArchRule modelSeesWorkload() {
        return noClasses()
                .that()
                .resideInAPackage(in("model"))
                .should()
                .dependOnClassesThat(not(resideInAnyPackage(
                        in("model"),
                        in("workload"),
                        in("kernel"),
                        "java..",
                        "org.jspecify..",
                        "io.vertx..",
                        "reactor..",
                        "org.reactivestreams..",
                        "io.netty..",
                        "org.apache.hc..",
                        "tools.jackson..")))
                .because("a student reads a model beside the task it runs, and needs nothing else of the lab for it");
    }

    /// A library that only the files of one idiom use.
    private ArchRule only(String library, String... idioms) {
        return noClasses()
                .that()
                .resideInAPackage(in("model"))
                .and(not(Idioms.startsWith(idioms)))
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .because(
                        "two models that share a library's types are one model: the difference between them is the lesson");
    }

    private ArchRule trialUsesNoLibrary() {
        return noClasses()
                .that()
                .resideInAPackage(in("trial"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "reactor..", "io.netty..", "org.apache.hc..")
                .because("generator and meters must cost the same whatever model is measured");
    }

    private ArchRule backendIsNetty() {
        return noClasses()
                .that()
                .resideInAPackage(in("backend"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "reactor..", "org.apache.hc..")
                .because("a backend that shares a client's library shares its faults");
    }

    private ArchRule wiremock() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in("backend"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.github.tomakehurst..")
                .because("a backend is one of two kinds behind one interface; nobody else knows which");
    }

    private ArchRule charts() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(in("server.report"), in("server.artifact"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt..", "javax.swing..", "org.knowm.xchart..", "org.apache.batik..")
                .because("a process that measures must not load a window toolkit, nor must a server that starts");
    }

    private ArchRule vertxWeb() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in("server.http"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.ext.web..")
                .because("a run must not know that a request started it");
    }

    private ArchRule processes() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in("server.fork"))
                .and(not(Idioms.startsWith("ProcessModel", "ProcessChild", "GraphHistory")))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(ProcessBuilder.class.getName())
                .because("every process has one owner that ends it; one place to look for what was left behind");
    }

    private ArchRule serverKnowsNoChild() {
        return noClasses()
                .that()
                .resideInAPackage(in("server"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in("trial", "model", "backend"))
                .because("the server starts children and reads their messages; code of theirs in its process would "
                        + "be measured with it");
    }

    private ArchRule contractOnly() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in("client", "cli"))
                .because("the client talks to the server, not the server to the client");
    }
}
