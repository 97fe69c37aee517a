package dev.asynclab.load.cost;

import dev.asynclab.load.child.Backend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/// nginx with one process that answers from memory with as many bytes as the fast backend.
final class Nginx implements AutoCloseable {

    private final Path folder = Files.createTempDirectory("nginx");
    private final int port;
    private final Process process;

    Nginx() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, """
                daemon off; master_process off; worker_processes 1; pid %1$s/pid; error_log /dev/null crit;
                events { worker_connections 4096; }
                http {
                  access_log off; keepalive_requests 1000000000; server_tokens off;
                  client_body_temp_path %1$s/a; proxy_temp_path %1$s/b; fastcgi_temp_path %1$s/c;
                  uwsgi_temp_path %1$s/d; scgi_temp_path %1$s/e;
                  server { listen 127.0.0.1:%2$d; location / { return 200 "%3$s"; } }
                }
                """.formatted(folder, port, "x".repeat(Backend.BODY_BYTES)));
        process = new ProcessBuilder(
                        "nginx", "-e", "/dev/null", "-p", folder.toString(), "-c", configuration.toString())
                .inheritIO()
                .start();
        awaitPort();
    }

    private void awaitPort() throws IOException {
        for (int i = 0; i < 100 && process.isAlive(); i++) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(50_000_000);
            }
        }
        throw new IOException("nginx does not answer on port " + port);
    }

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
