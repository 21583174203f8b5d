// The frame of a plan's pages. Links and forms change what stands beside the chat without loading the chat anew;
// without a script every link and form works by itself. A page's own module is mounted when the page comes in.
const columns = document.querySelector(".columns");
const chat = document.getElementById("chat");
const quote = document.getElementById("quote");
export const plan = Number(columns.dataset.plan);
export const person = Number(columns.dataset.person);
const MODULES = { board: "/static/board.js", section: "/static/section.js", versions: "/static/versions.js", redraft: "/static/redraft.js", measures: "/static/measures.js", facts: "/static/facts.js" };
const PULSE_MS = 15_000;
const CHAT_COMES_MS = 10_000;
const SIGNED_OUT = "ログインの期限が切れたため、まだ保存していません。書いたものはこの画面に残っています。別のタブでログインし直してから、もう一度押してください。";
let current = [];
let pulse = "";
let turn = 0;
let known = false; // the chat knows which plan is open
let unsaid = null;

const main = () => document.getElementById("main");

/** The answer of the server as JSON; a conflict as {conflict}. Throws an error that can be shown. */
export async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error("サーバーにつながりません。書いたものはこのブラウザーに残してあります。しばらくして、もう一度試してください。");
  }
  const body = await response.json().catch(() => ({}));
  if (response.status === 409) return { conflict: body };
  if (!response.ok) throw new Error(body.error || "サーバーで問題が起きました。もう一度試してください。");
  return body;
}

/** Send JSON. */
export const send = (path, body, method = "POST") =>
  ask(path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** Say something in the chat, as if the person had typed it; a chat that is still coming up hears it when it is there. */
function sayToChat(text) {
  view("chat");
  showChat(true);
  unsaid = text;
  if (known) return say();
  setTimeout(say, CHAT_COMES_MS);
}

function say() {
  if (unsaid !== null) chat.contentWindow?.postMessage(JSON.stringify({ plan, say: unsaid }), location.origin);
  unsaid = null;
}

/** Go to a page of this plan. */
export const go = (address) => visit(new URL(address, location.href), {}, true);

/** Load the page that is shown anew, with its place on the screen. */
async function refresh() {
  const top = document.getElementById("side").scrollTop;
  await visit(new URL(location.href), {}, false, true);
  document.getElementById("side").scrollTop = top;
}

async function mount() {
  const page = main();
  pulse = page.dataset.pulse;
  document.getElementById("moved").hidden = true;
  const mine = (turn += 1);
  current = [];
  const forms = await import("/static/forms.js");
  current.push(forms.mount(page));
  const own = MODULES[page.dataset.page];
  if (own) {
    const module = await import(own);
    if (mine === turn) current.push(await module.mount(page));
  }
  page.dataset.ready = ""; // from here on the page answers to everything it offers
}

/** Whether the page may be left: a module may save first, or ask. */
async function mayLeave() {
  for (const one of current) if (one?.leave && (await one.leave()) === false) return false;
  return true;
}

async function visit(url, options, push, quiet = false) {
  if (!quiet && !(await mayLeave())) return;
  const mine = (turn += 1);
  main().setAttribute("aria-busy", "true");
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    main().removeAttribute("aria-busy");
    for (const one of current) one?.failed?.();
    return tell("サーバーにつながりません。画面はそのままです。しばらくして、もう一度試してください。");
  }
  const html = await response.text();
  if (mine !== turn) return;
  const came = new URL(response.url);
  const next = new DOMParser().parseFromString(html, "text/html");
  const same = Number(next.querySelector(".columns")?.dataset.plan) === plan && next.getElementById("main");
  if (!same) {
    main().removeAttribute("aria-busy");
    if (options.method === "POST" && (came.pathname === "/login" || !response.ok)) for (const one of current) one?.failed?.();
    if (options.method === "POST" && came.pathname === "/login") return tell(SIGNED_OUT);
    if (response.redirected || response.ok) return location.assign(came);
    return tell(next.querySelector("main p")?.textContent ?? "この操作はできませんでした。もう一度試してください。");
  }
  for (const one of current) one?.close?.();
  main().replaceWith(document.adoptNode(next.getElementById("main")));
  document.getElementById("pages").replaceWith(document.adoptNode(next.getElementById("pages")));
  document.title = next.title;
  if (url.hash && !came.hash) came.hash = url.hash;
  if (push) history.pushState({}, "", came);
  quote.hidden = true;
  await mount();
  if (!quiet) place(came.hash);
}

/** Where the reader is after a change of page: at what the address names, at what went wrong, or at the top. */
function place(hash) {
  const side = document.getElementById("side");
  const wrong = main().querySelector(".problems");
  const named = hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  side.scrollTop = 0;
  if (wrong) return wrong.focus();
  named?.scrollIntoView({ block: "start" });
  document.getElementById("heading").focus({ preventScroll: true });
}

/** A word at the top of the page about something that could not be done. */
export function tell(text) {
  main().querySelector(":scope > .problems")?.remove();
  const box = document.createElement("div");
  box.className = "problems";
  box.setAttribute("role", "alert");
  box.tabIndex = -1;
  const words = document.createElement("p");
  words.textContent = text;
  box.append(words);
  main().querySelector("h1").after(box);
  box.focus();
}

