// Problems as the server tells them, at their places in the text.

/** How far the first n characters of a text reach: the server counts characters, the browser halves of some. */
const reach = (text, n) => Array.from(text).slice(0, n).join("").length;

/** The stretch of a text a problem is about; its begin when it is about no place. */
export function rangeOf(doc, problem) {
  if (problem.line < 1 || problem.line > doc.lines) {
    return { from: 0, to: 0 };
  }
  const line = doc.line(problem.line);
  const from = reach(line.text, problem.column - 1);
  return { from: line.from + from, to: line.from + from + reach(line.text.slice(from), problem.length) };
}

/** A problem as CodeMirror draws it. Its suggestion becomes a button; Alt+Enter does the same. */
export function diagnostic(doc, problem, severity) {
  const actions = problem.suggestion
    ? [{ name: `write ${problem.suggestion} (Alt+Enter)`, apply: (view, from, to) => replace(view, from, to, problem.suggestion) }]
    : [];
  const message = [problem.message, problem.help].filter(Boolean).join("\n");
  return { ...rangeOf(doc, problem), severity, message, actions, problem };
}

export function replace(view, from, to, insert) {
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, scrollIntoView: true, userEvent: "input.fix" });
}
