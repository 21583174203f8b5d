// Runs inside the chat's frame: ties the chat to the plan's page around it, and names what Chainlit leaves unnamed.
const outer = window.parent !== window ? window.parent : null;
const planBeside = () => {
  try { return outer?.document.querySelector(".columns[data-plan]")?.dataset.plan ?? null; } catch { return null; }
};

// The sign-in page is ours, and belongs to the whole window.
if (/\/login\/?$/.test(location.pathname)) (outer ?? window).location.assign("/login");

// --- links to passages and pages open in the page around the chat ------------------------------------------------------

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || !outer || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const url = new URL(link.href, location.href);
  if (url.origin !== location.origin) return;
  const passage = url.pathname.match(/^\/passages\/(.+)$/);
  const page = /^\/plans\/\d+(\/[^.]*)?$/.test(url.pathname);
  const list = url.pathname === "/";
  if (!passage && !page && !list) return;
  event.preventDefault();
  event.stopPropagation();
  if (list) return outer.location.assign("/");
  const message = passage
    ? { kind: "citation", id: decodeURIComponent(passage[1]), search: url.search }
    : { kind: "page", path: url.pathname + url.search + url.hash };
  outer.postMessage(JSON.stringify(message), location.origin);
}, true);

// --- which plan ---------------------------------------------------------------------------------------------------------

const shown = document.createElement("p");
shown.id = "kanmin-plan";

addEventListener.call(outer ?? window, "message", (event) => {
  if (event.origin !== location.origin || (outer && event.source !== window)) return;
  let told;
  try { told = typeof event.data === "string" ? JSON.parse(event.data) : event.data; } catch { return; }
  if (told?.kind === "plan-known" && told.name) {
    shown.textContent = `計画：${told.name}`;
    shown.title = told.name;
  }
  if (told?.kind === "plan-wanted" && planBeside()) {
    window.postMessage(JSON.stringify({ plan: Number(planBeside()) }), location.origin);
  }
});

// The list of threads is that of the plan beside the chat.
const withPlan = (init) => {
  const plan = planBeside();
  return plan ? { ...init, headers: { ...init?.headers, "X-Kanmin-Plan": plan } } : init;
};

// A thread that is opened connects twice: without its number, and with it. Each asks for its cookie first, and whichever
// is answered last stays. Were that the one without a number, the chat would wait for its thread for ever: so the earlier
// never hears of its answer once there is a later one.
let newest = 0;
const onlyNewest = async (answer) => {
  const mine = ++newest;
  await answer.catch(() => null);
  return mine === newest ? answer : new Promise(() => {});
};

const plain = window.fetch;
window.fetch = (input, init) => {
  if (typeof input !== "string") return plain(input, init);
  if (input.includes("/project/threads")) return plain(input, withPlan(init));
  return input.endsWith("/set-session-cookie") ? onlyNewest(plain(input, init)) : plain(input, init);
};

// --- typing -------------------------------------------------------------------------------------------------------------

addEventListener("keydown", (event) => {
  // Enter that ends a conversion of kana is not Enter that sends.
  if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopImmediatePropagation();
}, true);

// The chat asks for the keyboard when it comes in; from somebody who is at work beside it, it takes none.
const focus = HTMLElement.prototype.focus;
const atWorkBeside = () => {
  try {
    const place = outer?.document.activeElement;
    return Boolean(place) && place !== outer.document.body && place !== window.frameElement;
  } catch { return false; }
};
HTMLElement.prototype.focus = function (options) {
  if (!atWorkBeside()) focus.call(this, options);
};

// --- names for screen readers -------------------------------------------------------------------------------------------

const NAMES = {
  "#new-chat-button": "新しいチャット",
  "#sidebar-trigger-button": "会話の一覧",
  "#search-chats-button": "会話を探す",
  "#chat-submit": "送信",
  "#stop-button": "止める",
  "#chat-input": "メッセージ",
  "#thread-options": "この会話の操作",
};

// A thread that is opened again shows its newest message, unless the person has begun to read.
const OPENING_MS = 4_000;
let opened = 0;
let reading = false;
for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(kind, () => { reading = true; }, { passive: true });

function showNewest(scroller) {
  opened ||= performance.now();
  if (!reading && performance.now() - opened < OPENING_MS) scroller.scrollTop = scroller.scrollHeight;
}

function nameThings() {
  for (const [selector, name] of Object.entries(NAMES)) {
    for (const found of document.querySelectorAll(`${selector}:not([aria-label])`)) found.setAttribute("aria-label", name);
  }
  for (const found of document.querySelectorAll("button:has(> .lucide-copy):not([aria-label])")) found.setAttribute("aria-label", "コピー");
  for (const found of document.querySelectorAll("button:has(> .lucide-arrow-down):not([aria-label])")) found.setAttribute("aria-label", "いちばん下へ");
  for (const found of document.querySelectorAll(".ai-message img[alt^='Avatar']")) found.alt = "";
  const scroller = document.querySelector("[data-step-type]")?.closest(".overflow-y-auto");
  if (scroller && !scroller.hasAttribute("tabindex")) {
    scroller.tabIndex = 0;
    scroller.setAttribute("role", "log");
    scroller.setAttribute("aria-label", "会話");
  }
  if (scroller) showNewest(scroller);
  if (!shown.isConnected && document.getElementById("header")) document.body.append(shown);
}

document.documentElement.classList.toggle("no-clipboard", !window.isSecureContext);
new MutationObserver(nameThings).observe(document.documentElement, { childList: true, subtree: true });
nameThings();
