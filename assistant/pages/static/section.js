// The section editor. Text is kept in the browser until the server has it.
import { ask, caughtUp, plan } from "/static/shell.js";

const el = (id) => document.getElementById(id);
const state = { section: 1, version: null, saved: "" };

const keptKey = () => `kanmin-unsaved-${plan}-${state.section}`;

function say(text, bad = false) {
  el("saved").textContent = text;
  el("saved").style.color = bad ? "var(--bad)" : "";
}

function count() {
  el("count").textContent = `${[...el("text").value.replace(/\s/g, "")].length.toLocaleString("ja-JP")}字`;
  const dirty = el("text").value !== state.saved;
  el("save").disabled = !dirty;
  if (dirty) localStorage.setItem(keptKey(), JSON.stringify({ text: el("text").value, basedOn: state.version }));
  else localStorage.removeItem(keptKey());
}

function show(newest) {
  state.version = newest ? newest.stamp : null;
  state.saved = newest ? newest.text : "";
  el("text").value = state.saved;
  el("empty").hidden = Boolean(newest);
  el("open-items").replaceChildren(...(newest?.open_items ?? []).map((text) => item(`要確認：${text}`)));
  for (const [id, ending] of [["markdown", "md"], ["docx", "docx"]]) {
    el(id).hidden = !newest;
    el(id).href = `/plans/${plan}/sections/${state.section}.${ending}`;
  }
  say(newest ? `版${newest.number}（${newest.origin}・${newest.author}）` : "");
}

function showStale(labels) {
  el("stale-text").textContent = `下書きの後に変わった答え：${labels.join("、")}`;
  el("stale").hidden = !labels.length;
}

function item(text) {
  const li = document.createElement("li");
  li.textContent = text;
  return li;
}

async function load() {
  try {
    const { newest, stale, versions } = await ask(`/api/plans/${plan}/sections/${state.section}`);
    show(newest);
    showStale(stale);
    el("versions").replaceChildren(...versions.map(versionLine));
    const kept = JSON.parse(localStorage.getItem(keptKey()) ?? "null");
    if (kept && kept.text !== state.saved) {
      el("text").value = kept.text;
      state.version = kept.basedOn;
      say("保存していない文章を、このブラウザーから戻しました。確かめて保存してください。");
    }
    count();
  } catch (error) {
    say(error.message, true);
  }
}

function versionLine(version) {
  const li = item(`版${version.number}　${version.origin}　${version.author}　${new Date(version.at).toLocaleString("ja-JP")} `);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "この文章を編集欄に写す";
  button.addEventListener("click", async () => {
    const old = await ask(`/api/plans/${plan}/sections/${state.section}/versions/${version.number}`);
    el("text").value = old.text;
    say(`版${version.number}の文章を写しました。保存すると新しい版になります。`);
    count();
  });
  li.append(button);
  return li;
}

async function save() {
  const text = el("text").value;
  el("save").disabled = true;
  say("保存しています…");
  try {
    const answer = await ask(`/api/plans/${plan}/sections/${state.section}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text, based_on: state.version }),
    });
    if (answer.conflict) return showConflict(answer.conflict);
    el("conflict").hidden = true;
    const typedOn = el("text").value;
    localStorage.removeItem(keptKey());
    await load();
    if (typedOn !== text) { el("text").value = typedOn; count(); }
    say(`保存しました（版${answer.number}）`);
    await caughtUp();
  } catch (error) {
    say(error.message, true);
    el("save").disabled = false;
  }
}

function showConflict(conflict) {
  say("保存できませんでした（先に保存した人がいます）", true);
  const box = el("conflict");
  const words = document.createElement("p");
  words.textContent = conflict.error;
  const theirs = document.createElement("textarea");
  theirs.readOnly = true;
  theirs.value = conflict.theirs;
  theirs.setAttribute("aria-label", `${conflict.author}さんの文章（版${conflict.version}）`);
  const keep = document.createElement("button");
  keep.type = "button";
  keep.textContent = "見比べたので、編集欄の文章を新しい版として保存する";
  keep.addEventListener("click", () => { state.version = conflict.stamp; box.hidden = true; save(); });
  box.replaceChildren(words, theirs, keep);
  box.hidden = false;
  el("save").disabled = false;
}

/** Bring the editor to life. */
export async function mount(page) {
  state.section = Number(page.querySelector("#editor").dataset.section);
  el("text").addEventListener("input", count);
  el("save").addEventListener("click", save);
  page.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s" && !event.isComposing) { event.preventDefault(); if (!el("save").disabled) save(); }
  });
  await load();
  return { changed: async () => { if (el("text").value !== state.saved) return false; await load(); return true; } };
}
