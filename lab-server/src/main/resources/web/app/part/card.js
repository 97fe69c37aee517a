import { html } from "../lib.js";

/** The card a model's file begins with: [{title, text}] from the documentation comment of its class. */
export function card(source) {
  const lines = source.split("\n");
  const end = lines.findIndex((l) => /^(public |final |sealed )*(class|record|interface) /.test(l));
  let start = end;
  while (start > 0 && (lines[start - 1].startsWith("///") || lines[start - 1].startsWith("@"))) {
    start -= 1;
  }
  const text = lines.slice(start, end).filter((l) => l.startsWith("///")).map((l) => l.slice(3).trim()).join("\n");
  return text.split(/\n\s*\n/).filter(Boolean).map((paragraph) => {
    const flat = paragraph.replaceAll("\n", " ");
    const [, title = "", rest = flat] = /^\*{1,2}([^*]+)\*{1,2}\s*(.*)$/.exec(flat) || [];
    return { title, text: rest };
  });
}

/** Text with `code` in backquotes. */
export const ticks = (text) => text.split("`").map((part, i) => (i % 2 ? html`<code>${part}</code>` : part));

export function Card({ model, source }) {
  return html`<article class="card">
    <h2>${model.summary}</h2>
    <p class="soft">${model.idiom}. In asyncio: ${model.asyncio}.</p>
    ${card(source).map((p) => html`<p>${p.title && html`<b>${p.title}</b> `}${ticks(p.text)}</p>`)}
  </article>`;
}
