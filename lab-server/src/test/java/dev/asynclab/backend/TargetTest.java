package dev.asynclab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "/shop, MOCK, ''",
        "/shop?id=3-1, MOCK, 3-1",
        "/shop/a/b?id=3-1, MOCK, 3-1",
        "/shop?x=1&id=3-1&y=2, MOCK, 3-1",
        "/shop?kid=9, MOCK, ''",
        "/shop?x=id=9, MOCK, ''",
        "/shop~bare, BARE, ''",
        "/shop~bare/a?id=3-1, BARE, ''",
        "/shopping, UNKNOWN, ''",
        "/sho, UNKNOWN, ''",
        "/, UNKNOWN, ''",
        "*, UNKNOWN, ''",
        "xshop, UNKNOWN, ''",
        "'', UNKNOWN, ''",
    })
    void a_target_has_a_route_and_an_id(String target, Target.Route route, String id) {
        assertEquals(new Target(route, id), Target.of(target, "shop"));
    }
}
