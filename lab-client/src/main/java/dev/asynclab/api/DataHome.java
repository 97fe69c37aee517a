package dev.asynclab.api;

import java.util.Map;

/// Where the lab keeps what belongs to one user, unless told otherwise: the server and its commands must agree on it
/// to find each other.
///
/// A text and no path, because the contract touches no file system.
public final class DataHome {
    private DataHome() {}

    /// `LAB_DATA`, else `async-lab` in `XDG_DATA_HOME`, else in `.local/share` of the user's home. A blank variable
    /// counts as none. May be relative to the working directory.
    ///
    /// @param userHome the user's home folder
    public static String of(Map<String, String> environment, String userHome) {
        String own = environment.getOrDefault("LAB_DATA", "");
        if (!own.isBlank()) {
            return own;
        }
        String shared = environment.getOrDefault("XDG_DATA_HOME", "");
        return (shared.isBlank() ? userHome + "/.local/share" : shared) + "/async-lab";
    }
}
