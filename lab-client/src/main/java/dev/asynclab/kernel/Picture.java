package dev.asynclab.kernel;

/// A kernel whose work can be looked at: the values it computes on the way to its result, as the points of a square.
///
/// A report shows the picture beside the figures. It is painted again for that, once, by the same code as the result
/// and mostly with fewer points; tasks are not slowed down by it.
public interface Picture extends Kernel {

    /// How values become colours.
    enum Shades {
        /// From black to white, evenly: for what was measured or photographed.
        GREY,
        /// From dark to bright, by the logarithm, with black for the largest: for counts that mean "never" at the end.
        ESCAPE
    }

    /// Points along one side, as the kernel computes it.
    int side();

    /// How many values a point can have; also the cost of the dearest point.
    int depth();

    Shades shades();

    /// The picture with so many points along a side: values from 0 to below [#depth()], row by row from the top.
    /// Costs points x depth at most.
    ///
    /// @param side at least 2
    int[] paint(int side);
}
