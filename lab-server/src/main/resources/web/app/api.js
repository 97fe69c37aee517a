// The REST API as the pages use it. Every refusal becomes a Refusal that carries the server's problem document.
import { useEffect, useState } from "./lib.js";

export class Refusal extends Error {
  constructor(problem) {
    super(problem.detail || problem.title || "the server refused");
    this.problem = problem;
  }
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...options });
  } catch {
    throw new Refusal({ status: 0, title: "the server does not answer", detail: "The server does not answer. Is it still running?" });
  }
  const type = response.headers.get("content-type") || "";
  const body = type.includes("json") ? await response.json() : await response.text();
  if (!response.ok) {
    throw new Refusal(typeof body === "object" ? body : { status: response.status, title: response.statusText });
  }
  return body;
}

const withBody = (method, value) => ({
  method,
  headers: { "Content-Type": "application/json", Accept: "application/json" },
  body: JSON.stringify(value),
});

export const api = {
  get: (path, headers = {}) => ask(`/api/v1${path}`, { headers: { Accept: "application/json", ...headers } }),
  text: (path, type = "text/plain") => ask(`/api/v1${path}`, { headers: { Accept: type } }),
  post: (path, value) => ask(`/api/v1${path}`, withBody("POST", value)),
  /** A stored scenario with everything filled in; null where the file of a run was never stored, or is broken now. */
  scenario: async (id) => {
    const { scenarios } = await api.get(`/scenarios?pageSize=500&q=${seg(id)}`);
    return scenarios.some((s) => s.id === id) ? api.get(`/scenarios/${seg(id)}?resolved=true`).catch(() => null) : null;
  },
  /** The scenario of a run as it was read for it; null where this version cannot read it any more. */
  scenarioOf: (run) => api.get(`/runs/${seg(run)}/scenario`).catch(() => null),
  put: (path, value, headers = {}) => {
    const request = withBody("PUT", value);
    return ask(`/api/v1${path}`, { ...request, headers: { ...request.headers, ...headers } });
  },
};

/** Told to the window when the server can be reached again. */
export const BACK = "serverback";

/** A path segment that may hold anything. */
export const seg = encodeURIComponent;

/**
 * What a function fetches: {value}, {error}, or neither while it is under way. Fetched again when a key changes; an
 * answer that arrives after the next question is dropped. What failed because nobody answered is asked again when the
 * server is back; a value once there stays meanwhile.
 */
export function useFetched(fetcher, keys) {
  const [state, setState] = useState({});
  const [again, setAgain] = useState(0);
  useEffect(() => {
    let current = true;
    const set = (next) => current && setState(next);
    setState((before) => ({ value: before.value, stale: true }));
    fetcher().then((value) => set({ value }), (error) => set((before) => ({ value: before.value, error })));
    return () => {
      current = false;
    };
  }, [...keys, again]);
  useEffect(() => {
    if (state.error?.problem?.status !== 0) {
      return undefined;
    }
    const retry = () => setAgain((n) => n + 1);
    addEventListener(BACK, retry);
    return () => removeEventListener(BACK, retry);
  }, [state.error]);
  return state;
}
