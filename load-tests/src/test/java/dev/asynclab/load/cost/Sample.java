package dev.asynclab.load.cost;

/// One measurement of one side.
///
/// @param cpuMicrosPerTask of the whole process less its compilers: how much is still compiled in a window depends on
///     how long the process has run, not on the task
/// @param compilerMicrosPerTask the part left out
record Sample(double perSecond, double cpuMicrosPerTask, double compilerMicrosPerTask) {

    /// A side whose CPU time is not taken.
    static Sample ofRate(double perSecond) {
        return new Sample(perSecond, Double.NaN, Double.NaN);
    }

    /// CPU time at one edge of a window.
    record Cpu(long wholeNanos, long compilerNanos) {}

    static Sample of(long completed, long nanos, Cpu open, Cpu close) {
        double micros = 1e3 * Math.max(1, completed);
        long compiler = close.compilerNanos - open.compilerNanos;
        return new Sample(
                completed * 1e9 / nanos, (close.wholeNanos - open.wholeNanos - compiler) / micros, compiler / micros);
    }
}
