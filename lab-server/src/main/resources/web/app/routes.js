// The pages. A page added here is routed; the server must answer its path with the shell (AppResource).
// A large page is better loaded when it is wanted. Addresses with the same key are one page, which goes on.
import { Compare } from "./compare.js";
import { Models } from "./models.js";
import { Run } from "./run.js";
import { Runs } from "./runs.js";
import { Scenario } from "./scenario.js";
import { Scenarios } from "./scenarios.js";
import { Words } from "./words-page.js";

const loadEditor = () => import("./edit.js");

export const routes = [
  { match: /^\/$/, page: Scenarios },
  { match: /^\/scenarios\/(?<id>[^/]+)$/, page: Scenario },
  { match: /^\/runs$/, page: Runs },
  { match: /^\/runs\/(?<id>[^/]+)$/, page: Run },
  { match: /^\/models$/, page: Models },
  { match: /^\/compare$/, page: Compare },
  { match: /^\/words$/, page: Words },
  { match: /^\/edit(?:\/(?<id>[^/]+))?$/, key: "edit", load: loadEditor },
];

/** The route of a path with its parameters; undefined when there is none. */
export function find(path) {
  for (const route of routes) {
    const found = route.match.exec(path);
    if (found) {
      const params = Object.entries(found.groups || {}).filter(([, value]) => value !== undefined).map(([name, value]) => [name, decoded(value)]);
      return { ...route, params: Object.fromEntries(params) };
    }
  }
  return undefined;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
