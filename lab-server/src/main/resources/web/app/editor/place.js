// Where in the file a position is: the keys and items that lead to it, read from the syntax tree.
import { yamlLanguage } from "./codemirror.js";

const MARK = "zzz";
const SCALARS = new Set(["Literal", "QuotedLiteral"]);
const unquoted = (text) => text.replace(/^(["'])(.*)\1$/s, "$2");

/** A word as completion sees it: ids have dots and hyphens. */
export const WORD = /[\w.-]*$/;

const nameOf = (pair, text) => {
  const key = pair.getChild("Key");
  return key ? unquoted(text.slice(key.from, key.to)) : "";
};

const valueOf = (pair) => {
  const last = pair.lastChild;
  return last && last.name !== "Key" && last.name !== ":" ? last : null;
};

/** The pairs of a mapping as {name: scalar, or null when it is no scalar}. */
function entries(mapping, text) {
  const found = {};
  for (const pair of mapping.getChildren("Pair")) {
    const value = valueOf(pair);
    found[nameOf(pair, text)] = value && SCALARS.has(value.name) ? unquoted(text.slice(value.from, value.to)) : null;
  }
  return found;
}

/** The steps from the root to a node: {key, beside: the mapping it stands in}, or {item: true}. */
function steps(node, text) {
  const path = [];
  for (let at = node; at; at = at.parent) {
    if (at.name === "Pair") {
      path.unshift({ key: nameOf(at, text), beside: entries(at.parent, text) });
    } else if (at.name === "Item") {
      path.unshift({ item: true });
    }
  }
  return path;
}

/** What stands at a position of a text: {path, isKey, from, to}, or null where there is no key and no scalar. */
export function placeOf(text, pos, tree = yamlLanguage.parser.parse(text)) {
  let node = tree.resolveInner(pos, 1);
  node = SCALARS.has(node.name) ? node : tree.resolveInner(pos, -1);
  if (!SCALARS.has(node.name)) {
    return null;
  }
  return { path: steps(node, text), isKey: node.parent.name === "Key", from: node.from, to: node.to };
}

/**
 * What may be written at the cursor. A half-written line is no YAML, so the word there is replaced by one that makes it
 * whole, a key where a line begins, and the tree of that text is asked.
 *
 * @returns {path, isKey, mayBeScalar, hasColon, from, to}, or null inside comments and texts of several lines
 */
export function cursorPlace(text, pos) {
  const begin = text.lastIndexOf("\n", pos - 1) + 1;
  const end = text.indexOf("\n", pos) < 0 ? text.length : text.indexOf("\n", pos);
  const from = pos - WORD.exec(text.slice(begin, pos))[0].length;
  const to = pos + /^[\w.-]*/.exec(text.slice(pos, end))[0].length;
  const rest = text.slice(to, end);
  const begins = /^\s*(?:- +)*$/.test(text.slice(begin, from));
  const key = begins && /^\s*(?:#.*)?$/.test(rest);
  const whole = text.slice(0, from) + (key ? `${MARK}: 0` : MARK) + text.slice(to);
  const place = placeOf(whole, from + 1);
  return place && { ...place, mayBeScalar: key && /- +$/.test(text.slice(begin, from)), hasColon: /^\s*:/.test(rest), from, to };
}

/** The names declared below a key of the file, for example those of its models. */
export function declared(text, key, tree = yamlLanguage.parser.parse(text)) {
  const root = tree.topNode.getChild("Document")?.getChild("BlockMapping");
  const pair = root?.getChildren("Pair").find((p) => nameOf(p, text) === key);
  const value = pair && valueOf(pair);
  return value && /Mapping$/.test(value.name) ? Object.keys(entries(value, text)).filter((name) => name && name !== MARK) : [];
}
