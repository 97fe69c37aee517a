package dev.asynclab.load.cost;

/// One measurement of one side.
record Sample(double perSecond, double cpuMicrosPerTask) {

    static Sample of(long completed, long nanos, long cpuNanos) {
        return new Sample(completed * 1e9 / nanos, cpuNanos / 1e3 / Math.max(1, completed));
    }
}
