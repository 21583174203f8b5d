// The plan's page: section editor, versions, quotes. Text is kept in the browser until the server has it.
const root = document.querySelector(".columns");
const plan = Number(root.dataset.plan);
const chat = document.getElementById("chat");
const el = (id) => document.getElementById(id);
const state = { section: 1, version: null, saved: "" };

const keptKey = () => `kanmin-unsaved-${plan}-${state.section}`;

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error("サーバーにつながりません。文章はこのブラウザーに残してあります。しばらくして保存し直してください。");
  }
  const body = await response.json().catch(() => ({}));
  if (response.status === 409) return { conflict: body };
  if (!response.ok) throw new Error(body.error || "サーバーで問題が起きました。もう一度試してください。");
  return body;
}

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
  state.version = newest ? newest.number : null;
  state.saved = newest ? newest.text : "";
  el("text").value = state.saved;
  el("empty").hidden = Boolean(newest);
  el("open-items").replaceChildren(...(newest?.open_items ?? []).map((text) => item(`要確認：${text}`)));
  for (const [id, ending] of [["markdown", "md"], ["docx", "docx"]]) {
    el(id).hidden = !newest;
    el(id).href = `/plans/${plan}/sections/${state.section}.${ending}`;
  }
  const button = document.querySelector(`[data-section="${state.section}"]`);
  const open = newest?.open_items.length ?? 0;
  button.querySelector("[data-open]").textContent = `要確認 ${open}`;
  button.querySelector("[data-open]").hidden = !open;
  const heading = state.saved.match(/^\d\. (.+)/);
  if (heading) button.querySelector(".name").textContent = heading[1];
  el("section-title").textContent = `第${state.section}章 ${button.querySelector(".name").textContent}`;
  if (newest) button.querySelector(".state").textContent = newest.origin === "編集" ? "編集済" : newest.origin;
  say(newest ? `版${newest.number}（${newest.origin}・${newest.author}）` : "");
}

function showStale(labels) {
  el("stale-text").textContent = `下書きの後に変わった答え：${labels.join("、")}`;
  el("stale").hidden = !labels.length;
  document.querySelector(`[data-section="${state.section}"] [data-stale]`).hidden = !labels.length;
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
  keep.addEventListener("click", () => { state.version = conflict.version; box.hidden = true; save(); });
  box.replaceChildren(words, theirs, keep);
  box.hidden = false;
  el("save").disabled = false;
}

async function openQuote(id) {
  const panel = el("quote");
  try {
    const found = await ask(`/api/passages/${encodeURIComponent(id)}`);
    el("quote-label").textContent = found.label;
    el("quote-title").textContent = found.title;
    el("quote-text").textContent = found.text;
    el("quote-notes").replaceChildren(...found.notes.map((n) => item(`${n.text}（${n.as_of}、${n.confidence}）`)));
  } catch (error) {
    el("quote-label").textContent = "出典を開けませんでした";
    el("quote-text").textContent = error.message;
  }
  panel.hidden = false;
  view("plan");
  panel.scrollIntoView({ block: "end" });
  el("quote-close").focus();
}

async function openSection(number) {
  state.section = number;
  for (const button of document.querySelectorAll(".section")) {
    button.setAttribute("aria-current", String(Number(button.dataset.section) === number));
  }
  await load();
  const { facts } = await ask(`/api/plans/${plan}/facts`);
  el("facts").replaceChildren(...(facts.length ? facts : ["まだありません"]).map(item));
}

function view(name) {
  document.body.dataset.view = name;
  el("show-plan").setAttribute("aria-pressed", String(name === "plan"));
  el("show-chat").setAttribute("aria-pressed", String(name === "chat"));
}

let known = false;
function tellChat() {
  if (known) return;
  chat.contentWindow?.postMessage(JSON.stringify({ plan }), location.origin);
  setTimeout(tellChat, 700);
}

addEventListener("message", (event) => {
  if (event.origin !== location.origin || event.source !== chat.contentWindow) return;
  let told;
  try { told = typeof event.data === "string" ? JSON.parse(event.data) : event.data; } catch { return; }
  if (told?.kind === "plan-known") known = true;
  if (told?.kind === "citation") openQuote(told.id);
  if (told?.kind === "section") openSection(told.number).then(() => { if (!el("text").matches(":focus")) view("plan"); });
});
chat.addEventListener("load", () => { known = false; tellChat(); });
el("text").addEventListener("input", count);
el("save").addEventListener("click", save);
el("quote-close").addEventListener("click", () => { el("quote").hidden = true; });
el("show-plan").addEventListener("click", () => view("plan"));
el("show-chat").addEventListener("click", () => view("chat"));
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s" && !event.isComposing) { event.preventDefault(); if (!el("save").disabled) save(); }
});
for (const button of document.querySelectorAll(".section:not([disabled])")) {
  button.addEventListener("click", () => openSection(Number(button.dataset.section)));
}
load();
