package dev.asynclab.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class EveryFormTest {
    @Test
    void every_step_and_every_form_of_load_has_an_example() {
        assertEquals(Set.of(), EveryForm.missing());
    }
}
