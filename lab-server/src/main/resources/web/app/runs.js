// All runs, newest first; kept fresh by the events.
import { html, useEffect, useState } from "./lib.js";
import { api, seg, useFetched } from "./api.js";
import { subscribe } from "./events.js";
import { Fetched, useTitle } from "./part/page.js";
import { Outcome } from "./part/outcome.js";
import { navigate, query, setQuery } from "./url.js";

const TELLING = new Set(["state", "end", "trial-finished"]);

/** Counts up when something happened that the list shows. */
function useNews() {
  const [news, setNews] = useState(0);
  useEffect(
    () =>
      subscribe(({ connection, event }) => {
        if (connection === "open" || (event && TELLING.has(event.type))) {
          setNews((n) => n + 1);
        }
      }),
    [],
  );
  return news;
}

function Row({ run, picked, pick }) {
  return html`<tr>
    <td>
      <input type="checkbox" aria-label=${`compare run ${run.id}`} checked=${picked} disabled=${run.outcome === null} onChange=${() => pick(run.id)} />
    </td>
    <th scope="row"><a href=${`/runs/${seg(run.id)}`} title=${run.id}><time datetime=${run.submitted}>${new Date(run.submitted).toLocaleString()}</time></a></th>
    <td><a href=${`/scenarios/${seg(run.scenario)}`}>${run.scenario}</a></td>
    <td>${run.profile}</td>
    <td>${run.state}${run.state === "running" ? ` ${Math.round(run.progress * 100)} %` : ""}</td>
    <td><${Outcome} word=${run.outcome} /></td>
    <td>${run.summary || run.reason || ""}</td>
  </tr>`;
}

export function Runs() {
  useTitle("Runs");
  const news = useNews();
  const { pick = "" } = query();
  const picked = pick.split(",").filter(Boolean);
  const fetched = useFetched(() => api.get("/runs?pageSize=200"), [news]);
  const choose = (id) =>
    setQuery({ pick: (picked.includes(id) ? picked.filter((p) => p !== id) : [...picked, id].slice(-2)).join(",") });
  // The runs are listed newest first; the older one is the base.
  const compare = (runs) => {
    const [newer, older] = runs.filter((r) => picked.includes(r.id)).map((r) => r.id);
    navigate(`/compare?base=${seg(older)}&with=${seg(newer)}`);
  };
  return html`<h1>Runs</h1>
    <${Fetched} of=${fetched}>
      ${({ runs }) =>
        runs.length === 0
          ? html`<p>None yet. Choose a <a href="/">scenario</a>, or type <code>lab run pool-queueing</code>.</p>`
          : html`<p>
                <button type="button" disabled=${picked.length !== 2} onClick=${() => compare(runs)}>Compare the two chosen</button>
                ${picked.length !== 2 && html` <small>choose ${picked.length === 0 ? "two runs" : "one more run"} below</small>`}
              </p>
              <div class="wide runs" tabindex="0" role="region" aria-label="runs">
                <table>
                  <thead><tr>${["compare", "when", "scenario", "profile", "state", "outcome", "summary"].map((h) => html`<th scope="col">${h}</th>`)}</tr></thead>
                  <tbody>${runs.map((run) => html`<${Row} key=${run.id} run=${run} picked=${picked.includes(run.id)} pick=${choose} />`)}</tbody>
                </table>
              </div>`}
    <//>`;
}
