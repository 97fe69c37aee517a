import { html, uPlot, useEffect, useRef } from "../lib.js";
import { useTheme } from "./theme.js";

/** A uPlot as wide as its place. It is drawn by a library onto a canvas, so a table must stand beside it. */
export function Plot({ options, data, label, height = 320 }) {
  const place = useRef();
  const theme = useTheme();
  useEffect(() => {
    const width = () => Math.max(280, place.current.clientWidth);
    const plot = new uPlot({ ...options(), width: width(), height }, data, place.current);
    const sizes = new ResizeObserver(() => plot.setSize({ width: width(), height }));
    sizes.observe(place.current);
    return () => {
      sizes.disconnect();
      plot.destroy();
    };
  }, [options, data, theme]);
  return html`<div class="plot" role="img" aria-label=${label} ref=${place}></div>`;
}
