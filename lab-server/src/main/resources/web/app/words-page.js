// What every word of a result means.
import { html, useEffect, useRef } from "./lib.js";
import { seg } from "./api.js";
import { useCatalogue } from "./catalogue.js";
import { ticks } from "./part/card.js";
import { Fetched, useTitle } from "./part/page.js";
import { query, setQuery } from "./url.js";

export function Words() {
  useTitle("Words");
  const { q = "", word = "" } = query();
  const glossary = useCatalogue("glossary");
  const wanted = q.toLowerCase();
  return html`<h1>What the words mean</h1>
    <search><label>find <input type="search" value=${q} onInput=${(e) => setQuery({ q: e.target.value }, { replace: true })} /></label></search>
    <${Fetched} of=${glossary}>${(all) => {
      const shown = all.filter((e) => `${e.id} ${e.term} ${e.summary}`.toLowerCase().includes(wanted));
      const kinds = [...new Set(shown.map((e) => e.kind))];
      return html`<p class="soft" role="status">${shown.length} of ${all.length} words</p>
        ${kinds.map((kind) => html`<h2>${kind}</h2><dl class="words">${shown.filter((e) => e.kind === kind).map((e) => html`<${Word} key=${e.id} entry=${e} chosen=${e.id === word} />`)}</dl>`)}`;
    }}<//>`;
}

function Word({ entry, chosen }) {
  const place = useRef();
  useEffect(() => {
    if (chosen) {
      place.current.scrollIntoView({ block: "center" });
    }
  }, [chosen]);
  return html`<div class=${chosen ? "chosen" : ""} ref=${place}>
    <dt>${chosen && html`<span aria-hidden="true">▶ </span>`}<b>${entry.term}</b></dt>
    <dd>${ticks(entry.summary)}${entry.see.length > 0 && html` <small>see ${entry.see.map((s, i) => html`${i > 0 ? ", " : ""}<a href=${`/words?word=${seg(s)}`}>${s}</a>`)}</small>`}</dd>
  </div>`;
}
