// One text while it is edited: what it began as, what it is now, and everything that can happen to it.
import { api, seg } from "../api.js";
import { wanted } from "../part/settings.js";
import { aside, drop, dropAside, keep, move, release, setAside } from "./drafts.js";
import { merged, threeWay } from "./merge.js";
import { freshName } from "./tab.js";
import { idOf } from "./texts.js";

export class Session {
  /**
   * @param opened what open.js found
   * @param changed called after every change
   */
  constructor(opened, changed) {
    this.base = opened.base;
    this.tab = opened.tab;
    /** Drafts of the same scenario in other tabs, closed ones and open ones. */
    this.others = opened.others;
    this.text = opened.text;
    this.taken = opened.taken;
    this.from = opened.from;
    this.restored = opened.restored;
    /** {theirs: {revision, text}, blocks} while two changes wait to be brought together. */
    this.conflict = null;
    this.error = null;
    this.busy = "";
    this.said = "";
    this.kept = true;
    this.changed = changed;
    /** Set by the page: puts a text into the editor, as a step that can be undone. */
    this.show = () => {};
    /** Set by the page: begins anew with the draft this tab has now. */
    this.reopen = () => {};
    if (opened.theirs) {
      this.#meet(opened.theirs);
    }
  }

  /** Under what its draft is kept. */
  get #place() {
    return { id: this.base.id, revision: this.base.revision, tab: this.tab };
  }

  get dirty() {
    return this.text !== this.base.text;
  }

  get isNew() {
    return this.base.id === "";
  }

  /** The id it would be saved under; empty when there is none. */
  get id() {
    return idOf(this.text) || this.base.id;
  }

  /** Whether saving makes a new scenario, not a new revision of this one. */
  get becomesNew() {
    return this.isNew || this.id !== this.base.id;
  }

  get idTaken() {
    return this.becomesNew && this.taken.has(this.id);
  }

  typed(text) {
    this.text = text;
    this.said = "";
    if (this.conflict) {
      this.#meet(this.conflict.theirs);
    } else {
      this.#remember();
    }
    this.changed();
  }

  #remember() {
    if (this.dirty) {
      this.kept = keep({ ...this.#place, base: this.base.text, text: this.text });
    } else if (this.conflict === null) {
      drop(this.#place);
    }
  }

  /** @returns whether it is stored now */
  async save() {
    if (this.busy || this.conflict) {
      return false;
    }
    const text = this.text;
    if (this.id === "") {
      this.#fail({ problem: { title: "The text has no id" }, message: "Write a line such as `id: my-pool`: it is saved under that name." });
      return false;
    }
    this.#begin("saving ...");
    try {
      this.#stored(text, await (this.becomesNew
        ? api.post("/scenarios", { id: this.id, text })
        : api.put(`/scenarios/${seg(this.base.id)}`, { text }, { "If-Match": `"${this.base.revision}"` })));
      return true;
    } catch (error) {
      await this.#refused(error);
      return false;
    }
  }

  /** @returns the run's id, or nothing when it was not started */
  async saveAndRun() {
    if ((this.dirty || this.isNew) && !(await this.save())) {
      return undefined;
    }
    this.#begin("queueing ...");
    try {
      const { id } = await api.post("/runs", { scenario: this.base.id, ...wanted() });
      this.busy = "";
      return id;
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  #begin(what) {
    this.busy = what;
    this.error = null;
    this.said = "";
    this.changed();
  }

  #fail(error) {
    this.busy = "";
    this.error = error;
    this.changed();
  }

  #stored(text, { id, revision }) {
    drop(this.#place);
    this.base = { id, revision, text };
    this.taken.add(id);
    // Other drafts of what this began from are found where that is begun from again.
    this.others = this.others.filter((d) => d.id === id);
    this.busy = "";
    this.restored = undefined;
    this.said = `saved as ${id}`;
    // What was typed while it was being saved is a draft of the new revision.
    this.#remember();
    this.changed();
  }

  async #refused(error) {
    const status = error.problem?.status;
    if (status === 409) {
      this.taken.add(this.id);
    }
    if (status === 404 && !this.isNew) {
      this.#orphaned();
      return;
    }
    if (status !== 412) {
      this.#fail(error);
      return;
    }
    try {
      const { revision, text } = await api.get(`/scenarios/${seg(this.base.id)}`);
      this.busy = "";
      this.#meet({ revision, text });
      this.changed();
    } catch (next) {
      this.#fail(next);
    }
  }

  /** Deleted meanwhile: what is here becomes a scenario that is not stored yet. */
  #orphaned() {
    drop(this.#place);
    this.taken.delete(this.base.id);
    this.base = { id: "", revision: `from ${this.base.id}`, text: "" };
    this.#remember();
    this.#fail({ problem: { title: "Somebody deleted it meanwhile" }, message: "Your text is still here. Saving again stores it as a new scenario." });
  }

  #meet(theirs) {
    this.conflict = { theirs, blocks: threeWay(this.base.text, theirs.text, this.text) };
    this.#remember();
  }

  /** Ends a conflict: what is stored is the new beginning, and this text the one to go on with. */
  #settle(text) {
    const { theirs } = this.conflict;
    drop(this.#place);
    this.base = { id: this.base.id, ...theirs };
    this.conflict = null;
    this.restored = undefined;
    this.text = text;
    this.#remember();
    this.show(text);
  }

  takeTheirs() {
    setAside(this.base, this.text);
    this.#settle(this.conflict.theirs.text);
    this.said = "this is the stored text now; yours is set aside";
    this.changed();
  }

  async keepMine() {
    this.#settle(this.text);
    return this.save();
  }

  merge() {
    const { text, conflicts } = merged(this.conflict.blocks);
    setAside(this.base, this.text);
    this.#settle(text);
    this.said = conflicts === 0
      ? "both changes are together; look at them, then save"
      : `both changes are together; in ${conflicts === 1 ? "one place" : `${conflicts} places`} yours stands, with theirs before it as a comment`;
    this.changed();
  }

  discard() {
    setAside(this.base, this.text);
    drop(this.#place);
    this.restored = undefined;
    this.error = null;
    this.text = this.base.text;
    this.show(this.text);
    this.said = "your changes are set aside";
    this.changed();
  }

  /** Goes on with a draft of another tab. What is here now is not lost: from then on it is the draft to be found. */
  takeOver({ open, ...draft }) {
    if (this.dirty && keep({ ...this.#place, tab: freshName(), base: this.base.text, text: this.text })) {
      drop(this.#place);
    }
    if (open) {
      keep({ ...draft, tab: this.tab });
    } else {
      move(draft, this.tab);
    }
    this.reopen();
  }

  giveUp(draft) {
    setAside(this.base, draft.text);
    release(draft);
    this.others = this.others.filter((d) => d !== draft);
    this.said = "that draft is set aside";
    this.changed();
  }

  get aside() {
    const text = aside(this.base);
    return text === this.text ? null : text;
  }

  bringBack() {
    const text = aside(this.base);
    dropAside(this.base);
    this.text = text;
    this.#remember();
    this.show(text);
    this.said = "brought back";
    this.changed();
  }
}
