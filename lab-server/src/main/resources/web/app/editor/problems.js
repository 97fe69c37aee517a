// The problems of the text as a list: each leads to its place, and to its mending where the lab knows one.
import { html } from "../lib.js";
import { ticks } from "../part/card.js";
import { blockAt } from "./schema.js";
import { counted, spoken } from "./words.js";

/** Where the reference says what may stand here; nothing until the schema has come. */
function Help({ problem, schema }) {
  const block = schema ? blockAt(schema, problem.pointer) : "";
  return html`<a href=${`/docs/reference${block && `#${block}`}`} target="_blank">what may stand here<span class="spoken"> (line ${problem.line}, in another tab)</span></a>`;
}

function Item({ problem, word, schema, jump, fix }) {
  return html`<li class=${word}>
    <button type="button" class="place" onClick=${() => jump(problem)}>
      <b>${problem.line > 0 ? `line ${problem.line}` : "the file"}</b> <span class="word">${word}:</span> ${ticks(problem.message)}
    </button>
    ${problem.suggestion && html`<button type="button" class="fix" onClick=${() => fix(problem)}>write <code>${problem.suggestion}</code></button>`}
    <small>${ticks(problem.help)} <${Help} problem=${problem} schema=${schema} /></small>
  </li>`;
}

export function Problems({ checks, schema, jump, fix }) {
  const { problems, warnings, error, of } = checks;
  const first = problems[0] || warnings[0];
  return html`<h2>Problems</h2>
    <p role="status" class=${problems.length > 0 || error ? "bad" : "soft"}>${of === null ? "checking ..." : error ? "not checked: see below" : counted(problems, warnings)}${first && html`<span class="spoken">. First: ${spoken(first)}</span>`}</p>
    <ol class="problems">
      ${problems.map((p) => html`<${Item} problem=${p} word="error" schema=${schema} jump=${jump} fix=${fix} />`)}
      ${warnings.map((p) => html`<${Item} problem=${p} word="warning" schema=${schema} jump=${jump} fix=${fix} />`)}
    </ol>`;
}
