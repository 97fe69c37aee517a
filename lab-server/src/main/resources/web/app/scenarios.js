// The table of contents: every lesson with its question.
import { html } from "./lib.js";
import { api, seg, useFetched } from "./api.js";
import { Fetched, useTitle } from "./part/page.js";
import { query, setQuery } from "./url.js";

const matches = (scenario, wanted, tag) =>
  (!tag || scenario.tags.includes(tag)) && `${scenario.id} ${scenario.title}`.toLowerCase().includes(wanted.toLowerCase());

const OWN = "Your own";
const OTHER = "More";

/** [title, scenarios] in reading order, what readers made themselves first. */
function tracksOf(scenarios) {
  const name = (s) => (s.shipped ? s.track || OTHER : OWN);
  const names = [...new Set(scenarios.map(name))].sort((a, b) => (b === OWN) - (a === OWN));
  return names.map((n) => [n, scenarios.filter((s) => name(s) === n)]);
}

function Item({ scenario, tag }) {
  return html`<li>
    <a class="big" href=${`/scenarios/${seg(scenario.id)}`}>${scenario.title}</a>
    ${scenario.question && html`<div>${scenario.question}</div>`}
    <div>
      <code>${scenario.id}</code>${scenario.minutes ? html` <small>${scenario.minutes} min</small>` : ""}${scenario.shipped ? "" : html` <b>your own</b>`}
      ${scenario.tags.map(
        (t) => html` <button type="button" class="tag" aria-pressed=${t === tag} onClick=${() => setQuery({ tag: t === tag ? "" : t })}>${t}</button>`,
      )}
    </div>
  </li>`;
}

export function Scenarios() {
  useTitle("Scenarios");
  const { q = "", tag = "" } = query();
  const fetched = useFetched(() => api.get("/scenarios?pageSize=500"), []);
  return html`<h1>Which concurrency model wins, and why?</h1>
    <p>
      Each scenario puts the same work on different models. Choose one, say what you expect, run it: the lab answers who
      wins, by how much, how sure that is, and what limited the others. New here? Begin with${" "}
      <a href="/scenarios/two-by-two">waiting and computing</a>. Or <a href="/edit">write your own</a>.
    </p>
    <search>
      <label>find <input type="search" value=${q} onInput=${(e) => setQuery({ q: e.target.value }, { replace: true })} /></label>
      ${tag && html` <button type="button" class="tag" aria-pressed="true" onClick=${() => setQuery({ tag: "" })}>${tag} ×</button>`}
    </search>
    <${Fetched} of=${fetched}>
      ${({ scenarios }) => {
        const shown = scenarios.filter((s) => matches(s, q, tag));
        return html`<p class="soft" role="status">${shown.length} of ${scenarios.length} scenarios</p>
          ${shown.length === 0 && html`<p>Nothing fits. <button type="button" onClick=${() => setQuery({ q: "", tag: "" })}>show all</button></p>`}
          ${tracksOf(shown).map(([name, list]) => html`<h2>${name}</h2><ul class="scenarios">${list.map((s) => html`<${Item} key=${s.id} scenario=${s} tag=${tag} />`)}</ul>`)}`;
      }}
    <//>`;
}
