package dev.asynclab.scenario;

import java.util.ArrayList;
import java.util.List;

/// Every block of the language, in the order people meet them. Reader, schema and key reference share these tables.
final class Grammar {
    private static final List<Block> BLOCKS = collect();

    private Grammar() {}

    static List<Block> blocks() {
        return BLOCKS;
    }

    private static List<Block> collect() {
        var blocks = new ArrayList<Block>();
        blocks.add(FileBlock.BLOCK);
        blocks.addAll(LessonBlock.blocks());
        blocks.addAll(BackendsBlock.blocks());
        blocks.add(WorkBlock.KIND);
        blocks.addAll(GraphBlock.blocks());
        blocks.addAll(StepForms.blocks());
        blocks.addAll(ModelsBlock.blocks());
        blocks.addAll(LoadBlock.blocks());
        blocks.add(SweepBlock.BLOCK);
        blocks.add(SweepBlock.STEPS);
        blocks.add(SweepBlock.SKIP);
        blocks.add(MeasureBlock.BLOCK);
        blocks.addAll(ExpectBlock.blocks());
        blocks.add(CrossoverBlock.BLOCK);
        return List.copyOf(blocks);
    }
}
