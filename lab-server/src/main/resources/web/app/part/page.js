import { html, useEffect } from "../lib.js";
import { Failure } from "./failure.js";

/** The title of the tab follows the page's. */
export function useTitle(title) {
  useEffect(() => {
    document.title = title ? `${title} - Async Lab` : "Async Lab";
  }, [title]);
}

/** What was fetched, drawn; or why it was not. */
export function Fetched({ of, children }) {
  if (of.error) {
    return html`<${Failure} error=${of.error} />`;
  }
  return of.value === undefined ? html`<p class="soft">loading ...</p>` : children(of.value);
}
