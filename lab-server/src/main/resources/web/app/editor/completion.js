// Completion and hover: what the schema allows at the cursor, and the names the file itself declares.
import { hoverTooltip } from "./codemirror.js";
import { cursorPlace, declared, placeOf } from "./place.js";
import { aboutKey, keysAt, wordsAt } from "./schema.js";

/** Values that name something declared elsewhere in the file: last key of the path to keys of the file. */
const NAMES = {
  call: ["backends"],
  backend: ["backends"],
  axis: ["sweep"],
  that: ["models"],
  of: ["models"],
  when: ["models"],
  compare: ["models"],
  between: ["models"],
};

/** Values that are sentences about metrics. */
const STATEMENTS = new Set(["that", "of", "when"]);
const STATEMENT_WORDS = ["of", "within", "bound", "cores", "each", "is", "not", "crossover"];

/** Keys below which axes of the sweep are keys. */
const POINTS = new Set(["at", "when"]);

const lastKey = (path) => path.findLast((step) => step.key)?.key;
const option = (type, { name, text }) => ({ label: name, type, info: text || undefined });

function keyOptions(schema, place, text) {
  const above = place.path.slice(0, -1);
  const { beside: all, key: own } = place.path.at(-1);
  const beside = Object.fromEntries(Object.entries(all).filter(([name]) => name !== own));
  const points = POINTS.has(lastKey(above)) ? declared(text, "sweep").filter((n) => n !== "skip" && !(n in beside)) : [];
  const keys = [...keysAt(schema, above, beside), ...points.map((name) => ({ name, text: "an axis of this file" }))];
  const apply = place.hasColon ? undefined : (name) => `${name}: `;
  return keys.map((k) => ({ ...option("property", k), ...(apply && { apply: apply(k.name) }) }));
}

function valueOptions(schema, path, text) {
  const key = lastKey(path);
  const names = (NAMES[key] || []).flatMap((list) => declared(text, list).map((name) => option("variable", { name, text: `one of this file's ${list}` })));
  const statement = STATEMENTS.has(key)
    ? [...[...schema.metrics].map((name) => option("enum", { name, text: schema.about.get(name) })), ...STATEMENT_WORDS.map((label) => ({ label, type: "keyword" }))]
    : [];
  return [...wordsAt(schema, path).map((w) => option("enum", w)), ...names, ...statement];
}

/** @param schema a promise of what fetchSchema gives */
export const complete = (schema) => async (context) => {
  const text = context.state.doc.toString();
  const place = cursorPlace(text, context.pos);
  if (!place || (!context.explicit && place.from === context.pos)) {
    return null;
  }
  let known;
  try {
    known = await schema;
  } catch {
    return null;
  }
  // Where a list item begins it may be a mapping or a word: the path of the word is the one above the key.
  const words = place.isKey ? (place.mayBeScalar ? valueOptions(known, place.path.slice(0, -1), text) : []) : valueOptions(known, place.path, text);
  const options = [...(place.isKey ? keyOptions(known, place, text) : []), ...words];
  return options.length === 0 ? null : { from: place.from, to: place.to, options, validFor: /^[\w.-]*$/ };
};

function aboutPlace(schema, place, text, pos) {
  if (place.isKey) {
    return aboutKey(schema, place.path);
  }
  const before = /[\w.-]*$/.exec(text.slice(place.from, pos))[0];
  const after = /^[\w.-]*/.exec(text.slice(pos, place.to))[0];
  const word = before + after;
  return schema.about.has(word) ? `${word}: ${schema.about.get(word)}` : "";
}

/** @param schema a promise of what fetchSchema gives */
export const hover = (schema) =>
  hoverTooltip(async (view, pos) => {
    const text = view.state.doc.toString();
    const place = placeOf(text, pos);
    const said = place && aboutPlace(await schema.catch(() => ({ about: new Map(), root: {} })), place, text, pos);
    if (!said) {
      return null;
    }
    return {
      pos: place.from,
      end: place.to,
      above: true,
      create: () => {
        const dom = document.createElement("div");
        dom.className = "about";
        dom.textContent = said;
        return { dom };
      },
    };
  });
