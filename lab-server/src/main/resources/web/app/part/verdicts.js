import { html } from "../lib.js";
import { atText, crossoverText, pairText } from "../words.js";
import { Outcome } from "./outcome.js";

const order = { "a-beats-b": 0, "b-beats-a": 0, tie: 1, inconclusive: 2, void: 3 };

/** The sentences of the verdict and the line that says whether to believe them. */
export function Verdicts({ result, lower }) {
  const pairs = [...result.pairs].sort((p, q) => (order[p.verdict] ?? 2) - (order[q.verdict] ?? 2));
  return html`<div class="verdicts">
    <p class="lead"><${Outcome} word=${result.outcome} /> ${result.summary}</p>
    <ul>
      ${pairs.map((p) => html`<li class=${p.verdict}>
        ${p.verdict.endsWith("-beats-a") || p.verdict.endsWith("-beats-b") || p.verdict === "tie" ? html`<b>${pairText(p, lower)}</b>` : pairText(p, lower)} <small>${p.metric}${atText(p.at) ? ` at ${atText(p.at)}` : ""}</small>
        ${p.limitedBy && html`<br /><span>limited by: ${p.limitedBy}</span>`}
      </li>`)}
      ${result.crossovers.map((c) => html`<li>${crossoverText(c)}</li>`)}
    </ul>
    <${Validity} result=${result} />
  </div>`;
}

function Validity({ result }) {
  const failed = result.checks.filter((c) => !c.ok);
  if (result.checks.length === 0) {
    return null;
  }
  const all = html`<ul>${result.checks.map((c) => html`<li>${c.ok ? "✓" : html`<b class="doubt">✗ not ok:</b>`} ${c.evidence} <small>${c.code}</small></li>`)}</ul>`;
  return html`<div class="validity">
    ${failed.length > 0 && html`<p><b class="doubt">! Read with care:</b> ${failed.map((c) => c.evidence).join("; ")}.</p>`}
    <details>
      <summary>${failed.length === 0 ? html`<b class="good">✓ valid:</b> all ${result.checks.length} checks passed` : `${failed.length} of ${result.checks.length} checks failed`}</summary>
      ${all}
    </details>
  </div>`;
}