const ours = (url) =>
  url.origin === location.origin && (url.pathname === `/plans/${plan}` || url.pathname.startsWith(`/plans/${plan}/`));

document.addEventListener("click", (event) => {
  const words = event.target.closest?.("[data-say]");
  if (words) {
    event.preventDefault();
    return sayToChat(words.dataset.say);
  }
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.target || link.dataset.native !== undefined || link.hasAttribute("download")) return;
  const url = new URL(link.href);
  const passage = url.origin === location.origin && url.pathname.match(/^\/passages\/(.+)$/);
  if (passage) {
    event.preventDefault();
    return openQuote(decodeURIComponent(passage[1]), url.search);
  }
  if (!ours(url) || /\.[a-z]+$/.test(url.pathname)) return;
  if (url.pathname === location.pathname && url.search === location.search && url.hash) return;
  event.preventDefault();
  visit(url, {}, true);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const url = new URL(event.submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href, location.href);
  if (event.defaultPrevented || form.dataset.native !== undefined || !ours(url)) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  if (form.method === "get") {
    url.search = new URLSearchParams(data);
    return visit(url, {}, true);
  }
  const files = form.enctype === "multipart/form-data";
  for (const one of current) one?.sent?.(form);
  visit(url, { method: "POST", body: files ? data : new URLSearchParams(data) }, true);
});

addEventListener("popstate", () => visit(new URL(location.href), {}, false));

// --- quotes -----------------------------------------------------------------------------------------------------------

let asked = 0;

/** Show a passage of the sources beside the chat; of two asked for in a row, the later, whichever comes first. */
async function openQuote(id, search = "") {
  const mine = ++asked;
  let shown;
  try {
    const response = await fetch(`/passages/${encodeURIComponent(id)}${search}${search ? "&" : "?"}panel=1`);
    if (!response.ok) throw new Error();
    shown = await response.text(); // made and escaped by the server
  } catch {
    shown = "<p>出典を開けませんでした。もう一度試してください。</p>";
  }
  if (mine !== asked) return;
  quote.innerHTML = shown;
  quote.hidden = false;
  view("plan");
  quote.querySelector("[data-quoted]")?.scrollIntoView({ block: "center" });
  document.getElementById("quote-close")?.focus();
}

quote.addEventListener("click", (event) => { if (event.target.closest("#quote-close")) quote.hidden = true; });
quote.addEventListener("keydown", (event) => { if (event.key === "Escape") quote.hidden = true; });

// --- the chat ----------------------------------------------------------------------------------------------------------

function view(name) {
  document.body.dataset.view = name;
  document.getElementById("show-plan").setAttribute("aria-pressed", String(name === "plan"));
  document.getElementById("show-chat").setAttribute("aria-pressed", String(name === "chat"));
}

const folder = document.getElementById("fold-chat");
function showChat(open) {
  document.body.classList.toggle("no-chat", !open);
  folder.setAttribute("aria-expanded", String(open));
  folder.textContent = open ? "チャットを隠す" : "チャットを出す";
  localStorage.setItem("kanmin-chat", open ? "open" : "folded");
}

function tellChat() {
  if (known) return;
  chat.contentWindow?.postMessage(JSON.stringify({ plan }), location.origin);
  setTimeout(tellChat, 700);
}

addEventListener("message", (event) => {
  if (event.origin !== location.origin || event.source !== chat.contentWindow) return;
  let told;
  try { told = typeof event.data === "string" ? JSON.parse(event.data) : event.data; } catch { return; }
  if (told?.kind === "plan-known") {
    known = told.plan === plan;
    if (known) say();
  }
  if (told?.kind === "citation") openQuote(told.id, told.search ?? "");
  if (told?.kind === "page") go(told.path).then(() => view("plan"));
  if (told?.kind === "changed") beat();
});
chat.addEventListener("load", () => { known = false; tellChat(); });
tellChat();

// --- what others do ----------------------------------------------------------------------------------------------------

/** Look whether anybody has saved something; a page that can take it in does so, others offer to be loaded anew. */
async function beat() {
  let found;
  try { found = (await ask(`/api/plans/${plan}/pulse`)).pulse; } catch { return; } // the next beat looks again
  if (!found || found === pulse) return;
  pulse = found;
  for (const one of current) if (one?.changed && (await one.changed())) return;
  document.getElementById("moved").hidden = false;
}

/** What this page has saved itself is no news. */
export async function caughtUp() {
  try { pulse = (await ask(`/api/plans/${plan}/pulse`)).pulse; } catch { return; } // the next beat looks again
}

setInterval(() => { if (!document.hidden) beat(); }, PULSE_MS);
document.addEventListener("visibilitychange", () => { if (!document.hidden) beat(); });
document.getElementById("show-moved").addEventListener("click", refresh);
document.getElementById("show-plan").addEventListener("click", () => view("plan"));
document.getElementById("show-chat").addEventListener("click", () => view("chat"));
folder.addEventListener("click", () => showChat(document.body.classList.contains("no-chat")));
if (localStorage.getItem("kanmin-chat") === "folded") showChat(false);
addEventListener("keydown", (event) => {
  // Enter that ends a conversion of kana is not Enter that sends a form.
  if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopPropagation();
}, true);
view("plan");
// Not awaited here: a page's module imports this one and would wait for it, as this one would for the page's module.
mount().then(() => { if (main().querySelector(".problems")) place(""); });
