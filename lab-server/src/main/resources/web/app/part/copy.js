import { html, useState } from "../lib.js";

/** A command to take along. */
export function Copy({ text }) {
  const [done, setDone] = useState(false);
  const copy = () => navigator.clipboard?.writeText(text).then(() => setDone(true), () => setDone(false));
  return html`<span class="copy"><code>${text}</code> <button type="button" class="quiet" onClick=${copy}>${done ? "copied" : "copy"}</button></span>`;
}
