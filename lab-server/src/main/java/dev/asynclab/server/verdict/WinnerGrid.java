package dev.asynclab.server.verdict;

import dev.asynclab.api.MapResult;
import dev.asynclab.api.ResultDocument.PairResult;
import dev.asynclab.server.plan.ProbeRound.Stage;
import dev.asynclab.server.plan.Search;
import dev.asynclab.server.plan.Search.Range;
import dev.asynclab.server.plan.SearchRound;
import dev.asynclab.server.plan.SearchRounds;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who wins where, over two axes: a coarse grid, then points between neighbours that came out differently.
final class WinnerGrid {

    private static final int REFINEMENTS = 2;

    /// Points of a refinement at most; the next one takes those left.
    private static final int MOST = 8;

    private final SearchEvidence evidence;
    private final Search search;
    private final Range x;
    private final Range y;

    WinnerGrid(SearchEvidence evidence) {
        this.evidence = evidence;
        this.search = evidence.search();
        this.x = search.axes().getFirst();
        this.y = search.axes().getLast();
    }

    /// The next round; empty when the map is as fine as it gets.
    Optional<SearchRound> next(int index) {
        List<SearchEvidence.Round> rounds = evidence.rounds();
        if (rounds.isEmpty()) {
            return Optional.of(round(index, Stage.SCAN, 0, 1, grid()));
        }
        int last = rounds.getLast().number();
        Stage stage = SearchRounds.stage(last);
        int phase = SearchRounds.phase(last);
        List<SearchEvidence.Round> same = rounds.stream()
                .filter(r -> SearchRounds.stage(r.number()) == stage && SearchRounds.phase(r.number()) == phase)
                .toList();
        if (same.size() < CrossoverFinder.LEAST) {
            Set<List<Long>> points = new LinkedHashSet<>();
            same.forEach(r -> points.addAll(r.points()));
            return Optional.of(round(index, stage, phase, same.size() + 1, List.copyOf(points)));
        }
        int refinement = stage == Stage.SCAN ? 0 : phase + 1;
        List<List<Long>> finer = refinement < REFINEMENTS ? between() : List.of();
        return finer.isEmpty() ? Optional.empty() : Optional.of(round(index, Stage.ZOOM, refinement, 1, finer));
    }

    private SearchRound round(int index, Stage stage, int phase, int n, List<List<Long>> points) {
        return new SearchRound(
                SearchRounds.number(index, stage, phase, n),
                stage,
                n,
                points.stream()
                        .map(p -> search.point(p.getFirst(), p.getLast()))
                        .toList());
    }

    private List<List<Long>> grid() {
        List<List<Long>> points = new ArrayList<>();
        for (long v : scale(x).spread(x.from(), x.to(), Search.GRID)) {
            for (long w : scale(y).spread(y.from(), y.to(), Search.GRID)) {
                points.add(List.of(v, w));
            }
        }
        return points;
    }

    private static SearchRange scale(Range range) {
        return new SearchRange(range.from(), range.to());
    }

    /// Half way between neighbours of which one has another verdict than the other.
    private List<List<Long>> between() {
        TreeMap<Long, TreeMap<Long, String>> rows = new TreeMap<>();
        TreeMap<Long, TreeMap<Long, String>> columns = new TreeMap<>();
        for (MapResult.Cell cell : cells()) {
            if (!cell.verdict().equals("inconclusive") && !cell.verdict().equals("void")) {
                rows.computeIfAbsent(cell.y(), k -> new TreeMap<>()).put(cell.x(), cell.verdict());
                columns.computeIfAbsent(cell.x(), k -> new TreeMap<>()).put(cell.y(), cell.verdict());
            }
        }
        Set<List<Long>> points = new LinkedHashSet<>();
        rows.forEach((w, row) -> middles(row, scale(x)).forEach(v -> points.add(List.of(v, w))));
        columns.forEach((v, column) -> middles(column, scale(y)).forEach(w -> points.add(List.of(v, w))));
        return points.stream().limit(MOST).toList();
    }

    private static List<Long> middles(TreeMap<Long, String> line, SearchRange scale) {
        List<Long> middles = new ArrayList<>();
        Map.Entry<Long, String> before = null;
        for (Map.Entry<Long, String> point : line.entrySet()) {
            if (before != null && !before.getValue().equals(point.getValue()) && point.getKey() - before.getKey() > 1) {
                double middle = (scale.log(before.getKey()) + scale.log(point.getKey())) / 2;
                middles.add(scale.near(middle, before.getKey() + 1, point.getKey() - 1));
            }
            before = point;
        }
        return middles;
    }

    private List<MapResult.Cell> cells() {
        List<MapResult.Cell> cells = new ArrayList<>();
        for (PairResult pair : evidence.pairs()) {
            cells.add(new MapResult.Cell(
                    Long.parseLong(pair.at().getOrDefault(x.axis(), "0")),
                    Long.parseLong(pair.at().getOrDefault(y.axis(), "0")),
                    pair.verdict(),
                    pair.ratio(),
                    pair.lo(),
                    pair.hi(),
                    pair.reason()));
        }
        return cells;
    }

    /// The map as reported.
    MapResult result() {
        List<MapResult.Cell> cells = cells();
        TreeSet<Long> xs = new TreeSet<>();
        TreeSet<Long> ys = new TreeSet<>();
        cells.forEach(c -> {
            xs.add(c.x());
            ys.add(c.y());
        });
        return new MapResult(
                search.metric().id(),
                search.between().a(),
                search.between().b(),
                x.axis(),
                y.axis(),
                List.copyOf(xs),
                List.copyOf(ys),
                cells);
    }
}
