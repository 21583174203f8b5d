// Measures as cards: each is opened, saved, moved and taken out by itself, while the others stay as they are.
// What is typed is kept in the browser until the server has it.
import { addRow, bring } from "/static/forms.js";
import { caughtUp, person, plan } from "/static/shell.js";

const LIST = `/plans/${plan}/measures`;
const OWN = "own";
const draftName = (key) => `kanmin-measure-${plan}-${person}-${key}`;
const OFFLINE = "サーバーにつながりません。書いたものはこのブラウザーに残してあります。しばらくして、もう一度保存してください。";
const SIGNED_OUT = "ログインの期限が切れています。書いたものはこのブラウザーに残してあります。ログインし直してから、もう一度保存してください。";
let main;
let pillar = "";

const editorOf = (key) => (key === OWN ? document.getElementById("own-place") : document.getElementById(`measure-${key}`)?.querySelector(".card-edit"));
const isOpen = (card) => Boolean(card.querySelector(".card-edit:not([hidden])"));

/** A page of the server as a document; an error that can be shown where it did not come. */
async function load(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch {
    throw new Error(OFFLINE);
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (new URL(response.url).pathname === "/login") throw new Error(SIGNED_OUT);
  return page;
}

const refusal = (page) => page.querySelector("main p, .problems p")?.textContent.trim() || "この操作はできませんでした。もう一度試してください。";

// --- what the server has, beside what is being typed -------------------------------------------------------------------

/** Show the lists as they are on the page that came; a card that is being written stays as it is. */
function takeIn(page) {
  const focused = whereFocusIs();
  const unfolded = [...main.querySelectorAll("details[data-fold][open]")].map((one) => one.dataset.fold);
  const others = main.querySelector("details.others")?.open;
  for (const part of main.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id);
    if (!fresh) continue;
    if (part.id === "chosen-list" && [...part.querySelectorAll(".measure")].some(isOpen)) mergeCards(part, fresh);
    else part.replaceChildren(...document.adoptNode(fresh).childNodes);
    bring(part);
  }
  for (const key of unfolded) main.querySelector(`details[data-fold="${CSS.escape(key)}"]`)?.setAttribute("open", "");
  if (others) main.querySelector("details.others")?.setAttribute("open", "");
  filter(pillar);
  focusOn(focused);
}

/** What the keyboard is on, in words that hold when its surroundings are shown anew. */
function whereFocusIs() {
  const one = document.activeElement;
  const box = one?.closest("[data-live] [id]");
  return box && { box: box.id, at: [...box.querySelectorAll("a, button, input, summary")].indexOf(one), one };
}

function focusOn(place) {
  if (!place || place.one.isConnected) return;
  const box = document.getElementById(place.box);
  (box?.querySelectorAll("a, button, input, summary")[place.at] ?? box)?.focus({ preventScroll: true });
}

function mergeCards(list, fresh) {
  const came = new Set();
  for (const card of fresh.querySelectorAll(".measure")) {
    came.add(card.id);
    const here = document.getElementById(card.id);
    if (here?.matches(".measure")) {
      if (!isOpen(here)) here.replaceWith(document.adoptNode(card));
      continue;
    }
    const group = card.closest("[data-group]").dataset.group;
    const place = [...list.querySelectorAll("[data-group]")].find((one) => one.dataset.group === group);
    (place ?? list.querySelector("[data-group]:last-of-type")).append(document.adoptNode(card));
  }
  for (const card of list.querySelectorAll(".measure")) if (!came.has(card.id) && !isOpen(card)) card.remove();
}

