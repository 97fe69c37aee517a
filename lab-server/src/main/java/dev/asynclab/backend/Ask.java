package dev.asynclab.backend;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;

/// One request, as far as the answer depends on it.
///
/// @param head whether the answer must not have a body
/// @param last whether the connection closes after the answer
/// @param broken whether it was no HTTP
/// @param version the HTTP version its first line named
record Ask(Target target, boolean head, boolean last, boolean broken, String version) {

    static final Ask BROKEN = new Ask(new Target(Target.Route.UNKNOWN, ""), false, true, true, "");

    /// A connection stays open only for HTTP/1.1: an older client would need a header that says so.
    static Ask of(HttpRequest request, String name) {
        boolean last = request.protocolVersion().minorVersion() == 0 || !HttpUtil.isKeepAlive(request);
        return new Ask(
                Target.of(request.uri(), name),
                request.method().equals(HttpMethod.HEAD),
                last,
                false,
                request.protocolVersion().text());
    }
}
