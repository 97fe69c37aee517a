package dev.asynclab.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Pages of a list. A token names the last item of the page before it, so that inserts shift nothing.
final class Paging {
    static final int USUAL = 100;
    static final int LARGEST = 500;

    private Paging() {}

    /// `pageSize`, too large ones reduced to the largest.
    static int size(Request request) {
        String given = request.query("pageSize").orElse(String.valueOf(USUAL));
        if (!given.matches("[0-9]{1,9}") || Integer.parseInt(given) == 0) {
            throw new Refused(ProblemType.BAD_PARAMETER, "`pageSize` is a whole number from 1 to " + LARGEST);
        }
        return Math.min(LARGEST, Integer.parseInt(given));
    }

    static <T> Answer page(Request request, String path, String name, List<T> items, Function<T, String> id) {
        int size = size(request);
        int from = request.query("pageToken").map(t -> after(t, items, id)).orElse(0);
        int to = Math.min(items.size(), from + size);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(name, items.subList(from, to));
        if (to == items.size()) {
            return Answer.json(200, page);
        }
        String token = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(id.apply(items.get(to - 1)).getBytes(StandardCharsets.UTF_8));
        page.put("nextPageToken", token);
        return Answer.json(200, page).with("Link", link(path, size, token));
    }

    static String link(String path, int size, String token) {
        return "<" + path + "?pageSize=" + size + "&pageToken="
                + java.net.URLEncoder.encode(token, StandardCharsets.UTF_8) + ">; rel=\"next\"";
    }

    private static <T> int after(String token, List<T> items, Function<T, String> id) {
        try {
            String last = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            for (int i = 0; i < items.size(); i++) {
                if (id.apply(items.get(i)).equals(last)) {
                    return i + 1;
                }
            }
        } catch (IllegalArgumentException _) {
            // Not base64: as unknown as any other token.
        }
        throw new Refused(ProblemType.BAD_PARAMETER, "`pageToken` is not one this list gave; start without it");
    }
}
