// The text field: CodeMirror with the language, the marks and the keys of this page.
import {
  autocompletion,
  bracketMatching,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  defaultKeymap,
  drawSelection,
  EditorState,
  EditorView,
  forEachDiagnostic,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSelectionMatches,
  highlightSpecialChars,
  history,
  historyKeymap,
  indentOnInput,
  indentUnit,
  indentWithTab,
  keymap,
  lineNumbers,
  lintGutter,
  Prec,
  searchKeymap,
  setDiagnostics,
  yaml,
} from "./codemirror.js";
import { complete, hover } from "./completion.js";
import { diagnostic, replace } from "./marks.js";
import { theme } from "./theme.js";

/** Where the problems are now: they move with the text until it has been checked again. */
function marked(view) {
  const found = [];
  forEachDiagnostic(view.state, (d, from, to) => found.push({ problem: d.problem, from, to }));
  return found.sort((a, b) => a.from - b.from);
}

/** Alt+Enter: writes the suggestion of the problem the cursor is in, or of the first one in its line. */
function fixHere(view) {
  const { head } = view.state.selection.main;
  const line = view.state.doc.lineAt(head);
  const near = marked(view).filter((m) => m.problem.suggestion && m.from <= line.to && m.to >= line.from);
  const here = near.find((m) => m.from <= head && head <= m.to) || near[0];
  if (here) {
    replace(view, here.from, here.to, here.problem.suggestion);
  }
  return Boolean(here);
}

// Tab indents. After Escape it leaves, for as long as nothing is typed and the cursor stays: a rule without a clock.
const tabLeaves = [
  Prec.highest(EditorView.domEventHandlers({
    keydown: (event, view) => {
      if (event.key === "Escape") {
        view.setTabFocusMode(true);
      }
      return false;
    },
    focus: (_, view) => {
      view.setTabFocusMode(false);
      return false;
    },
  })),
  EditorView.updateListener.of((update) => (update.docChanged || update.selectionSet) && update.view.setTabFocusMode(false)),
];

// A browser that replaces coloured text by typing carries the colour over as an inline style, which the page's policy
// forbids and reports. So what is typed over a selection is written by the editor itself.
const typeOver = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { from, to, empty } = view.state.selection.main;
    if (event.inputType !== "insertText" || !event.data || empty || view.composing) {
      return false;
    }
    const write = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    if (!view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, event.data, write))) {
      view.dispatch(write());
    }
    event.preventDefault();
    return true;
  },
});

function extensions({ schema, typed }) {
  return [
    lineNumbers(),
    lintGutter(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of("  "),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    autocompletion({ override: [complete(schema)] }),
    hover(schema),
    yaml(),
    theme,
    tabLeaves,
    typeOver,
    EditorView.lineWrapping,
    EditorState.tabSize.of(2),
    // A text one can write in takes the focus without being told to; who checks the page looks for it, because it scrolls.
    EditorView.contentAttributes.of({ "aria-label": "text of the scenario; Tab indents, Escape and then Tab leaves", tabindex: "0" }),
    EditorView.updateListener.of((update) => update.docChanged && typed(update.state.doc.toString())),
    Prec.high(keymap.of([{ key: "Alt-Enter", run: fixHere }])),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
  ];
}

/**
 * Puts the editor into an element. It lives in a shadow tree, because only there do its style sheets become
 * constructed ones, which the page's policy allows without an exception.
 *
 * @param schema a promise of what fetchSchema gives
 * @param typed gets the whole text whenever it has changed
 */
export function mount(host, { text, schema, typed }) {
  const root = host.shadowRoot || host.attachShadow({ mode: "open", delegatesFocus: true });
  const view = new EditorView({ root, parent: root, state: EditorState.create({ doc: text, extensions: extensions({ schema, typed }) }) });

  function mark(problems, warnings) {
    const { doc } = view.state;
    const all = [...problems.map((p) => diagnostic(doc, p, "error")), ...warnings.map((p) => diagnostic(doc, p, "warning"))];
    view.dispatch(setDiagnostics(view.state, all.sort((a, b) => a.from - b.from)));
  }

  function select({ from, to }) {
    view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    view.focus();
  }

  /** Goes to the next problem after the cursor, or before it, and round the end; gives it, or null. */
  function step(forward) {
    const all = marked(view);
    if (all.length === 0) {
      return null;
    }
    const { from: at, to: until } = view.state.selection.main;
    const next = forward
      ? all.find((m) => m.from > at || (m.from === at && m.to > until)) || all[0]
      : all.findLast((m) => m.from < at) || all.at(-1);
    select(next);
    return next.problem;
  }

  return {
    mark,
    step,
    focus: () => view.focus(),
    jump: (problem) => {
      const found = marked(view).find((m) => m.problem === problem);
      if (found) {
        select(found);
      }
    },
    fix: (problem) => {
      const found = marked(view).find((m) => m.problem === problem);
      if (found) {
        replace(view, found.from, found.to, problem.suggestion);
        view.focus();
      }
    },
    /** Another text, as one step that can be undone. */
    replaceAll: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next }, selection: { anchor: 0 } }),
    close: () => view.destroy(),
  };
}
