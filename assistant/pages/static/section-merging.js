// Two people's texts: a bar that says so while typing goes on, and a page to put them together.
import { send } from "/static/shell.js";
import { plain } from "/static/section-saving.js";

const CHOICES = [["mine", "わたしの文"], ["theirs", "相手の文"], ["both", "両方"]];

const made = (tag, given = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), given);
  element.append(...children);
  return element;
};
const button = (text, deal, name = "") => {
  const one = made("button", { type: "button", textContent: text, className: name });
  one.addEventListener("click", deal);
  return one;
};

export class Merging {
  /** `done(text, stamp, theirs)` takes the merged text, `back()` returns to the editor. */
  constructor(page, address, { text, saving, done, back }) {
    Object.assign(this, { address, text, saving, done, back });
    this.bar = page.querySelector("#conflict");
    this.box = page.querySelector("#merging");
  }

  get open() { return !this.box.hidden; }

  /** Say that somebody was faster; typing goes on. */
  tell(found) {
    const who = !found.author ? "ほかの人" : found.author === this.saving.name ? "あなた（別の画面）" : `${found.author}さん`;
    this.bar.replaceChildren(
      made("p", { textContent: `${who}がこの章を先に保存しました。あなたが書いた文章はここにあり、消えません。続けて書くこともできます。` }),
      button("二人の文章をまとめる", () => this.begin(), "primary"),
    );
    this.bar.hidden = false;
  }

  clear() {
    this.bar.hidden = true;
    this.box.hidden = true;
    this.box.replaceChildren();
  }

  /** Show both texts and what they make together. */
  async begin() {
    this.mine = this.text();
    this.choices = {};
    const found = await this.fetch();
    if (found) this.show(found);
  }

  async fetch() {
    try {
      return await send(`${this.address}/merge`, { base: this.saving.saved, mine: this.mine, choices: this.choices });
    } catch (error) {
      this.bar.querySelector("p").textContent = error.message;
      this.bar.hidden = false;
      return null;
    }
  }

  show(found) {
    const theirs = found.author === this.saving.name ? "別の画面のあなた" : `${found.author}さん`;
    const column = (name, text, changed) => {
      const id = `merging-${name === "あなた" ? "mine" : "theirs"}`;
      return made("div", { className: "merge-column" },
        made("h3", { textContent: `${name}の文章`, id }),
        made("p", { className: "small", textContent: changed }),
        Object.assign(made("textarea", { readOnly: true, rows: 8, value: text, lang: "ja" }), { ariaLabel: `${name}の文章` }));
    };
    this.result = made("textarea", { id: "merged-text", rows: 14, value: plain(found.text), lang: "ja", spellcheck: false });
    const count = found.conflicts.length;
    const save = button("まとめた文章で保存する", () => this.finish(found), "primary");
    const turn = button("編集に戻る（まだ保存しない）", () => { this.box.hidden = true; this.back(); }, "quiet");
    const heading = made("h2", { textContent: "二人の文章をまとめる", tabIndex: -1 });
    this.box.replaceChildren(
      heading,
      made("p", { textContent: count
        ? `一人だけが直した段落は、そのまま取り入れました。二人とも直した段落が${count}か所あります。どちらを使うかを選んでください。選ばなければ両方を残します。`
        : "二人が直した段落は重なっていません。両方の直しを取り入れた文章が下にあります。" }),
      ...(count ? [made("div", { className: "merge-choices" }, ...found.conflicts.map((one, at) => this.choice(one, at, theirs)))] : []),
      made("label", { htmlFor: "merged-text", className: "merge-label", textContent: "まとめた文章（直せます）" }),
      this.result,
      made("div", { className: "merge-actions" }, save, turn),
      made("details", { className: "inline merge-both" }, made("summary", { textContent: "二人の文章の全体を見比べる" }),
        made("div", { className: "merge-columns" }, column("あなた", this.mine, found.changed.mine), column(theirs, plain(found.theirs), found.changed.theirs))),
    );
    this.box.querySelector("details").open = true;
    this.found = found;
    this.written = this.result.value;
    this.bar.hidden = true;
    this.box.hidden = false;
    this.back();
    heading.focus();
  }

  choice(one, at, theirs) {
    const set = made("fieldset", { className: "merge-choice" }, made("legend", { textContent: `${at + 1}か所目` }));
    const words = (side) => one[side]
      ? one[`${side}_spans`].map((span) => (span.changed ? made("mark", { textContent: span.text }) : span.text))
      : ["（この段落を消した）"];
    const names = { mine: "わたしの文", theirs: `${theirs}の文` };
    set.append(made("div", { className: "merge-columns" }, ...["mine", "theirs"].map((side) =>
      made("div", { className: "merge-column" }, made("p", { className: "small", textContent: names[side] }), made("p", { className: "merge-words" }, ...words(side))))));
    const row = made("div", { className: "merge-ways" });
    for (const [value, label] of CHOICES) {
      const input = made("input", { type: "radio", name: `merge-${one.id}`, value, checked: (this.choices[one.id] ?? "both") === value });
      input.addEventListener("change", () => this.choose(one.id, value));
      row.append(made("label", { className: "tick" }, input, ` ${label}`));
    }
    set.append(row);
    return set;
  }

  async choose(id, value) {
    const before = this.choices;
    this.choices = { ...before, [id]: value };
    const edited = this.result.value !== this.written;
    if (edited && !confirm("まとめた文章に書き足したところがあります。選び直すと、書き足した分は消えます。選び直しますか。")) {
      this.choices = before;
      this.box.querySelector(`input[name="merge-${id}"][value="${before[id] ?? "both"}"]`).checked = true;
      return;
    }
    const found = await this.fetch();
    if (!found) return;
    if (found.stamp !== this.found.stamp) return this.show(found); // saved again meanwhile: what is compared is newer
    this.result.value = plain(found.text);
    this.written = this.result.value;
  }

  finish(found) {
    const text = this.result.value;
    this.done(text, found.stamp, plain(found.theirs));
    this.clear();
    this.back();
  }
}
