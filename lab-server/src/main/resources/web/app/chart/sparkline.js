import { html } from "../lib.js";

const WIDTH = 240;
const HEIGHT = 48;

/** A line from zero to the largest value so far; the last value stands beside it as text. */
export function Sparkline({ label, values, text }) {
  const top = Math.max(...values, Number.MIN_VALUE);
  const x = (i) => (values.length === 1 ? 0 : (i / (values.length - 1)) * WIDTH);
  const y = (v) => HEIGHT - 2 - (v / top) * (HEIGHT - 6);
  return html`<figure class="spark">
    <figcaption>${label}: <b>${text}</b></figcaption>
    <svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${`${label}, now ${text}`} preserveAspectRatio="none">
      <polyline points=${values.map((v, i) => `${x(i).toFixed(1)},${y(v).toFixed(1)}`).join(" ")} />
      <circle cx=${x(values.length - 1)} cy=${y(values.at(-1))} r="2.5" />
    </svg>
  </figure>`;
}
