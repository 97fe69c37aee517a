// The vendored modules under names of our own: a new version is changed here and nowhere else.
import { h, html as several } from "../vendor/htm-3.1.1/standalone.module.js";

export {
  render,
  useState,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useCallback,
  useErrorBoundary,
} from "../vendor/htm-3.1.1/standalone.module.js";
export { default as uPlot } from "../vendor/uplot-1.6.32/uPlot.esm.js";

/**
 * Markup. A template with several roots gets an element around them that is no box of its own: this version of Preact
 * mixes up the order of lists inside lists when one of them grows later.
 */
export function html(...template) {
  const made = several(...template);
  return Array.isArray(made) ? h("div", { class: "roots" }, ...made) : made;
}
