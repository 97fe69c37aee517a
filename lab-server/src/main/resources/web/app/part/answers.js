// What you said over what was measured, and the computation by hand.
import { html } from "../lib.js";
import { atText, percent } from "../words.js";
import { places } from "./predict.js";

/** @param own whether they were given to a replay, and are kept nowhere */
export function Answers({ result, lesson, own }) {
  const asked = result.predictions.filter((p) => p.answer != null);
  const question = (id) => lesson?.predict.find((q) => q.id === id);
  if (asked.length === 0) {
    return null;
  }
  return html`<div id="reveal"><h2>Your answers</h2>
    ${own && html`<p class="note">Scored for you alone, by what was measured then. The recorded run keeps what was said before it.</p>`}
    <div class="cards">${asked.map((p) => html`<${One} key=${p.id} prediction=${p} question=${question(p.id)} />`)}</div></div>`;
}

function One({ prediction: p, question }) {
  const kind = question?.answer;
  return html`<article class="card answer">
    <h3>${question?.ask || p.id}${atText(question?.at) && html` <small>${atText(question.at)}</small>`}</h3>
    <p>${p.score == null ? html`<b class="doubt">? no score</b>: ${p.measured == null ? "it was not measured, or nothing certain came out" : ""}` : html`<b class=${p.score === 1 ? "good" : "doubt"}>${p.score === 1 ? "✓ right" : p.score === 0 ? "✗ 0 %" : `~ ${percent(p.score)}`}</b> <small>of the score</small>`}</p>
    ${kind === "rank" ? html`<${Order} said=${String(p.answer)} measured=${p.measured} />` : kind === "number" ? html`<${Scale} said=${String(p.answer)} measured=${p.measured} />` : html`<dl class="facts"><dt>you said</dt><dd>${String(p.answer)}</dd><dt>measured</dt><dd>${p.measured ?? "nothing certain"}</dd></dl>`}
    <${ByHand} prediction=${p} />
  </article>`;
}

function ByHand({ prediction: p }) {
  const lines = (p.byHand || "").split(" | ").filter(Boolean);
  return lines.length === 0 && !p.inWords
    ? null
    : html`<p><b>By hand:</b> ${p.inWords || ""}</p>${lines.length > 0 && html`<ul class="hand">${lines.map((l) => html`<li>${l}</li>`)}</ul>`}`;
}

/** Two orders beside each other, place by place. */
function Order({ said, measured }) {
  const yours = places(said);
  const theirs = measured == null ? [] : places(String(measured));
  const name = (p) => (p ? `${p.ties ? "= " : ""}${p.name}` : "");
  return html`<table><thead><tr><th scope="col">place</th><th scope="col">you said</th><th scope="col">measured</th></tr></thead>
    <tbody>${yours.map((p, i) => html`<tr><th scope="row">${i + 1}</th><td>${name(p)}</td><td class=${theirs[i]?.name === p.name ? "good" : ""}>${theirs[i]?.name === p.name ? "✓ " : ""}${theirs[i] ? name(theirs[i]) : "not measured"}</td></tr>`)}</tbody></table>`;
}

const sizes = { ns: 1e-9, µs: 1e-6, us: 1e-6, ms: 1e-3, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/** The number in a figure such as `1,200/s` or `20 ms`, in its base unit. */
export function size(figure) {
  const [, digits, unit = ""] = /^([\d,.]+(?:e[+-]?\d+)?)\s*(\S*)$/.exec(figure || "") || [];
  return digits ? Number(digits.replaceAll(",", "")) * (sizes[unit] || 1) : null;
}

/** Two bars on one scale. */
function Scale({ said, measured }) {
  const values = [size(said), size(measured)];
  const top = Math.max(...values.map((v) => v || 0)) || 1;
  const bar = (name, text, value, look) => html`<div class=${`mini ${look}`}><span class="label">${name}</span>
    <span class="track"><span class="fill" style=${{ width: `${((value || 0) / top) * 100}%` }}></span></span><span class="value">${text ?? "not measured"}</span></div>`;
  return html`<div>${bar("you said", said, values[0], "series-2")}${bar("measured", measured, values[1], "series-1")}</div>`;
}

/** For who gave no answer: the questions and what came of them. */
export function Unasked({ result, lesson }) {
  const list = result.predictions;
  if (list.length === 0 || list.some((p) => p.answer != null)) {
    return null;
  }
  const question = (id) => lesson?.predict.find((q) => q.id === id);
  return html`<h2 id="reveal">What you could have said</h2><div class="wide" tabindex="0" role="region" aria-label="questions of the lesson"><table>
    <thead><tr>${["question", "measured", "by hand"].map((h) => html`<th scope="col">${h}</th>`)}</tr></thead>
    <tbody>${list.map((p) => html`<tr><th scope="row">${question(p.id)?.ask || p.id}</th><td>${p.measured ?? "nothing certain"}</td><td>${p.inWords || (p.byHand || "").split(" | ").map((l) => html`${l}<br />`)}</td></tr>`)}</tbody>
  </table></div>`;
}
