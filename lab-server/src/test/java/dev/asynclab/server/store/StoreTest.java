package dev.asynclab.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunRequest;
import dev.asynclab.server.run.RunStore;
import dev.asynclab.server.run.StoreFailure;
import dev.asynclab.server.run.StoredRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {

    @TempDir
    Path folder;

    private static StoredRun run(String id) {
        RunRequest request = new RunRequest(
                Optional.of("waits"),
                Optional.empty(),
                Map.of("callers", "10"),
                Map.of("model", List.of("a", "b")),
                Optional.empty(),
                Optional.of(1.5),
                OptionalLong.empty());
        Instant submitted = Instant.parse("2026-11-20T14:30:00.000001Z");
        return StoredRun.queued(id, "waits", "abc", request, "smoke", 60, Long.MIN_VALUE, 2, submitted);
    }

    private static void insert(Store store, String id) {
        assertInstanceOf(
                RunStore.Insertion.Inserted.class, store.insert(run(id), "text", null, "f", Integer.MAX_VALUE));
    }

    @Test
    void what_was_accepted_is_in_a_copy_of_the_files_taken_without_closing() throws Exception {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (Store store = Store.open(folder.resolve("data"))) {
            insert(store, "first");
            for (String name : List.of("lab.db", "lab.db-wal")) {
                Files.copy(folder.resolve("data").resolve(name), copy.resolve(name));
            }
            StoredRun kept = store.find("first").orElseThrow();
            assertEquals(run("first").request(), kept.request());
            assertEquals(run("first").submitted(), kept.submitted());
            assertEquals(Long.MIN_VALUE, kept.seed());
            try (Store copied = Store.open(copy)) {
                assertEquals(Optional.of(kept), copied.find("first"));
            }
        }
    }

    @Test
    void runs_submitted_by_many_threads_at_once_are_all_there_after_reopening() throws Exception {
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        try (Store store = Store.open(folder)) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int thread = t;
                threads.add(Thread.ofPlatform()
                        .uncaughtExceptionHandler((_, e) -> failures.add(e))
                        .start(() -> {
                            for (int i = 0; i < 250; i++) {
                                insert(store, "run-" + thread + "-" + i);
                            }
                        }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertEquals(List.of(), failures);
        try (Store store = Store.open(folder)) {
            // 8 threads of 250.
            assertEquals(
                    2_000,
                    store.list(new RunStore.Query("waits", null, null, Long.MAX_VALUE, 10_000)).stream()
                            .map(StoredRun::id)
                            .distinct()
                            .count());
        }
    }

    @Test
    void one_refused_transaction_takes_none_of_its_group_along() throws Exception {
        try (Store store = Store.open(folder)) {
            insert(store, "taken");
            List<Thread> threads = new ArrayList<>();
            List<String> refused = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int t = 0; t < 8; t++) {
                String id = t % 2 == 0 ? "taken" : "free-" + t;
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        insert(store, id);
                    } catch (StoreFailure e) {
                        refused.add(id);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(List.of("taken", "taken", "taken", "taken"), refused);
            // The four odd ones and the first.
            assertEquals(
                    5,
                    store.list(new RunStore.Query(null, null, null, Long.MAX_VALUE, 100))
                            .size());
            assertEquals(
                    List.of(new RunEvent(
                            "free-1",
                            1,
                            "state",
                            Map.of("state", "queued"),
                            run("free-1").submitted().toString())),
                    store.events("free-1", 0));
        }
    }

    @Test
    void a_second_store_on_the_folder_is_refused_and_names_the_holder() {
        try (Store _ = Store.open(folder)) {
            StoreLocked locked = assertThrows(StoreLocked.class, () -> Store.open(folder));
            assertEquals(String.valueOf(ProcessHandle.current().pid()), locked.pid());
        }
        Store.open(folder).close();
    }

    @Test
    void a_newer_a_foreign_and_a_damaged_database_are_refused_by_name() throws Exception {
        Store.open(folder).close();
        Path file = folder.resolve("lab.db");
        change("pragma user_version = 99");
        String newer = String.valueOf(
                assertThrows(StoreDamaged.class, () -> Store.open(folder)).getMessage());
        assertTrue(newer.contains(file.toString()) && newer.contains("format 99"), newer);
        change("pragma application_id = 1");
        assertThrows(StoreDamaged.class, () -> Store.open(folder));
        Files.writeString(file, "not a database ".repeat(1_000));
        String damaged = String.valueOf(
                assertThrows(StoreDamaged.class, () -> Store.open(folder)).getMessage());
        assertTrue(damaged.startsWith(file + " is damaged"), damaged);
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("lab.db"))) {
            Sql.update(connection, sql);
        }
    }
}
