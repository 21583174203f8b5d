// What stands around the text: gaps that are jumped to and closed, what the paragraph rests on, how the section stands.
import { ask, send } from "/static/shell.js";
import { KeptAnswers } from "/static/section-answers.js";
import { back, moved, splice, units } from "/static/section-places.js";
import { plain } from "/static/section-saving.js";

const FOLDED = "details [name=key], details [name=number]"; // what a part that opens is about
const all = (selector, root) => [...root.querySelectorAll(selector)];

export class Around {
  /** `typing` is the field's; `save()` saves it now, `say(words, bad, aloud)` tells how it went, `fresh(answer)` takes in an answer. */
  constructor(page, address, { typing, saving, say, fresh, signal }) {
    Object.assign(this, { page, address, typing, saving, say, fresh, turn: 0 });
    const on = (name, deal) => page.addEventListener(name, deal, { signal });
    on("click", (event) => { const jump = event.target.closest?.("[data-jump]"); if (jump) this.jump(jump.dataset.jump); });
    on("submit", (event) => this.submitted(event));
    on("input", (event) => this.answering(event));
    this.kept = new KeptAnswers(page, signal);
    this.timer = 0;
    const look = () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.sources(), 250); };
    const { field } = typing;
    for (const name of ["input", "keyup", "click", "focus", "select"]) field.addEventListener(name, look, { signal });
  }

  /** Take in what the server knows of a text of which this is the newest. */
  take(data) {
    const at = units(data.text);
    const text = plain(data.text);
    const shift = text.length === data.text.length ? at : (offset) => at(offset) - (data.text.slice(0, at(offset)).match(/\r\n/g)?.length ?? 0);
    this.text = text;
    this.places = data.places.map((one) => ({ ...one, start: shift(one.start), end: shift(one.end) }));
    this.grounds = data.grounds.map((one) => ({ ...one, start: shift(one.start), end: shift(one.end) }));
    for (const [name, html] of Object.entries(data.panels ?? {})) this.put(name, html);
    for (const one of all(".only-script", this.page)) one.hidden = false;
    this.gone();
    this.sources(true);
  }

  /** A panel as the server has made and escaped it; one in which somebody is just writing an answer stays as it is. */
  put(name, html) {
    const panel = this.page.querySelector(`#${name}`);
    const written = all("input:not([type=hidden]), textarea, select", panel).some((one) => one.value !== this.first(one));
    if (name === "gaps" && (written || panel.querySelector("details[open]")?.contains(document.activeElement))) return this.recount(html);
    const open = all(FOLDED, panel).filter((one) => one.closest("details").open).map((one) => one.value);
    const focus = panel.contains(document.activeElement) ? document.activeElement.id : "";
    panel.innerHTML = html;
    for (const key of open) {
      const kept = all(FOLDED, panel).find((one) => one.value === key);
      if (kept) kept.closest("details").open = true;
    }
    if (name === "gaps") this.kept.bringBack();
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  }

  /** Only the number of gaps, and away with those that are closed. */
  recount(html) {
    const next = new DOMParser().parseFromString(html, "text/html");
    const keys = all("[data-key]", next).map((one) => one.dataset.key);
    for (const one of all("#gaps [data-key]", this.page)) if (!keys.includes(one.dataset.key) && !one.contains(document.activeElement)) one.remove();
    this.page.querySelector("#gap-count").textContent = String(keys.length);
  }

  first(field) {
    if (field.tagName !== "SELECT") return field.defaultValue;
    return (all("option", field).find((one) => one.defaultSelected) ?? field.options[0])?.value;
  }

  // --- gaps -----------------------------------------------------------------------------------------------------------

  /** Where the marks of a gap stand in what is typed now. */
  marks(key) {
    const text = this.typing.field.value;
    const cut = splice(this.text, text);
    return this.places
      .filter((one) => one.key === key)
      .map((one) => ({ start: moved(one.start, cut), end: moved(one.end, cut) }))
      .filter((one) => one.start !== null && one.end !== null && text.slice(one.start, one.end).startsWith("〔要確認"));
  }

  jump(key) {
    const marks = this.marks(key);
    if (!marks.length) return this.say("この印は、いまの本文にはもうありません。", false, true);
    const { field } = this.typing;
    const next = marks.find((one) => one.start > field.selectionStart) ?? marks[0];
    this.onJump?.();
    this.typing.show(next.start, next.end);
    field.scrollIntoView({ block: "nearest" });
  }

  /** A gap whose mark is no longer in the text is shown as closed until the next save tells. */
  gone() {
    for (const one of all("#gaps [data-key]", this.page)) {
      one.classList.toggle("closed", this.places.some((place) => place.key === one.dataset.key) && !this.marks(one.dataset.key).length);
    }
  }

  answering(event) {
    const form = event.target.closest?.("form.answer-form");
    if (!form || !event.target.name?.startsWith("value-") || event.target.tagName === "SELECT") return;
    const state = form.querySelector(`[name^="state-"]`);
    if (state) state.value = event.target.value.trim() ? "answered" : "absent";
  }

  async submitted(event) {
    const form = event.target;
    if (form.matches("form.answering")) {
      event.preventDefault();
      await this.answer(form);
    } else if (form.matches("form.confirming")) {
      event.preventDefault();
      await this.confirm(event.submitter?.value === "yes");
    } else if (form.matches("form.restoring") && form !== this.sending) {
      event.preventDefault();
      await this.restore(form);
    }
  }

  /** Keep the answer, and put it into the text where that is sure. */
  async answer(form) {
    const key = form.elements.namedItem("key").value;
    const said = form.querySelector(".said");
    const button = form.querySelector("button[type=submit]");
    if (said) said.hidden = true;
    button.disabled = true;
    try {
      const kept = await ask(`${this.address}/answers`, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (kept.conflict) {
        form.elements.namedItem(`seen-${key}`).value = kept.conflict.seen;
        throw new Error(kept.conflict.problem);
      }
      this.kept.forget(form);
      const text = this.typing.field.value;
      const { fillings } = await send(`${this.address}/fillings`, { text, key });
      if (this.typing.field.value === text && fillings.length) this.fill(text, fillings);
      form.reset();
      if (form.closest("details")) form.closest("details").open = false;
      this.typing.field.focus({ preventScroll: true });
      await this.saving.save(true);
      this.fresh(await ask(this.address));
      const own = key.startsWith("mark:");
      this.say(
        (fillings.length ? (own ? "印を消しました。" : "答えを保存し、本文に入れました。元に戻すこともできます。")
          : kept.answered ? "答えを保存しました。本文へは「いまの答えで書き直す」で反映できます。"
            : "保存しました。答えが決まるまで、印は残します。") + (kept.notice ?? ""), Boolean(kept.notice), true);
    } catch (error) {
      if (said) { said.textContent = error.message; said.hidden = false; } else this.say(error.message, true, true);
    } finally {
      button.disabled = false;
    }
  }

  fill(text, fillings) {
    const at = units(text);
    let filled = text;
    for (const one of [...fillings].sort((a, b) => b.start - a.start)) filled = filled.slice(0, at(one.start)) + one.new + filled.slice(at(one.end));
    const first = at(Math.min(...fillings.map((one) => one.start)));
    this.typing.write(filled, [first, first]);
  }

  // --- how the section stands -------------------------------------------------------------------------------------------

  async confirm(confirmed) {
    if (confirmed && !(await this.saving.save(false))) return;
    try {
      const answer = await send(`${this.address}/confirmation`, { stamp: this.saving.stamp, confirmed }, "PUT");
      if (answer.conflict) return this.say(`${answer.conflict.author}さんが先に保存しました。新しい文章を読んでから、もう一度押してください。`, true, true);
      this.saving.running = false;
      this.fresh(answer);
      this.say(confirmed ? "確認済にしました。" : "確認済を取り消しました。", false, true);
    } catch (error) {
      this.say(error.message, true, true);
    }
  }

  /** What is typed is kept first, and stays a version; then the form goes its own way, upon that version. */
  async restore(form) {
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    if (!(await this.saving.save(false))) { button.disabled = false; return; }
    form.elements.namedItem("based_on").value = this.saving.stamp;
    const taken = !form.isConnected; // the save has brought the list of versions anew
    if (taken) this.page.append(form);
    this.sending = form;
    form.requestSubmit();
    this.sending = null;
    if (taken) form.remove();
  }

  /** The form did not get through: it may be sent again. */
  failed() {
    for (const one of all("form.restoring button", this.page)) one.disabled = false;
  }

  // --- what the paragraph rests on ----------------------------------------------------------------------------------------

  sources(anew = false) {
    const { field } = this.typing;
    const text = field.value;
    const box = this.page.querySelector("#sources");
    if (!this.grounds.length) {
      return box.replaceChildren(words(this.text ? "この章は人が書いた文章のため、下書きのもとになった答えや出典の記録はありません。" : "下書きができると、段落ごとに、もとになった答えと出典をここに示します。"));
    }
    const caret = back(field.selectionStart, splice(this.text, text));
    const found = this.grounds.findLast((one) => one.start <= caret);
    const shown = found ? `${found.start}-${found.end}` : "none";
    if (!anew && shown === this.shown) return;
    this.shown = shown;
    if (!found) return box.replaceChildren(words("本文の段落にカーソルを置くと、その段落のもとになった答えと出典を示します。"));
    if (!found.sources.length) return box.replaceChildren(words("この段落には、もとになった答えや出典の記録がありません（人が書いたか、見出しです）。"));
    const list = document.createElement("ul");
    list.className = "source-list";
    list.append(...found.sources.map(line));
    box.replaceChildren(list);
  }
}

function words(text) {
  const one = document.createElement("p");
  one.className = "small";
  one.textContent = text;
  return one;
}

function line(source) {
  const item = document.createElement("li");
  const kind = document.createElement("span");
  kind.className = "source-kind";
  kind.textContent = source.kind;
  const label = document.createElement(source.href ? "a" : "span");
  label.textContent = source.label;
  if (source.href) label.href = source.href;
  item.append(kind, label);
  if (source.value) item.append(`：${source.value}`);
  if (source.detail) {
    const detail = document.createElement("span");
    detail.className = "small";
    detail.textContent = `　${source.detail}`;
    item.append(detail);
  }
  return item;
}
