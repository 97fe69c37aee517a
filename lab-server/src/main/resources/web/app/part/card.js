import { html } from "../lib.js";

/** The card a model's file begins with: [{title, text}] from the documentation comment of its class, or of its module. */
export function card(source) {
  return paragraphs(source.startsWith('"""') ? source.slice(3).split('"""')[0] : comment(source));
}

function comment(source) {
  const lines = source.split("\n");
  const end = lines.findIndex((l) => /^(public |final |sealed )*(class|record|interface) /.test(l));
  let start = end;
  while (start > 0 && (lines[start - 1].startsWith("///") || lines[start - 1].startsWith("@"))) {
    start -= 1;
  }
  return lines.slice(start, end).filter((l) => l.startsWith("///")).map((l) => l.slice(3).trim()).join("\n");
}

function paragraphs(text) {
  return text.split(/\n\s*\n/).filter(Boolean).map((paragraph) => {
    // A word cut at the end of a line, and a link to a class, as text.
    const flat = paragraph.trim().replace(/([a-z])-\n(?=[a-z])/g, "$1-").replaceAll("\n", " ").replace(/\[#?([A-Za-z.]+)\]/g, "`$1`");
    const [, title = "", rest = flat] = /^\*{1,2}([^*]+)\*{1,2}\s*(.*)$/.exec(flat) || [];
    return { title, text: rest };
  });
}

/** Text with `code` in backquotes. */
export const ticks = (text) => text.split("`").map((part, i) => (i % 2 ? html`<code>${part}</code>` : part));

export function Card({ model, source }) {
  return html`<article class="card">
    <h2>${model.summary}</h2>
    <p class="soft"><code>${model.id}</code>: ${model.idiom}.${model.asyncio && html` In asyncio: ${model.asyncio}.`}</p>
    ${!model.available && html`<p class="note">Not available here: ${model.reason}</p>`}
    ${card(source).map((p) => html`<p>${p.title && html`<b>${p.title}</b> `}${ticks(p.text)}</p>`)}
    <h3>Settings and limits</h3>
    ${model.parameters.length === 0 ? html`<p>None.</p>` : html`<dl class="facts">${model.parameters.map((p) => html`<dt><code>${p.name}</code></dt><dd>${ticks(p.summary)}; unless set: <code>${p.fallback}</code>${p.choices.length > 0 && html`; or ${p.choices.filter((c) => c !== p.fallback).join(", ")}`}</dd>`)}</dl>`}
    ${Object.keys(model.refuses).length > 0 && html`<h3>Cannot do</h3><ul>${Object.entries(model.refuses).map(([step, reason]) => html`<li><code>${step}</code>: ${reason}</li>`)}</ul>`}
  </article>`;
}
