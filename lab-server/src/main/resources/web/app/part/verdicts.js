// The first screen of a result: who wins, by how much, whether that is certain, and why.
import { html } from "../lib.js";
import { atText, crossoverText, pairParts, pairText } from "../words.js";
import { Outcome } from "./outcome.js";
import { streaks } from "./streaks.js";
import { Term, Terms } from "./term.js";

const order = { "a-beats-b": 0, "b-beats-a": 0, tie: 1, inconclusive: 2, void: 3 };
const MOST = 12;
const FEW_OPEN = 2;

const meanings = {
  holds: "Each thing the lesson claimed before it was measured, and had to hold, was found.",
  refuted: "Something the lesson claimed before it was measured was found to be otherwise.",
  inconclusive: "Something that had to be found could neither be shown nor ruled out: another run may.",
  void: "What was measured was not the models: do not use these figures.",
};

export function Verdicts({ result, lower }) {
  const rows = streaks(result.pairs);
  const groups = groupsOf(rows);
  const many = rows.length > MOST;
  // The summary often is one of them.
  const crossings = result.crossovers.map(crossoverText).filter((c) => !result.summary.includes(c));
  return html`<section class="verdicts" aria-label="verdict">
    <p class="lead"><${Outcome} word=${result.outcome} /> ${result.summary}</p>
    ${result.claims.length > 0 && html`<p class="soft">${meanings[result.outcome] || ""}</p>`}
    ${crossings.length > 0 && html`<ul>${crossings.map((c) => html`<li><b>${c}</b></li>`)}</ul>`}
    ${groups.slice(0, MOST).map((g) => html`<${Group} ...${g} lower=${lower} />`)}
    <${Validity} result=${result} />
    ${result.pairs.length > 0 && html`<p class="soft">Certain: <${Term} word="interval">the interval</${Term}> in brackets, wrong in at most 5 % of cases, lies wholly beyond <${Term} word="margin">the margin</${Term}>, or for a tie wholly within it; ${rounds(result)} <${Term} word="round">rounds</${Term}>.</p>`}
    ${(many || rows.length < result.pairs.length) && html`<${Everything} result=${result} lower=${lower} />`}
  </section>`;
}

/** How many rounds stand behind the figures. */
function rounds(result) {
  const counts = result.cells.filter((c) => c.state === "measured").flatMap((c) => Object.values(c.metrics).slice(0, 1).map((m) => m.rounds.filter((r) => r !== null).length));
  const [few, most] = [Math.min(...counts), Math.max(...counts)];
  return counts.length === 0 ? "no" : few === most ? `${few}` : `${few} to ${most}`;
}

/** Rows of the same point under one heading, winners first; where each has a point of its own, in their order. */
function groupsOf(rows) {
  const points = [...new Set(rows.map((r) => `${r.metric} ${r.at}`))];
  if (points.length === rows.length && rows.length > 1) {
    return [...new Set(rows.map((r) => r.metric))].map((metric) => ({ metric, at: "", rows: rows.filter((r) => r.metric === metric) }));
  }
  return points.map((point) => {
    const its = rows.filter((r) => `${r.metric} ${r.at}` === point);
    return { metric: its[0].metric, at: its[0].at, rows: its.sort((p, q) => (order[p.verdict] ?? 2) - (order[q.verdict] ?? 2)) };
  });
}

const decided = (row) => row.verdict.includes("-beats-") || row.verdict === "tie";

function Group({ metric, at, rows, lower }) {
  const list = (some) => html`<ul class="who">${some.map((r) => html`<${Row} row=${r} lower=${lower} at=${at ? "" : r.at} />`)}</ul>`;
  const open = rows.filter((r) => !decided(r));
  const fold = open.length > FEW_OPEN && open.length < rows.length;
  return html`<h2 class="point">${at ? html`${at} <small>in <${Term} word=${metric} /></small>` : html`<${Term} word=${metric} />`}</h2>
    ${list(fold ? rows.filter(decided) : rows)}
    ${fold && html`<details><summary>? not certain at ${open.length} other places</summary>${list(open)}</details>`}`;
}

/** `1.98x` and `1.00` of ` 1.98x [1.94, 2.02]` and ` (ratio 1.00)`. */
const bare = (much) => much.replace(/^ \(?(ratio )?/, "").split(/[ )]/)[0];

function Row({ row, lower, at }) {
  const all = row.pairs.map((p) => pairParts(p, lower));
  const [first, last] = [all[0], all.at(-1)];
  const certain = decided(row);
  const loud = row.verdict.includes("-beats-") ? "best" : "";
  const reasons = [...new Set(row.pairs.map((p) => p.reason).filter(Boolean))];
  const limits = [...new Set(row.pairs.map((p) => p.limitedBy).filter(Boolean))];
  return html`<li class=${row.verdict}>
    <span>${at && html`<small>${at}</small><br />`}<b class=${loud}>${first.who}</b></span>
    <span>${all.length > 1 && first.much ? html`${certain && row.verdict !== "tie" ? "" : "ratio "}${bare(first.much)} <small>to</small> ${bare(last.much)}` : first.much.replace(/^ \((.*)\)$/, "$1")}</span>
    <span>${certain ? html`<b class="good">✓ certain</b>` : row.verdict === "void" ? html`<b class="doubt">! void</b>` : html`<b class="doubt">? not certain</b>`}</span>
    <span class="why">${limits.length > 0 ? `because ${limits.at(-1)}` : ""}${reasons.join("; ")}${!certain && row.pairs[0].roundsNeeded != null ? `; about ${Math.max(...row.pairs.map((p) => p.roundsNeeded ?? 0))} rounds would tell` : ""}</span>
  </li>`;
}

function Everything({ result, lower }) {
  return html`<details><summary>every comparison, point by point (${result.pairs.length})</summary>
    <ul>${result.pairs.map((p) => html`<li>${pairText(p, lower)} <small>${p.metric}${atText(p.at) ? ` at ${atText(p.at)}` : ""}</small></li>`)}</ul></details>`;
}

function Validity({ result }) {
  const failed = result.checks.filter((c) => !c.ok);
  if (result.checks.length === 0) {
    return null;
  }
  const codes = [...new Set(failed.map((c) => c.code))];
  return html`<div class="validity">
    <details>
      <summary>${failed.length === 0 ? html`<b class="good">✓ valid:</b> all ${result.checks.length} checks passed` : html`<b class="doubt">! read with care:</b> ${failed.length} of ${result.checks.length} checks failed`}</summary>
      <ul>${result.checks.map((c) => html`<li>${c.ok ? "✓" : html`<b class="doubt">✗ not ok:</b>`} ${c.evidence} <small><${Term} word=${c.code} /></small></li>`)}</ul>
    </details>
    ${failed.length > 0 && html`<p>${failed[0].evidence}${failed.length > 1 ? `, and ${failed.length - 1} more` : ""} <small>(<${Terms} words=${codes} />)</small></p>`}
  </div>`;
}
