import { html } from "../lib.js";
import { query, setQuery } from "../url.js";

export const hidden = () => new Set((query().hide || "").split(",").filter(Boolean));

/** The models with colour, dash and sign; pressing one hides it in every curve. Kept in the address. */
export function Legend({ models, look }) {
  const off = hidden();
  const toggle = (name) => {
    const next = new Set(off);
    if (!next.delete(name)) {
      next.add(name);
    }
    setQuery({ hide: [...next].join(",") });
  };
  return html`<div class="legend">
    ${models.map((name) => {
      const s = look(name);
      return html`<button type="button" class=${`series-${s.index + 1}`} aria-pressed=${!off.has(name)} onClick=${() => toggle(name)}>
        <svg width="36" height="12" aria-hidden="true"><line x1="0" y1="6" x2="36" y2="6" stroke-width="2" stroke-dasharray=${s.dash.join(" ")} /></svg>
        <span aria-hidden="true">${s.sign}</span> ${name}
      </button>`;
    })}
  </div>`;
}
