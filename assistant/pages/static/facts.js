// The interview as a form: an answer is saved when its field is left, checked as in the chat, without touching the others.
// What the server does not have yet is kept in the browser.
import { bring } from "/static/forms.js";
import { caughtUp, person, plan } from "/static/shell.js";

const LIST = `/plans/${plan}/facts`;
const OFFLINE = "サーバーにつながりません。書いたものはこのブラウザーに残してあり、つながると保存します。";
const SIGNED_OUT = "ログインの期限が切れています。書いたものはこのブラウザーに残してあります。ログインし直してください。";
const AGAIN_MS = 10_000;
const draftName = (key) => `kanmin-fact-${plan}-${person}-${key}`;
let main;
const saving = new Map(); // answers on their way, by key
let again = 0;

const answers = () => [...main.querySelectorAll(".answer")];
const answerOf = (key) => document.getElementById(key);
const controls = (answer) => [...answer.querySelectorAll("input:not([type=hidden]), select, textarea")];
const entries = (answer) => [...answer.querySelectorAll("input, select, textarea")].filter((one) => one.name && !one.closest("noscript")).map((one) => [one.name, one.value]);
const words = (answer) => JSON.stringify(entries(answer).filter(([name]) => !name.startsWith("seen-")));
const isDirty = (answer) => answer.dataset.first !== undefined && words(answer) !== answer.dataset.first;
const isHeld = (answer) => isDirty(answer) || saving.has(answer.dataset.key) || answer.contains(document.activeElement);

function say(answer, text, bad = false) {
  const place = answer.querySelector(".saving");
  place.textContent = text;
  place.classList.toggle("open", bad);
}

function fault(answer, text) {
  const key = answer.dataset.key;
  const field = answer.querySelector(`#${CSS.escape(`value-${key}`)}`);
  answer.querySelector(".fault")?.remove();
  field.setAttribute("aria-describedby", text ? `why-${key} fault-${key}` : `why-${key}`);
  if (!text) return field.removeAttribute("aria-invalid");
  field.setAttribute("aria-invalid", "true");
  const place = document.createElement("p");
  place.className = "fault";
  place.id = `fault-${key}`;
  place.setAttribute("role", "alert");
  place.textContent = text;
  answer.querySelector(".controls").before(place);
}

// --- one answer ------------------------------------------------------------------------------------------------------

/** Save the answer, if it is another one than the server has; whether the server has it now. */
async function save(answer) {
  const key = answer.dataset.key;
  if (saving.has(key)) await saving.get(key);
  if (!answer.isConnected || !isDirty(answer)) return true;
  const work = send(answer, key).finally(() => saving.delete(key));
  saving.set(key, work);
  return work;
}

async function send(answer, key) {
  const sent = words(answer);
  say(answer, "保存しています…");
  let response;
  let body;
  try {
    response = await fetch(`/api${LIST}/${key}`, { method: "PUT", body: new URLSearchParams(entries(answer)) });
    body = await response.json();
  } catch {
    say(answer, OFFLINE, true);
    again ||= setTimeout(saveAll, AGAIN_MS);
    return false;
  }
  if (!response.ok) {
    if (response.status === 409) answer.querySelector(`[name="seen-${key}"]`).value = body.seen;
    say(answer, response.status === 401 ? SIGNED_OUT : "まだ保存していません", true);
    if (response.status !== 401) fault(answer, body.problem ?? body.error ?? "保存できませんでした。もう一度試してください。");
    return false;
  }
  answer.dataset.first = sent;
  if (body.seen) answer.querySelector(`[name="seen-${key}"]`).value = body.seen; // what is typed on goes on from what was saved
  fault(answer, "");
  if (!isDirty(answer)) localStorage.removeItem(draftName(key));
  say(answer, `保存しました${body.notice ? `。${body.notice}` : ""}`, Boolean(body.notice));
  return true;
}

/** Save all answers that the server does not have; whether it has them all now. */
async function saveAll() {
  clearTimeout(again);
  again = 0;
  let good = true;
  for (const answer of answers()) if (isDirty(answer)) good = (await save(answer)) && good;
  if (good) await takeIn().catch(() => {}); // the next beat looks again
  return good;
}

async function left(answer) {
  if (!isDirty(answer) || !(await save(answer))) return;
  await takeIn().catch(() => {}); // the next beat looks again
  await caughtUp();
}

// --- what the server has, beside what is being typed -------------------------------------------------------------------

/** Show what others and the chat have answered; an answer that is being typed stays as it is. */
async function takeIn() {
  const page = new DOMParser().parseFromString(await (await fetch(LIST)).text(), "text/html");
  if (!page.querySelector(".answers")) throw new Error();
  for (const place of main.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(place.id);
    if (!fresh) continue;
    const chosen = place.value;
    place.replaceChildren(...document.adoptNode(fresh).childNodes);
    if (place.tagName === "SELECT") place.value = chosen;
  }
  for (const list of main.querySelectorAll(".answers")) {
    const fresh = page.getElementById(list.id);
    if (!fresh) continue;
    const keys = new Set([...fresh.children].map((one) => one.id));
    let before = null;
    for (const answer of [...fresh.children]) {
      before = put(list, document.adoptNode(answer), before);
    }
    for (const one of [...list.children]) if (!keys.has(one.id) && !isHeld(one)) one.remove();
  }
  filter();
}

