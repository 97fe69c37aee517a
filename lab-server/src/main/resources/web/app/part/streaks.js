// Comparisons that come out alike along an axis, told once: nineteen sentences become three. Pure.
import { atText } from "../words.js";

const FEW = 4;

/** The axis along which a list of points can be told as "from ... to ...": numeric, with more than a few values. */
function longAxis(points) {
  return Object.keys(points[0] || {}).find((axis) => {
    const values = new Set(points.map((at) => at[axis]));
    return values.size > FEW && [...values].every((v) => v !== "" && Number.isFinite(Number(v)));
  });
}

/**
 * @param pairs of a result
 * @returns rows {metric, verdict, at, pairs}: at is text, pairs are those it stands for, smallest value first
 */
export function streaks(pairs) {
  const axis = longAxis(pairs.map((p) => p.at || {}));
  if (!axis) {
    return pairs.map((p) => ({ metric: p.metric, verdict: p.verdict, at: atText(p.at), pairs: [p] }));
  }
  const rest = (at) => Object.fromEntries(Object.entries(at).filter(([name]) => name !== axis));
  const lines = new Map();
  for (const pair of pairs) {
    const key = JSON.stringify([pair.metric, pair.a, pair.b, rest(pair.at)]);
    lines.set(key, [...(lines.get(key) || []), pair]);
  }
  return [...lines.values()].flatMap((line) => {
    const sorted = [...line].sort((p, q) => Number(p.at[axis]) - Number(q.at[axis]));
    const rows = [];
    for (const pair of sorted) {
      if (rows.at(-1)?.[0].verdict === pair.verdict) {
        rows.at(-1).push(pair);
      } else {
        rows.push([pair]);
      }
    }
    return rows.map((row) => ({ metric: row[0].metric, verdict: row[0].verdict, at: span(row, axis, rest(row[0].at)), pairs: row }));
  });
}

function span(row, axis, others) {
  const [from, to] = [row[0].at[axis], row.at(-1).at[axis]];
  const along = from === to ? `${axis} = ${from}` : `${axis} = ${from} to ${to}`;
  return [along, atText(others)].filter(Boolean).join(", ");
}
