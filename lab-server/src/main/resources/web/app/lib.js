// The vendored modules under names of our own: a new version is changed here and nowhere else.
export {
  html,
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
