// The table of contents: every lesson with its question.
import { html } from "./lib.js";
import { api, seg, useFetched } from "./api.js";
import { Fetched, useTitle } from "./part/page.js";
import { query, setQuery } from "./url.js";

const matches = (scenario, wanted, tag) =>
  (!tag || scenario.tags.includes(tag)) && `${scenario.id} ${scenario.title}`.toLowerCase().includes(wanted.toLowerCase());

function Item({ scenario, tag }) {
  return html`<li>
    <a class="big" href=${`/scenarios/${seg(scenario.id)}`}>${scenario.title}</a>
    <div>
      <code>${scenario.id}</code>${scenario.shipped ? "" : html` <b>your own</b>`}
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
          <ul class="scenarios">${shown.map((s) => html`<${Item} key=${s.id} scenario=${s} tag=${tag} />`)}</ul>`;
      }}
    <//>`;
}