function put(list, fresh, before) {
  const here = [...list.children].find((one) => one.id === fresh.id);
  if (here && isHeld(here)) {
    if (!isDirty(here) && !saving.has(here.dataset.key)) renew(here, fresh);
    return here;
  }
  const said = here?.querySelector(".saving");
  if (here) here.replaceWith(fresh);
  else if (before) before.after(fresh);
  else list.prepend(fresh);
  enliven(fresh);
  if (said) say(fresh, said.textContent, said.classList.contains("open"));
  return fresh;
}

/** What stands around the controls, while the keyboard is in them. */
function renew(here, fresh) {
  for (const part of ["legend", ".beside .stated"]) {
    const [old, young] = [here.querySelector(part), fresh.querySelector(part)];
    if (old && young) old.replaceWith(young);
  }
  const seen = here.querySelector("[name^=seen-]");
  const said = fresh.querySelector("[name^=seen-]");
  if (JSON.stringify(entries(fresh).slice(1)) === JSON.stringify(entries(here).slice(1))) seen.value = said.value;
  else if (here.dataset.first === words(here) && saving.size === 0) adopt(here, fresh);
  here.dataset.open = fresh.dataset.open;
}

/** What another person answered comes into controls in which nothing was typed. */
function adopt(here, fresh) {
  const values = new Map(entries(fresh));
  const same = entries(here).every(([name]) => values.has(name)) && values.size === entries(here).length;
  if (!same) return;
  for (const [name, value] of values) here.querySelector(`[name="${CSS.escape(name)}"]`).value = value;
  here.dataset.first = words(here);
}

function filter() {
  const section = document.getElementById("only-section").value;
  const open = document.getElementById("only-open").checked;
  for (const one of answers()) {
    const wanted = !section || one.dataset.sections.split(" ").includes(section);
    one.hidden = !(wanted && (!open || one.dataset.open || one.querySelector(".fault") || isHeld(one)));
  }
  for (const form of main.querySelectorAll("form.group")) form.hidden = !form.querySelector(".answer:not([hidden])");
  const nothing = !main.querySelector("form.group:not([hidden])");
  document.getElementById("nothing-left").hidden = !nothing;
}

// --- controls ----------------------------------------------------------------------------------------------------------

function enliven(answer) {
  bring(answer);
  for (const one of answer.querySelectorAll("noscript")) one.remove();
  answer.dataset.first = words(answer);
}

function typedIn(event) {
  const answer = event.target.closest(".answer");
  if (!answer) return;
  const field = event.target;
  if (field.dataset.answer) {
    const state = document.getElementById(`state-${field.dataset.answer}`);
    if (state) state.value = field.value.trim() ? "answered" : "absent";
  }
  if (field.id.startsWith("state-") && !["answered", "absent"].includes(field.value)) emptied(answer);
  keep(answer);
}

/** Keep in the browser what the server does not have; what it has needs neither that nor a word on what was wrong. */
function keep(answer) {
  say(answer, "");
  if (isDirty(answer)) return localStorage.setItem(draftName(answer.dataset.key), JSON.stringify(entries(answer)));
  localStorage.removeItem(draftName(answer.dataset.key));
  fault(answer, "");
}

/** わからない and the like stand instead of a value. */
function emptied(answer) {
  for (const one of controls(answer)) if (/^(value|asof|earlier)-/.test(one.name)) one.value = "";
}

const rowNumber = (name) => Number(name.match(/^earlier-.*-(\d+)-value$/)?.[1] ?? -1);
const earlierRows = (box) => [...box.querySelectorAll("[name$=-value]")];

function addEarlier(box, value = "", asOf = "", at = 1 + Math.max(-1, ...earlierRows(box).map((one) => rowNumber(one.name)))) {
  const key = box.dataset.earlier;
  const row = document.createElement("div");
  row.className = "earlier-row";
  for (const [part, label, filled] of [["value", "以前の値", value], ["asof", "時点", asOf]]) {
    const cell = document.createElement("span");
    cell.className = "cell";
    const title = document.createElement("label");
    const input = document.createElement("input");
    input.id = title.htmlFor = input.name = `earlier-${key}-${at}-${part}`;
    input.maxLength = 100;
    input.value = filled;
    title.textContent = label;
    cell.append(title, input);
    row.append(cell);
  }
  const off = document.createElement("button");
  off.type = "button";
  off.className = "quiet little";
  off.dataset.earlierOff = "";
  off.textContent = "消す";
  row.append(off);
  box.querySelector("[data-earlier-add]").before(row);
  return row;
}

