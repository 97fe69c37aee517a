import { html } from "../lib.js";
import { seg } from "../api.js";

const names = { predict: "Predict", run: "Run", reveal: "Reveal", why: "Why", change: "Change", make: "Make" };

/**
 * The way through a lesson, and where on it the reader is.
 *
 * @param id of the scenario
 * @param now the stage the page is about
 * @param run id of a run that has ended; undefined where there is none: then its stages lie ahead
 * @param skipped the stages the reader passed by
 */
export function Stages({ id, now, run, skipped = [] }) {
  const lesson = `/scenarios/${seg(id)}`;
  // On the run's own page the query stays: a link inside a replay leads to a place in that replay.
  const page = run && `/runs/${seg(run)}`;
  const result = page && location.pathname === page ? page + location.search : page;
  const to = {
    predict: `${lesson}#predict`,
    run: `${lesson}#run`,
    reveal: result && `${result}#reveal`,
    why: result && `${result}#why`,
    change: `${result || lesson}#change`,
    make: `${result || lesson}#make`,
  };
  const order = Object.keys(names);
  return html`<nav class="stages" aria-label="stages of the lesson"><ol>${order.map((stage) => {
    const here = stage === now;
    const mark = order.indexOf(stage) < order.indexOf(now) && !skipped.includes(stage) ? "done" : here ? "here" : "";
    return html`<li class=${mark}>${to[stage] ? html`<a href=${to[stage]} aria-current=${here ? "step" : undefined}>${names[stage]}</a>` : html`<span class="soft">${names[stage]}</span>`}</li>`;
  })}</ol></nav>`;
}
