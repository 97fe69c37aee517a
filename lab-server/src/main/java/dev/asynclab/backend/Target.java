package dev.asynclab.backend;

/// The request target of a call to a mock backend: `/NAME[path][?...id=ID...]`.
///
/// @param id empty when the target carries none
record Target(Route route, String id) {

    /// Where a request goes.
    enum Route {
        /// The mock: delay, faults, limit, counters.
        MOCK,
        /// `/NAME~bare...`: an immediate answer that no counter sees, for calibration.
        BARE,
        /// Some other path: 404, not counted.
        UNKNOWN
    }

    private static final String BARE_MARK = "~bare";
    private static final String ID = "id=";
    private static final Target BARE = new Target(Route.BARE, "");
    private static final Target UNKNOWN = new Target(Route.UNKNOWN, "");

    /// Reads a target for the backend of this name.
    static Target of(String target, String name) {
        int end = 1 + name.length();
        if (target.isEmpty() || target.charAt(0) != '/' || !target.startsWith(name, 1)) {
            return UNKNOWN;
        }
        if (target.startsWith(BARE_MARK, end)) {
            return BARE;
        }
        boolean ours = target.length() == end || target.charAt(end) == '/' || target.charAt(end) == '?';
        return ours ? new Target(Route.MOCK, id(target, end)) : UNKNOWN;
    }

    private static String id(String target, int from) {
        int at = target.indexOf('?', from);
        while (at >= 0 && !target.startsWith(ID, at + 1)) {
            at = target.indexOf('&', at + 1);
        }
        if (at < 0) {
            return "";
        }
        int start = at + 1 + ID.length();
        int end = target.indexOf('&', start);
        return end < 0 ? target.substring(start) : target.substring(start, end);
    }
}
