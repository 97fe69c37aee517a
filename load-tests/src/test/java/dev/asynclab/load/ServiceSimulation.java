package dev.asynclab.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;

/// A class of students at the service: they read lessons, validate edits, plan, and look at runs.
///
/// An open model: users arrive at a rate whether or not the service keeps up, so that its queueing shows in the
/// latencies. Started by `load-tests/service.sh`, which brings up a service of its own. Asserts that nothing
/// failed; a
/// latency is reported, never asserted.
public final class ServiceSimulation extends Simulation {

    private static final String URL = System.getProperty("lab.url", "http://127.0.0.1:8080");
    private static final String TOKEN = System.getProperty("lab.token", "");
    private static final double USERS_PER_SECOND = Double.parseDouble(System.getProperty("lab.rate", "20"));
    private static final int SECONDS = Integer.parseInt(System.getProperty("lab.seconds", "20"));

    /// What an editor sends while a student types: a file with one mistake.
    private static final String BROKEN = """
            format: lab/v1
            title: an edit in progress
            backends:
              orders: {kind: fast, delay: 200}
            task:
              - call: orders
            models:
              event-lop: {}
            load: {closed: {concurrency: 10}}
            """;

    public ServiceSimulation() {
        HttpProtocolBuilder service = http.baseUrl(URL)
                .header("Authorization", "Bearer " + TOKEN)
                .acceptHeader("application/json")
                .shareConnections();
        setUp(student().injectOpen(constantUsersPerSec(USERS_PER_SECOND).during(Duration.ofSeconds(SECONDS))))
                .protocols(service)
                .assertions(
                        global().failedRequests().count().is(0L),
                        details("validate an edit").successfulRequests().count().gt(0L));
    }

    private static ScenarioBuilder student() {
        return scenario("student")
                .exec(http("list lessons").get("/api/v1/scenarios").check(status().is(200)))
                .exec(http("read a lesson")
                        .get("/api/v1/scenarios/pool-queueing")
                        .header("Accept", "application/yaml")
                        .check(status().is(200)))
                .exec(http("validate an edit")
                        .post("/api/v1/validations")
                        .header("Content-Type", "application/yaml")
                        .body(StringBody(BROKEN))
                        .check(status().is(200), jsonPath("$.valid").is("false")))
                .exec(http("plan a lesson")
                        .post("/api/v1/plans")
                        .header("Content-Type", "application/json")
                        .body(StringBody("{\"scenario\": \"pool-queueing\"}"))
                        .check(status().is(200)))
                .exec(http("look at runs").get("/api/v1/runs").check(status().is(200)))
                .exec(http("health").get("/health/ready").check(status().is(200)));
    }
}
