package dev.asynclab.backend;

import com.github.tomakehurst.wiremock.common.JettySettings;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import wiremock.org.eclipse.jetty.io.NetworkTrafficListener;
import wiremock.org.eclipse.jetty.server.Handler;
import wiremock.org.eclipse.jetty.server.ServerConnector;

/// WireMock's Jetty with a [Doorman] before WireMock's handlers.
final class JettyWithDoorman extends Jetty11HttpServer {

    private final Doorman doorman;

    JettyWithDoorman(Doorman doorman, Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
        // Before super: its constructor calls the two methods below.
        this.doorman = doorman;
        super(options, admin, stubs);
    }

    @Override
    protected ServerConnector createHttpConnector(
            String address, int port, JettySettings settings, NetworkTrafficListener traffic) {
        ServerConnector connector = super.createHttpConnector(address, port, settings, traffic);
        connector.addBean(doorman, false);
        return connector;
    }

    @Override
    protected Handler createHandler(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
        doorman.setHandler(super.createHandler(options, admin, stubs));
        return doorman;
    }
}
