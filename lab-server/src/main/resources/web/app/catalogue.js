// Lists of the lab that do not change while it runs; each is fetched once.
import { api, useFetched } from "./api.js";

const lists = new Map();

export function catalogue(name) {
  if (!lists.has(name)) {
    const asked = api.get(`/${name}`).then((answer) => answer[name]);
    asked.catch(() => lists.delete(name));
    lists.set(name, asked);
  }
  return lists.get(name);
}

export const useCatalogue = (name) => useFetched(() => catalogue(name), [name]);

/** Ids of the metrics of which less is better. */
export async function lowerWins() {
  return new Set((await catalogue("metrics")).filter((m) => m.better === "lower").map((m) => m.id));
}
