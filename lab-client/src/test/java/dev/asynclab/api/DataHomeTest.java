package dev.asynclab.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DataHomeTest {
    @Test
    void the_labs_own_variable_wins_then_the_shared_one_then_the_home_folder() {
        assertEquals("/lab", DataHome.of(Map.of("LAB_DATA", "/lab", "XDG_DATA_HOME", "/xdg"), "/home/ada"));
        assertEquals("/xdg/async-lab", DataHome.of(Map.of("XDG_DATA_HOME", "/xdg"), "/home/ada"));
        assertEquals("/home/ada/.local/share/async-lab", DataHome.of(Map.of(), "/home/ada"));
    }

    @Test
    void a_blank_variable_counts_as_none() {
        assertEquals(
                "/home/ada/.local/share/async-lab",
                DataHome.of(Map.of("LAB_DATA", " ", "XDG_DATA_HOME", ""), "/home/ada"));
    }
}
