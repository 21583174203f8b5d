// The section editor: typing, saving, what stands around the text, and two people at once.
import { ask, caughtUp, plan, tell } from "/static/shell.js";
import { Around } from "/static/section-around.js";
import { Merging } from "/static/section-merging.js";
import { Preview } from "/static/section-preview.js";
import { Saving, plain } from "/static/section-saving.js";
import { Typing } from "/static/section-typing.js";

const LEAVE_ANYWAY = "書いた文章は、まだサーバーに保存できていません。このブラウザーには残っています。それでもほかの画面へ移るときは、もう一度押してください。";
const letters = (text) => [...text.replace(/\s/gu, "")].length.toLocaleString("ja-JP");

/** Bring the editor to life. */
export async function mount(page) {
  const data = JSON.parse(page.querySelector("#section-data").textContent);
  const address = `/api/plans/${plan}/sections/${data.section}`;
  const el = (id) => page.querySelector(`#${id}`);
  const field = el("text");
  const life = new AbortController();
  const on = (target, name, deal) => target.addEventListener(name, deal, { signal: life.signal });
  const text = () => field.value;
  const refused = page.querySelector(".conflict-page") ? plain(field.value) : null; // came back from a form without a script
  field.value = data.text;

  const say = (words, bad = false, aloud = false) => {
    if (el("saved").textContent !== words) el("saved").textContent = words;
    el("saved").classList.toggle("bad", bad);
    if (aloud) el("told").textContent = words;
  };
  const fresh = (answer) => (answer.stamp === saving.stamp || saving.found ? around.take(answer) : changed());
  const count = () => {
    el("count").textContent = `${letters(text())}字`;
    const chosen = text().slice(field.selectionStart, field.selectionEnd);
    el("selected").textContent = chosen ? `（選んだところ ${letters(chosen)}字）` : "";
  };

  const saving = new Saving(address, data, {
    text,
    busy: () => typing.composing,
    say,
    arrived: (answer) => { fresh(answer); caughtUp(); },
    conflict: (found, asked) => { merging.tell(found); if (asked) merging.begin(); },
  });
  const stacked = () => {
    if (!data.editable) return;
    el("undo").disabled = !typing.past.length;
    el("redo").disabled = !typing.future.length;
  };
  const typing = new Typing(field, () => { count(); saving.typed(); preview.typed(); around.gone(); }, stacked);
  const preview = new Preview(page, address, text);
  preview.tell = (words, bad) => say(words, bad, true);
  const merging = new Merging(page, address, {
    text,
    saving,
    done: (merged, stamp, theirs) => { saving.merged(stamp, theirs); typing.write(merged); saving.save(false); },
    back: () => { el("panes").hidden = merging.open; if (!merging.open && saving.found) merging.tell(saving.found); },
  });
  const around = new Around(page, address, { typing, saving, say, fresh, signal: life.signal });
  around.onJump = () => { if (el("editor").dataset.view === "preview") preview.show("text"); };
  around.take(data);

  if (data.editable) {
    on(el("undo"), "click", () => { typing.undo(); field.focus({ preventScroll: true }); });
    on(el("redo"), "click", () => { typing.redo(); field.focus({ preventScroll: true }); });
    on(el("write"), "submit", (event) => { event.preventDefault(); saving.save(false); });
    on(page, "keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s" || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      saving.save(false);
    });
    on(window, "online", () => saving.save(true));
    on(window, "pagehide", () => saving.farewell());
    on(document, "visibilitychange", () => { if (document.hidden && !typing.composing) saving.save(true); });
  }
  on(document, "selectionchange", () => { if (document.activeElement === field) count(); });

  if (data.editable) welcome(refused ?? saving.kept());
  count();
  if (!el("saved").textContent && data.stamp) say(`版${data.number}（${data.origin}・${data.author}）`);

  /** Bring back what this browser kept. */
  function welcome(kept) {
    if (typeof kept === "string") return typing.write(kept);
    if (!kept) return;
    if (!kept.follows) saving.behind(kept);
    typing.write(plain(kept.text));
    say("保存していない文章を、このブラウザーから戻しました。", false, true);
    if (saving.found) merging.tell({ ...saving.found, author: data.author });
  }

  /** Somebody else, or the chat, has saved something. */
  async function changed() {
    while (saving.going) await saving.going;
    if (saving.found || merging.open) return true;
    let newest;
    try { newest = await ask(address); } catch { return false; } // the next beat looks again
    while (saving.going) await saving.going; // stamps grow: what was saved meanwhile is no news, and newer than the answer
    if (saving.found || merging.open || newest.stamp < saving.stamp) return true;
    if (newest.stamp === saving.stamp) {
      around.take(newest);
      return true;
    }
    if (saving.dirty) {
      saving.found = { theirs: plain(newest.text), stamp: newest.stamp, author: newest.author };
      saving.keep();
      say("まだ保存していません（このブラウザーに残してあります）", true, true);
      merging.tell(saving.found);
      return true;
    }
    if (typing.composing) return false;
    Object.assign(saving, { stamp: newest.stamp, saved: plain(newest.text), running: newest.running && newest.author === data.name });
    typing.take(plain(newest.text));
    around.take(newest);
    say(`${newest.author === data.name ? "チャットか別の画面" : `${newest.author}さん`}が${newest.origin}を保存しました。新しい文章を表示しています。`, false, true);
    return true;
  }

  let warned = false;
  return {
    changed,
    leave: async () => {
      if (!data.editable || warned || (await saving.save(true))) return true;
      warned = true;
      setTimeout(() => { warned = false; }, 15_000);
      if (saving.found) merging.tell(saving.found);
      tell(LEAVE_ANYWAY);
      return false;
    },
    failed: () => around.failed(),
    close: () => { life.abort(); typing.close(); preview.close(); saving.close(); },
  };
}
