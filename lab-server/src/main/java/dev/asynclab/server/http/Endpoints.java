package dev.asynclab.server.http;

import java.util.ArrayList;
import java.util.List;

/// The route table.
final class Endpoints {
    private Endpoints() {}

    static List<Endpoint> of(
            HttpConfig config, Services services, LoginResource login, String base, MetricsResource metrics) {
        var all = new ArrayList<Endpoint>();
        all.addAll(CatalogueResource.endpoints());
        all.add(ModelSource.endpoint());
        all.addAll(new ScenarioListResource(services).endpoints());
        all.addAll(new ScenarioResource(services).endpoints());
        all.add(new ValidationResource(services).endpoint());
        all.add(new PlanResource(services).endpoint());
        all.addAll(new RunListResource(services).endpoints());
        all.addAll(new RunResource(services).endpoints());
        all.addAll(new PredictionsResource(services).endpoints());
        all.addAll(new ReplayResource(services).endpoints());
        all.addAll(new RunEventsResource(services).endpoints());
        all.addAll(new ResultsResource(services).endpoints());
        all.addAll(new CapsulesResource(services).endpoints());
        all.add(new ComparisonsResource(services).endpoint());
        all.add(new HistogramResource(services).endpoint());
        all.addAll(new TraceResource(services).endpoints());
        all.add(new ArtifactResource(services).endpoint());
        all.addAll(login.endpoints());
        all.addAll(new HealthResource(services).endpoints());
        all.add(metrics.endpoint());
        all.addAll(new DocsResource(() -> all, base).endpoints());
        all.addAll(new AssetsResource(config).endpoints());
        all.addAll(ProblemPages.endpoints());
        all.addAll(new AppResource(services, new LandingResource(services, base)).endpoints());
        return List.copyOf(all);
    }
}
