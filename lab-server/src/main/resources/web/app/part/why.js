import { html } from "../lib.js";
import { useCatalogue } from "../catalogue.js";
import { figure } from "../words.js";
import { Term } from "./term.js";

const shown = (value) =>
  typeof value === "number" ? figure(value, "") : Array.isArray(value) ? value.map(shown).join(", ") : typeof value === "object" && value !== null ? Object.entries(value).map(([k, v]) => `${k} ${shown(v)}`).join(", ") : String(value);

/** A card per mechanism whose evidence was measured; where there is none, that is said. */
export function Why({ result }) {
  const { value: known = [] } = useCatalogue("mechanisms");
  return html`<h2 id="why">Why?</h2>
    ${result.mechanisms.length === 0
      ? html`<p>The counters do not show why. Recording what tasks do may: run it with <code>--trace</code>.</p>`
      : html`<div class="cards">${result.mechanisms.map((m) => html`<article class="card">
          <h3>${m.sentence}</h3>
          <p><small><${Term} word=${m.id} /></small></p>
          <dl class="facts">${Object.entries(m.evidence).map(([name, v]) => html`<dt>${name}</dt><dd>${shown(v)}</dd>`)}</dl>
          <${Card} card=${known.find((k) => k.id === m.id)} />
        </article>`)}</div>`}`;
}

function Card({ card }) {
  return card ? html`<details><summary>how it is known, and what would change it</summary><p>Evidence it needs: ${card.evidence}.</p><p>${card.change}</p></details>` : null;
}
