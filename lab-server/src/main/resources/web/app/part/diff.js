// Which lines two texts share: the longest common subsequence, by the textbook table.
/** @returns pairs [line of a or null, line of b or null, same] with numbers: {a, b, aNumber, bNumber, same} */
export function diff(a, b) {
  const left = a.split("\n");
  const right = b.split("\n");
  const width = right.length + 1;
  // longest[i * width + j]: how many lines left[i..] and right[j..] share
  const longest = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        left[i] === right[j] ? longest[(i + 1) * width + j + 1] + 1 : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  const rows = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      rows.push({ a: left[i], b: right[j], aNumber: ++i, bNumber: ++j, same: true });
    } else if (j >= right.length || (i < left.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) {
      rows.push({ a: left[i], b: null, aNumber: ++i, bNumber: null, same: false });
    } else {
      rows.push({ a: null, b: right[j], aNumber: null, bNumber: ++j, same: false });
    }
  }
  return paired(rows);
}

/** Lines only left and lines only right that follow each other stand beside each other. */
function paired(rows) {
  const out = [];
  for (let i = 0; i < rows.length; ) {
    if (rows[i].same) {
      out.push(rows[i]);
      i += 1;
      continue;
    }
    const until = rows.findIndex((r, k) => k >= i && r.same);
    const block = rows.slice(i, until < 0 ? rows.length : until);
    const lefts = block.filter((r) => r.a !== null);
    const rights = block.filter((r) => r.b !== null);
    for (let k = 0; k < Math.max(lefts.length, rights.length); k += 1) {
      out.push({ a: lefts[k]?.a ?? null, aNumber: lefts[k]?.aNumber ?? null, b: rights[k]?.b ?? null, bNumber: rights[k]?.bNumber ?? null, same: false });
    }
    i += block.length;
  }
  return out;
}
