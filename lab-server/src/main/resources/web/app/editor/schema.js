// What the published schema says about a place in the file. It is a help while typing; the server is the judge.
import { api } from "../api.js";
import { catalogue } from "../catalogue.js";

const LISTS = ["models", "kernels", "backends", "metrics", "mechanisms"];

/** The schema, and one line about every id of the catalogue. Fetched when the editor opens. */
export async function fetchSchema() {
  const [answer, ...lists] = await Promise.all([fetch("/schemas/scenario.json", { credentials: "same-origin" }), ...LISTS.map(catalogue)]);
  if (!answer.ok) {
    throw new Error("there is no schema");
  }
  const about = new Map();
  const metrics = new Set();
  lists.forEach((list, i) => list.forEach((item) => {
    about.set(item.id, item.title || item.summary || item.sentence || "");
    if (LISTS[i] === "metrics") {
      metrics.add(item.id);
    }
  }));
  return { root: await answer.json(), about, metrics };
}

const PREFIX = "#/definitions/";

const applies = (condition, beside) =>
  Object.entries(condition.properties || {}).every(([key, { const: wanted }]) => beside[key] === wanted);

/**
 * All schemas a schema stands for: itself, its alternatives, what it refers to, and what holds because of a neighbour
 * (the keys of a kernel depend on which kernel is named beside them).
 *
 * @param beside the scalars of the mapping the schema is about
 */
function meanings(root, schema, beside, depth = 0) {
  if (typeof schema !== "object" || schema === null || depth > 8) {
    return [];
  }
  if (schema.$ref) {
    return [schema, ...meanings(root, root.definitions[decodeURIComponent(schema.$ref.slice(PREFIX.length))], beside, depth + 1)];
  }
  const more = [...(schema.anyOf || []), ...(schema.allOf || []), ...(schema.if && applies(schema.if, beside) ? [schema.then] : [])];
  return [schema, ...more.flatMap((one) => meanings(root, one, beside, depth + 1))];
}

/** The schemas of what a path leads to. */
function at(root, path, beside) {
  let found = [root];
  path.forEach((step, i) => {
    const neighbours = step.beside || path[i + 1]?.beside || {};
    found = found.flatMap((schema) => meanings(root, schema, neighbours)).map((s) =>
      step.item ? s.items : s.properties?.[step.key] ?? (typeof s.additionalProperties === "object" ? s.additionalProperties : undefined),
    ).filter((s) => s !== undefined);
  });
  return found.flatMap((schema) => meanings(root, schema, beside));
}

/** Keys of which only one may be there: with it, the others are no longer offered. */
const excluded = (schema, beside) => {
  const choice = (schema.oneOf || []).flatMap((form) => form.required || []);
  return choice.some((key) => key in beside) ? choice : [];
};

/** The keys a mapping may have and has not: [{name, text}]. */
export function keysAt({ root }, path, beside) {
  const keys = new Map();
  for (const schema of at(root, path, beside)) {
    const gone = excluded(schema, beside);
    for (const [name, value] of Object.entries(schema.properties || {})) {
      if (!(name in beside) && !gone.includes(name) && !keys.has(name)) {
        keys.set(name, meanings(root, value, {}).find((s) => s.description)?.description || "");
      }
    }
  }
  return [...keys].map(([name, text]) => ({ name, text }));
}

/** The words a scalar may be: [{name, text}]. */
export function wordsAt({ root, about }, path) {
  const words = at(root, path, {}).flatMap((s) => s.enum || ("const" in s ? [s.const] : s.type === "boolean" ? [true, false] : []));
  return [...new Set(words.map(String))].map((name) => ({ name, text: about.get(name) || "" }));
}

/**
 * The block of the key reference a path leads into, as its anchor; empty for the file itself.
 *
 * @param pointer a JSON pointer, as problems carry it
 */
export function blockAt({ root }, pointer) {
  let block = "";
  let found = [root];
  for (const part of pointer.split("/").slice(1).map((p) => p.replaceAll("~1", "/").replaceAll("~0", "~"))) {
    const near = found.flatMap((schema) => meanings(root, schema, {}));
    found = near.map((s) => s.properties?.[part] ?? (/^\d+$/.test(part) ? s.items : undefined) ?? (typeof s.additionalProperties === "object" ? s.additionalProperties : undefined)).filter((s) => s !== undefined);
    const named = found.flatMap((schema) => meanings(root, schema, {})).map((s) => s.$ref).filter(Boolean);
    if (named.length > 0) {
      block = decodeURIComponent(named[0].slice(PREFIX.length)).replaceAll(" ", "-");
    }
  }
  // Which variant is meant only the server knows: the reference then begins with the first of them.
  return block === "models" ? "model" : block;
}

/** What a key means; empty when the schema does not know it. */
export function aboutKey({ root }, path) {
  return at(root, path, {}).find((s) => s.description)?.description || "";
}
