/// Scales, ticks and pictures.
@NullMarked
package dev.asynclab.server.report.chart;

import org.jspecify.annotations.NullMarked;