function clicked(event) {
  const add = event.target.closest("[data-earlier-add]");
  const off = event.target.closest("[data-earlier-off]");
  if (add) {
    const answer = add.closest(".answer");
    const [value, asOf] = current(answer);
    // The value that stands there becomes the earlier one, to make room for the new one.
    const moves = value.value && asOf.value && !isDirty(answer);
    const row = addEarlier(add.closest(".earlier"), moves ? value.value : "", moves ? asOf.value : "");
    if (moves) value.value = asOf.value = "";
    (moves ? value : row.querySelector("input")).focus();
    if (moves) {
      keep(answer);
      say(answer, "いまの値を「以前の値」に移しました。新しい値を書いてください");
    }
  }
  if (off) takeOut(off.closest(".earlier-row"));
}

const current = (answer) => ["value", "asof"].map((part) => answer.querySelector(`[name="${part}-${answer.dataset.key}"]`));

/** Take out an earlier value; one that was only moved there to make room goes back to its place. */
function takeOut(row) {
  const answer = row.closest(".answer");
  const now = current(answer);
  const gone = [...row.querySelectorAll("input")].map((one) => one.value);
  const first = new Map(JSON.parse(answer.dataset.first));
  const back = gone[0] && now.every((one, at) => !one.value && gone[at] === first.get(one.name));
  answer.querySelector("[data-earlier-add]").focus(); // a button that goes with the keyboard in it leaves the field, which saves
  if (back) now.forEach((one, at) => { one.value = gone[at]; });
  row.remove();
  (back ? now[0] : answer).dispatchEvent(new Event("input", { bubbles: true }));
  if (back) say(answer, "「以前の値」をいまの値に戻しました");
}

function keyed(event) {
  if (event.isComposing || event.keyCode === 229) return;
  const answer = event.target.closest(".answer");
  if (event.key === "Enter" && answer && event.target.tagName === "INPUT") {
    event.preventDefault();
    const next = answers().filter((one) => !one.hidden);
    const following = next[next.indexOf(answer) + 1];
    (following ? controls(following)[0] : event.target).focus();
    if (!following) left(answer);
  }
  if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    saveAll();
  }
}

async function submitted(event) {
  if (!event.target.matches("form.group, form.interview-filter")) return;
  event.preventDefault();
  if (!event.target.matches("form.group")) return;
  const own = [...event.target.querySelectorAll(".answer")];
  const good = await saveAll();
  const wrong = own.find((one) => one.querySelector(".fault"));
  const button = event.target.querySelector(".group-save");
  if (wrong) return controls(wrong)[0].focus();
  button.textContent = good ? "保存しました" : "まだ保存できていない項目があります";
  setTimeout(() => { button.textContent = button.dataset.words; }, 4000);
}

function restoreDrafts() {
  for (const answer of answers()) {
    const kept = localStorage.getItem(draftName(answer.dataset.key));
    if (!kept) continue;
    const values = new Map(JSON.parse(kept));
    const box = answer.querySelector(".earlier");
    if (box) for (const one of earlierRows(box)) if (!values.has(one.name)) one.closest(".earlier-row").remove();
    for (const name of values.keys()) {
      if (rowNumber(name) >= 0 && !answer.querySelector(`[name="${CSS.escape(name)}"]`)) addEarlier(box, "", "", rowNumber(name));
    }
    for (const one of answer.querySelectorAll("[name]")) if (values.has(one.name)) one.value = values.get(one.name);
    if (!isDirty(answer)) localStorage.removeItem(draftName(answer.dataset.key));
    else say(answer, "このブラウザーに残っていた書きかけを戻しました。まだ保存していません", true);
  }
}

const retry = () => { if (answers().some(isDirty)) saveAll(); };

/** Bring the interview to life. */
export function mount(page) {
  main = page;
  for (const answer of answers()) enliven(answer);
  for (const button of page.querySelectorAll(".group-save")) button.dataset.words = button.textContent;
  const none = document.createElement("p");
  none.id = "nothing-left";
  none.className = "hint";
  none.textContent = "いまの絞り込みに当たる項目はありません。";
  page.querySelector(".interview-nav").after(none);
  restoreDrafts();
  filter();
  page.addEventListener("input", typedIn);
  page.addEventListener("change", typedIn);
  page.addEventListener("click", clicked);
  page.addEventListener("keydown", keyed);
  page.addEventListener("submit", submitted);
  page.querySelector(".interview-filter").addEventListener("change", filter);
  page.addEventListener("focusout", (event) => {
    const answer = event.target.closest(".answer");
    if (answer && !answer.contains(event.relatedTarget)) left(answer);
  });
  page.addEventListener("change", (event) => {
    const answer = event.target.closest(".answer");
    if (answer && event.target.tagName === "SELECT") left(answer);
  });
  addEventListener("online", retry);
  const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named?.matches?.(".answer") && !named.hidden) controls(named)[0]?.focus({ preventScroll: true });
  return {
    changed: async () => {
      try {
        await takeIn();
        return true;
      } catch {
        return false; // the next beat looks again
      }
    },
    leave: async () => {
      await saveAll(); // what cannot be saved stays in the browser
      return true;
    },
    close: () => {
      clearTimeout(again);
      removeEventListener("online", retry);
    },
  };
}
