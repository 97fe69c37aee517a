/// Charts as text: scales and ticks by XChart, drawn by Batik, written as compact SVG. Pure.
@NullMarked
package dev.asynclab.server.report.chart;

import org.jspecify.annotations.NullMarked;
