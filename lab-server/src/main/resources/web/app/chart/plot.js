import { html, uPlot, useEffect, useRef } from "../lib.js";
import { useTheme } from "./theme.js";

/** The narrower of the common papers between its margins. */
const PAPER = 640;

/** A uPlot as wide as its place. It is drawn by a library onto a canvas, so a table must stand beside it. */
export function Plot({ options, data, label, height = 320 }) {
  const place = useRef();
  const theme = useTheme();
  useEffect(() => {
    const width = () => Math.max(280, place.current.clientWidth);
    const plot = new uPlot({ ...options(), width: width(), height }, data, place.current);
    const sizes = new ResizeObserver(() => plot.setSize({ width: width(), height }));
    sizes.observe(place.current);
    const print = () => plot.setSize({ width: Math.min(PAPER, width()), height });
    const printed = () => plot.setSize({ width: width(), height });
    addEventListener("beforeprint", print);
    addEventListener("afterprint", printed);
    return () => {
      removeEventListener("beforeprint", print);
      removeEventListener("afterprint", printed);
      sizes.disconnect();
      plot.destroy();
    };
  }, [options, data, theme]);
  return html`<div class="plot" role="img" aria-label=${label} ref=${place}></div>`;
}
