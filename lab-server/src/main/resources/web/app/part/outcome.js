import { html } from "../lib.js";

const signs = { holds: "✓", refuted: "✗", inconclusive: "?", void: "!", "not-run": "–" };

/** An outcome of a run or a claim: sign and word, so that no colour is needed. */
export function Outcome({ word }) {
  return word ? html`<span class=${`outcome ${word in signs ? word : ""}`}><span aria-hidden="true">${signs[word] || "·"}</span> ${word}</span>` : null;
}
