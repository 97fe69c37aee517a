package dev.asynclab.server.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Who may use the API: holders of the token, and browsers that exchanged a one-time code for a cookie.
///
/// A cookie is a random part and its signature under the token: it survives a restart, and a new token ends it.
final class Sessions {
    private static final Duration CODE_LIFE = Duration.ofSeconds(60);
    private static final int MOST_CODES = 16;
    private static final int RANDOM_BYTES = 24;
    private final byte[] token;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Instant> codes = new HashMap<>();

    Sessions(String token, InstantSource clock) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
    }

    boolean bearer(String authorization) {
        String scheme = "bearer ";
        return authorization.regionMatches(true, 0, scheme, 0, scheme.length())
                && same(authorization.substring(scheme.length()).strip().getBytes(StandardCharsets.UTF_8), token);
    }

    /// Finds the cookie of this name in a Cookie header and checks its signature.
    boolean cookie(String header, String name) {
        return Arrays.stream(header.split(";", 64))
                .map(String::strip)
                .filter(c -> c.startsWith(name + "="))
                .map(c -> c.substring(name.length() + 1))
                .anyMatch(this::signed);
    }

    private boolean signed(String cookie) {
        int dot = cookie.indexOf('.');
        return dot > 0
                && same(
                        cookie.substring(dot + 1).getBytes(StandardCharsets.UTF_8),
                        sign(cookie.substring(0, dot)).getBytes(StandardCharsets.UTF_8));
    }

    /// A code for one login within 60 seconds. The oldest is forgotten when too many wait.
    synchronized String code() {
        Instant now = clock.instant();
        codes.values().removeIf(end -> !end.isAfter(now));
        if (codes.size() >= MOST_CODES) {
            codes.entrySet().stream().min(Map.Entry.comparingByValue()).ifPresent(e -> codes.remove(e.getKey()));
        }
        String code = text();
        codes.put(code, now.plus(CODE_LIFE));
        return code;
    }

    /// The value of a new cookie for a code that is still good. A code is good once.
    synchronized Optional<String> exchange(String code) {
        Instant end = codes.remove(code);
        if (end == null || !end.isAfter(clock.instant())) {
            return Optional.empty();
        }
        String nonce = text();
        return Optional.of(nonce + "." + sign(nonce));
    }

    private String text() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String sign(String nonce) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token, "HmacSHA256"));
            byte[] signature = mac.doFinal(("cookie:" + nonce).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /// Compares digests in constant time, so that not even the length leaks.
    private static boolean same(byte[] a, byte[] b) {
        try {
            return MessageDigest.isEqual(
                    MessageDigest.getInstance("SHA-256").digest(a),
                    MessageDigest.getInstance("SHA-256").digest(b));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
