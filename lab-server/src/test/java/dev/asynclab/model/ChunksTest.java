package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.model.Chunks.Range;
import dev.asynclab.workload.Step.Distribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChunksTest {

    private static List<Range> ofLane(Chunks chunks, int lane) {
        var ranges = new ArrayList<Range>();
        for (Optional<Range> next = chunks.next(lane); next.isPresent(); next = chunks.next(lane)) {
            ranges.add(next.get());
        }
        return ranges;
    }

    @Test
    void static_gives_each_lane_its_block_of_chunks() {
        // 10 items in chunks of 3 are 4 chunks; 3 lanes get the chunks 0, 1, and 2 to 3: 0*4/3 = 0, 4/3 = 1, 8/3 = 2.
        var chunks = new Chunks(10, 3, Distribute.STATIC, 3);
        assertEquals(List.of(new Range(6, 9), new Range(9, 10)), ofLane(chunks, 2));
        assertEquals(List.of(new Range(3, 6)), ofLane(chunks, 1));
        assertEquals(List.of(new Range(0, 3)), ofLane(chunks, 0));
    }

    @Test
    void dynamic_gives_chunk_after_chunk_to_whoever_asks() {
        var chunks = new Chunks(10, 4, Distribute.DYNAMIC, 2);
        assertEquals(Optional.of(new Range(0, 4)), chunks.next(1));
        assertEquals(Optional.of(new Range(4, 8)), chunks.next(0));
        assertEquals(Optional.of(new Range(8, 10)), chunks.next(0));
        assertEquals(Optional.empty(), chunks.next(1));
    }

    @Test
    void guided_chunks_shrink_down_to_the_smallest() {
        // 2 lanes, so a quarter of what is left: of 64 16, of 48 12, of 36 9, of 27 6, of 21 5, of 16 4; then 3, of 12
        // 3, of 9 the smallest, 3, and so on.
        var sizes = ofLane(new Chunks(64, 3, Distribute.GUIDED, 2), 0).stream()
                .map(r -> r.to() - r.from())
                .toList();
        assertEquals(List.of(16L, 12L, 9L, 6L, 5L, 4L, 3L, 3L, 3L, 3L), sizes);
    }

    @Test
    void one_by_one_is_one_item_whatever_the_chunk() {
        var ranges = ofLane(new Chunks(3_000, 500, Distribute.ONE_BY_ONE, 2), 0);
        assertEquals(3_000, ranges.size());
        assertEquals(new Range(2_999, 3_000), ranges.getLast());
    }

    @Test
    void there_are_no_more_lanes_than_pieces() {
        assertEquals(3, new Chunks(9, 3, Distribute.STATIC, 8).lanes());
        assertEquals(8, new Chunks(9, 3, Distribute.ONE_BY_ONE, 8).lanes());
        assertEquals(1, new Chunks(1, 5, Distribute.GUIDED, 8).lanes());
    }

    @ParameterizedTest
    @EnumSource(Distribute.class)
    void every_item_is_given_out_once_also_to_threads_that_ask_at_the_same_time(Distribute distribute)
            throws Exception {
        int items = 10_007;
        var chunks = new Chunks(items, 13, distribute, 4);
        var given = new AtomicLong();
        var sum = new AtomicLong();
        var threads = new ArrayList<Thread>();
        for (int lane = 0; lane < chunks.lanes(); lane++) {
            int own = lane;
            threads.add(Thread.ofPlatform().start(() -> {
                for (Range range : ofLane(chunks, own)) {
                    given.addAndGet(range.to() - range.from());
                    for (long item = range.from(); item < range.to(); item++) {
                        sum.addAndGet(item * item);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(items, given.get());
        // The sum of the squares of 0 to n - 1 is (n - 1) n (2n - 1) / 6: no item twice in place of another.
        assertEquals(10_006L * 10_007 * 20_013 / 6, sum.get());
        assertTrue(chunks.next(0).isEmpty());
    }
}