function filter(chosen) {
  pillar = chosen;
  for (const one of main.querySelectorAll(".offer")) one.hidden = Boolean(chosen) && one.dataset.of !== chosen;
  for (const link of main.querySelectorAll("[data-pillar]")) {
    if (link.dataset.pillar === chosen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

const SHOWN_MS = 8_000;
let fading;

/** A word at the foot of the page about what was done, with what takes it back. */
function say(text, undo) {
  const box = document.getElementById("said") ?? document.createElement("div");
  box.id = "said";
  box.className = "said";
  box.setAttribute("role", "status");
  main.append(box);
  const words = document.createElement("span");
  words.textContent = text;
  const off = document.createElement("button");
  off.type = "button";
  off.className = "quiet little";
  off.textContent = "閉じる";
  off.addEventListener("click", () => box.remove());
  box.replaceChildren(words, ...(undo ? [undo] : []), off);
  clearTimeout(fading);
  if (!undo) fading = setTimeout(() => box.remove(), SHOWN_MS);
}

const told = (page) => page.querySelector("main > .notice[role=status]")?.textContent ?? "";

// --- one card --------------------------------------------------------------------------------------------------------

async function open(key, draft) {
  const place = editorOf(key);
  if (!place) return;
  if (!place.querySelector("form")) {
    const page = await load(`${LIST}/form?card=1${key === OWN ? "" : `&key=${encodeURIComponent(key)}`}`);
    if (!page.querySelector(".measure-form")) return say(refusal(page));
    show(place, page);
  }
  if (draft) restore(place.querySelector("form"), draft);
  if (!draft) place.querySelector("input:not([type=hidden])").focus();
}

function show(place, page) {
  place.replaceChildren(document.adoptNode(page.querySelector(".measure-form")));
  place.hidden = false;
  place.closest(".measure")?.classList.add("open-card");
  bring(place);
}

function close(key) {
  localStorage.removeItem(draftName(key));
  const place = editorOf(key);
  if (!place) return;
  place.replaceChildren();
  place.hidden = true;
  place.closest(".measure")?.classList.remove("open-card");
}

const keyOf = (form) => form.querySelector("[name=key]").value || OWN;
const state = (form, text, bad = false) => {
  const place = form.querySelector("[data-state]");
  place.textContent = text;
  place.classList.toggle("fault", bad);
};

function keep(form) {
  localStorage.setItem(draftName(keyOf(form)), JSON.stringify([...new FormData(form)]));
  state(form, "まだ保存していません");
}

function restore(form, entries) {
  const rows = Math.max(0, ...entries.map(([name]) => Number(name.match(/^kpi-(\d+)-/)?.[1] ?? -1) + 1));
  while (form.querySelectorAll("[data-row=kpi]").length < rows) addRow(form, "kpi");
  const issues = entries.filter(([name]) => name === "issue").map(([, value]) => value);
  for (const box of form.querySelectorAll("[name=issue]")) box.checked = issues.includes(box.value);
  for (const [name, value] of entries) {
    const field = name === "issue" || name === "key" ? null : form.elements.namedItem(name);
    if (field) field.value = value;
  }
  state(form, "このブラウザーに残っていた書きかけを戻しました。まだ保存していません");
}

async function save(form) {
  const key = keyOf(form);
  const place = editorOf(key);
  const button = form.querySelector("[type=submit]");
  const sent = new URLSearchParams(new FormData(form));
  const focused = document.activeElement;
  button.disabled = form.inert = true; // what would be typed on its way would not come along
  state(form, "保存しています…");
  try {
    const page = await load(form.action, { method: "POST", body: sent });
    if (page.getElementById("chosen-list")) return saved(key, page);
    if (!page.querySelector(".measure-form")) return state(form, refusal(page), true);
    show(place, page);
    keep(place.querySelector("form"));
    place.querySelector(".problems")?.focus();
  } catch (error) {
    state(form, error.message, true);
  } finally {
    button.disabled = form.inert = false;
    if (document.activeElement === document.body) focused.focus({ preventScroll: true });
  }
}

function saved(key, page) {
  const before = new Set([...main.querySelectorAll(".measure")].map((one) => one.id));
  close(key);
  takeIn(page);
  const card = key === OWN ? [...main.querySelectorAll(".measure")].find((one) => !before.has(one.id)) : document.getElementById(`measure-${key}`);
  say(told(page));
  card?.focus();
  card?.scrollIntoView({ block: "nearest" });
  caughtUp();
}

// --- decisions ---------------------------------------------------------------------------------------------------------

async function act(form, button) {
  const data = new FormData(form);
  if (button?.name) data.set(button.name, button.value);
  const key = data.get("key");
  const beside = form.closest(".offer")?.nextElementSibling?.id;
  try {
    const page = await load(form.action, { method: "POST", body: new URLSearchParams(data) });
    if (!page.getElementById("chosen-list")) return say(refusal(page));
    const faults = page.querySelector("main > .problems");
    takeIn(page);
    if (faults) return say(faults.textContent.trim());
    const undo = document.querySelector("#undo form");
    say(told(page), undo);
    place(data.get("way"), key, beside, undo);
    caughtUp();
  } catch (error) {
    say(error.message);
  }
}

/** Where the keyboard goes on after a decision. */
function place(way, key, beside, undo) {
  const card = key && document.getElementById(`measure-${key}`);
  const button = way && card?.querySelector(`[name=way][value=${way}]:not(:disabled)`);
  const next = beside && document.getElementById(beside)?.querySelector("button");
  const found = button || card || next || undo?.querySelector("button");
  found?.focus({ preventScroll: !way });
  if (way) card?.scrollIntoView({ block: "nearest" });
}

// --- the page ------------------------------------------------------------------------------------------------------------

function clicked(event) {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const edit = event.target.closest("[data-edit], #add-own");
  if (edit) {
    event.preventDefault();
    open(edit.dataset.edit ?? OWN).catch((error) => say(error.message));
  }
  const chosen = event.target.closest("[data-pillar]");
  if (chosen) {
    event.preventDefault();
    filter(chosen.dataset.pillar);
  }
  const off = event.target.closest("[data-close]");
  if (off) {
    const key = keyOf(off.form);
    if (localStorage.getItem(draftName(key)) && !confirm("書いた内容を保存せずに閉じますか。")) return;
    close(key);
    (document.querySelector(`[data-edit="${CSS.escape(key)}"]`) ?? document.getElementById("add-own")).focus();
  }
}

function submitted(event) {
  event.preventDefault();
  if (event.target.closest(".measure-form")) save(event.target);
  else act(event.target, event.submitter);
}

/** Bring the cards to life. */
export async function mount(page) {
  main = page;
  pillar = new URLSearchParams(location.search).get("pillar") ?? "";
  page.addEventListener("click", clicked);
  page.addEventListener("submit", submitted);
  page.addEventListener("input", (event) => {
    const form = event.target.closest(".measure-form form");
    if (form) keep(form);
  });
  page.addEventListener("keydown", (event) => {
    const form = event.target.closest(".measure-form form");
    if (!form || event.isComposing || event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save(form);
  });
  const undo = page.querySelector("#undo form");
  if (undo) say(page.querySelector(":scope > .notice[role=status]")?.textContent ?? "", undo);
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith(draftName("")))) {
    const key = name.slice(draftName("").length);
    await open(key, JSON.parse(localStorage.getItem(name))).catch((error) => say(error.message));
  }
  return {
    changed: async () => {
      try {
        const came = await load(LIST);
        if (!came.getElementById("chosen-list")) return false;
        takeIn(came);
        return true;
      } catch {
        return false; // the next beat looks again
      }
    },
  };
}
