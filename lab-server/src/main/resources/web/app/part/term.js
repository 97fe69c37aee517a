import { html } from "../lib.js";
import { seg } from "../api.js";
import { useCatalogue } from "../catalogue.js";

/** A word of the lab, linked to what it means; the meaning also shows when the pointer rests on it. */
export function Term({ word, children }) {
  const { value = [] } = useCatalogue("glossary");
  const id = word.toLowerCase().replace(/[^a-z0-9._-]+/g, "-");
  const entry = value.find((e) => e.id === id);
  const shown = children || word;
  return entry ? html`<a class="term" href=${`/words?word=${seg(id)}`} title=${entry.summary}>${shown}</a>` : html`<span>${shown}</span>`;
}

/** Several, with commas between. */
export const Terms = ({ words }) => html`<span>${words.map((w, i) => html`${i > 0 ? ", " : ""}<${Term} word=${w} />`)}</span>`;
