// Typing in a text area: what was done can be undone and done again, also what a button did. Never touches the field
// while kana are being converted.
import { height, splice } from "/static/section-places.js";

const PAUSE_MS = 1_000;

export class Typing {
  /** `changed(text)` is called after every change, `stacked()` when there is more or less to undo. */
  constructor(field, changed, stacked) {
    Object.assign(this, { field, changed, stacked, text: field.value, past: [], future: [], group: null, composing: false });
    this.caret = [0, 0];
    this.listen = new AbortController();
    const on = (name, deal) => field.addEventListener(name, deal, { signal: this.listen.signal });
    on("compositionstart", () => { this.composing = true; });
    on("compositionend", () => { this.composing = false; this.typed("typing"); });
    on("beforeinput", (event) => this.before(event));
    on("input", (event) => { if (!this.composing && !event.isComposing) this.typed(event.inputType?.startsWith("delete") ? "deleting" : "typing"); });
    on("keydown", (event) => this.key(event));
  }

  close() { this.listen.abort(); }

  before(event) {
    if (event.inputType === "historyUndo" || event.inputType === "historyRedo") {
      event.preventDefault();
      return event.inputType === "historyUndo" ? this.undo() : this.redo();
    }
    this.caret = [this.field.selectionStart, this.field.selectionEnd];
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229 || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) this.undo();
    else if (key === "y" || (key === "z" && event.shiftKey)) this.redo();
    else return;
    event.preventDefault();
  }

  /** Something stands in the field that is not kept yet. */
  typed(kind) {
    const now = this.field.value;
    const cut = splice(this.text, now);
    if (!cut) return;
    const time = Date.now();
    const goesOn = this.group?.kind === kind && kind !== "button" && time - this.group.time < PAUSE_MS && !cut.came.includes("\n");
    if (goesOn) {
      const whole = splice(this.group.from, now);
      if (whole) this.past[this.past.length - 1] = { ...whole, caret: this.group.caret };
      else this.past.pop();
      this.group = whole ? { ...this.group, time } : null;
    } else {
      this.past.push({ ...cut, caret: this.caret });
      this.group = { kind, from: this.text, time, caret: this.caret };
    }
    this.future = [];
    this.text = now;
    this.stacked();
    this.changed(now);
  }

  /** A button writes: the whole text anew; the caret stays where it is in the words around it. */
  write(text, caret = null) {
    const { field } = this;
    const cut = splice(field.value, text);
    if (!cut) return;
    this.caret = [field.selectionStart, field.selectionEnd];
    const top = field.scrollTop;
    const kept = this.caret.map((place) => (place <= cut.at ? place : Math.max(cut.at, place + cut.came.length - cut.gone.length)));
    field.value = text;
    field.setSelectionRange(...(caret ?? kept));
    field.scrollTop = top;
    this.typed("button");
    this.group = null;
  }

  /** Take in what somebody else has written, as the beginning of what can be undone. */
  take(text) {
    const { field } = this;
    const cut = splice(field.value, text);
    const top = field.scrollTop;
    const kept = [field.selectionStart, field.selectionEnd]
      .map((place) => (!cut || place <= cut.at ? place : Math.max(cut.at, place + cut.came.length - cut.gone.length)));
    field.value = text;
    field.setSelectionRange(...kept);
    field.scrollTop = top;
    Object.assign(this, { text, past: [], future: [], group: null });
    this.stacked();
    this.changed(text);
  }

  undo() { this.step(this.past, this.future, true); }

  redo() { this.step(this.future, this.past, false); }

  step(from, to, backwards) {
    if (this.composing || !from.length) return;
    const one = from.pop();
    const [gone, came] = backwards ? [one.came, one.gone] : [one.gone, one.came];
    this.text = this.text.slice(0, one.at) + came + this.text.slice(one.at + gone.length);
    this.field.value = this.text;
    const caret = backwards ? one.caret : [one.at + came.length, one.at + came.length];
    this.show(...caret);
    to.push(one);
    this.group = null;
    this.stacked();
    this.changed(this.text);
  }

  /** Select a stretch and bring it into view. */
  show(start, end) {
    const { field } = this;
    field.focus({ preventScroll: true });
    field.setSelectionRange(start, end);
    const top = height(field, start);
    if (top < field.scrollTop || top > field.scrollTop + field.clientHeight - 40) field.scrollTop = Math.max(0, top - field.clientHeight / 3);
  }
}
