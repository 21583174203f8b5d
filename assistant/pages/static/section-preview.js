// 仕上がり: the text as the export lays it out, beside it or in its place; and the way into a word processor.
import { send } from "/static/shell.js";

const WIDE = 900;
const LATER_MS = 600;
const all = (selector, root) => [...root.querySelectorAll(selector)];

export class Preview {
  constructor(page, address, text) {
    Object.assign(this, { page, address, text, shown: null, timer: 0 });
    this.box = page.querySelector("#editor");
    this.pane = page.querySelector("#preview");
    for (const one of all("[data-show]", page)) one.addEventListener("click", () => { this.show(one.dataset.show); remember(one.dataset.show); });
    page.querySelector("#copy-word").addEventListener("click", () => this.copy());
    this.watch = new ResizeObserver(() => this.fit());
    this.watch.observe(this.box);
    const before = remembered();
    if (before && page.querySelector("#save")) this.box.dataset.view = before;
    else if (this.box.clientWidth >= WIDE && page.querySelector("#save")) this.box.dataset.view = "both";
    this.fit();
  }

  close() { this.watch.disconnect(); clearTimeout(this.timer); }

  /** Side by side only where there is room for both. */
  fit() {
    const wide = this.box.clientWidth >= WIDE;
    const both = this.page.querySelector('[data-show="both"]');
    both.hidden = !wide;
    if (!wide && this.box.dataset.view === "both") this.narrowed = true;
    const view = !wide && this.box.dataset.view === "both" ? "text" : wide && this.narrowed ? "both" : this.box.dataset.view;
    if (wide) this.narrowed = false;
    this.show(view);
  }

  show(view) {
    this.box.dataset.view = view;
    for (const one of all("[data-show]", this.page)) one.setAttribute("aria-pressed", String(one.dataset.show === view));
    this.typed(0);
  }

  typed(ms = LATER_MS) {
    clearTimeout(this.timer);
    if (this.box.dataset.view !== "text") this.timer = setTimeout(() => this.render(), ms);
  }

  async render() {
    const text = this.text();
    if (text === this.shown) return;
    try {
      const { html } = await send(`${this.address}/preview`, { text });
      const top = this.pane.scrollTop;
      if (html) this.pane.innerHTML = html; // made and escaped by the server
      else this.note("まだ文章がありません。");
      this.pane.scrollTop = top;
      this.shown = text;
    } catch (error) {
      this.note(`仕上がりを表示できません。${error.message}`);
    }
  }

  note(text) {
    const words = document.createElement("p");
    words.className = "hint";
    words.textContent = text;
    this.pane.replaceChildren(words);
  }

  /** Put the section on the clipboard with headings and tables; by the old way, which also works without https. */
  async copy() {
    let made;
    try {
      made = await send(`${this.address}/pasting`, { text: this.text() });
    } catch (error) {
      return this.tell(error.message, true);
    }
    if (!made.html) return this.tell("まだ文章がないため、コピーするものがありません。", true);
    const copied = (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      event.clipboardData.setData("text/html", made.html);
      event.clipboardData.setData("text/plain", made.plain);
    };
    const field = document.activeElement;
    const node = document.createElement("div");
    node.className = "unseen";
    node.innerHTML = made.html; // made and escaped by the server
    document.body.append(node);
    document.addEventListener("copy", copied, true);
    const chosen = getSelection();
    chosen.selectAllChildren(node); // some browsers copy only what is selected
    const done = document.execCommand("copy");
    document.removeEventListener("copy", copied, true);
    chosen.removeAllRanges();
    node.remove();
    field?.focus?.({ preventScroll: true });
    this.tell(done ? "コピーしました。Wordで貼り付け（Ctrl+V）してください。" : "コピーできませんでした。「Word」からファイルを開いてください。", !done);
  }
}

const KEY = "kanmin-section-view";
const remember = (view) => localStorage.setItem(KEY, view);
const remembered = () => { const view = localStorage.getItem(KEY); return ["text", "preview", "both"].includes(view) ? view : null; };
