// Two texts that began as one: which lines only one side changed, and where both did.
import { diff } from "../part/diff.js";

/** More than this and the table of the common lines would not fit: the rest then counts as one change. */
const LARGEST = 4_000_000;

/** For every line of a that is also in b, its number there, in order. */
function matches(a, b) {
  const found = new Map();
  let begin = 0;
  while (begin < a.length && begin < b.length && a[begin] === b[begin]) {
    found.set(begin, begin);
    begin += 1;
  }
  let tail = 0;
  while (tail < a.length - begin && tail < b.length - begin && a[a.length - 1 - tail] === b[b.length - 1 - tail]) {
    tail += 1;
    found.set(a.length - tail, b.length - tail);
  }
  const left = a.slice(begin, a.length - tail);
  const right = b.slice(begin, b.length - tail);
  if (left.length > 0 && right.length > 0 && left.length * right.length < LARGEST) {
    for (const row of diff(left.join("\n"), right.join("\n"))) {
      if (row.same) {
        found.set(begin + row.aNumber - 1, begin + row.bNumber - 1);
      }
    }
  }
  return found;
}

const equal = (a, b) => a.length === b.length && a.every((line, i) => line === b[i]);

function kindOf(base, theirs, mine) {
  if (equal(theirs, mine)) {
    return equal(base, mine) ? "same" : "both";
  }
  return equal(base, mine) ? "theirs" : equal(base, theirs) ? "mine" : "conflict";
}

/**
 * The blocks of three texts, in order: {kind, base, theirs, mine}, each with its lines.
 *
 * kind: `same`; `theirs` or `mine` changed alone; `both` changed alike; `conflict`.
 */
export function threeWay(base, theirs, mine) {
  const lines = [base, theirs, mine].map((text) => text.split("\n"));
  const [toTheirs, toMine] = [matches(lines[0], lines[1]), matches(lines[0], lines[2])];
  const blocks = [];
  let [i, j, k] = [0, 0, 0];
  const push = (iEnd, jEnd, kEnd) => {
    const part = { base: lines[0].slice(i, iEnd), theirs: lines[1].slice(j, jEnd), mine: lines[2].slice(k, kEnd) };
    if (part.base.length + part.theirs.length + part.mine.length > 0) {
      blocks.push({ kind: kindOf(part.base, part.theirs, part.mine), ...part });
    }
    [i, j, k] = [iEnd, jEnd, kEnd];
  };
  for (let line = 0; line < lines[0].length; line += 1) {
    if (toTheirs.has(line) && toMine.has(line)) {
      push(line, toTheirs.get(line), toMine.get(line));
      push(line + 1, toTheirs.get(line) + 1, toMine.get(line) + 1);
    }
  }
  push(lines[0].length, lines[1].length, lines[2].length);
  return joined(blocks);
}

/** Blocks of unchanged lines that follow each other are one. */
function joined(blocks) {
  const out = [];
  for (const block of blocks) {
    const last = out.at(-1);
    if (last?.kind === "same" && block.kind === "same") {
      for (const side of ["base", "theirs", "mine"]) {
        last[side].push(...block[side]);
      }
    } else {
      out.push(block);
    }
  }
  return out;
}

/**
 * Both changes together. Where both changed the same lines mine stand, and theirs stand before them as comments: the
 * file stays readable, and nothing of either is gone.
 *
 * @returns {text, conflicts}: the text, and how many places wait for a decision
 */
export function merged(blocks) {
  const conflicts = blocks.filter((block) => block.kind === "conflict").length;
  const lines = blocks.flatMap((block) => {
    if (block.kind === "conflict") {
      return ["# >>> stored meanwhile by somebody else:", ...block.theirs.map((line) => `# ${line}`), "# <<< mine:", ...block.mine];
    }
    return block.kind === "theirs" ? block.theirs : block.mine;
  });
  return { text: lines.join("\n"), conflicts };
}
