// The board: what others save comes in by itself, and a step of the schedule changes without loading the page anew.
// Only regions that differ are replaced; where somebody is typing, nothing is.
import { caughtUp, tell } from "/static/shell.js";

const CHANGE = ".change-row details";
const UNREACHED = "サーバーにつながりません。画面はそのままです。しばらくして、もう一度試してください。";

const REFUSED = "この操作はできませんでした。画面を読み込み直して、もう一度試してください。";

/** What a page that refuses something says. */
function wordsOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return (page.querySelector("#main > .problems") ?? page.querySelector("main p"))?.textContent.trim();
}

/** Bring the board to life. */
export function mount(main) {
  const regions = () => [...main.querySelectorAll("[data-live]")];
  const typedIn = (region) =>
    [...region.querySelectorAll("input:not([type=hidden])")].some(
      (input) => input.value !== input.defaultValue || input.hasAttribute("aria-invalid"),
    );

  /** Put the regions of a page that came in the place of those shown; whether all of them could be. */
  function take(html) {
    const came = new DOMParser().parseFromString(html, "text/html");
    const next = came.getElementById("main");
    if (!next?.querySelector("[data-live]")) return null;
    let all = true;
    for (const region of regions()) {
      const fresh = next.querySelector(`#${region.id}`);
      if (!fresh || fresh.innerHTML === region.dataset.shown) continue;
      if (typedIn(region)) { all = false; continue; }
      const focused = region.contains(document.activeElement) ? document.activeElement : null;
      const back = focused && place(region, focused);
      const open = new Set([...region.querySelectorAll("details[open][id]")].map((one) => one.id));
      const served = fresh.innerHTML;
      region.replaceChildren(...fresh.childNodes);
      region.dataset.shown = served;
      for (const one of region.querySelectorAll("details[id]")) if (open.has(one.id)) one.open = true;
      back?.(region)?.focus({ preventScroll: true });
    }
    main.dataset.pulse = next.dataset.pulse;
    return { all };
  }

  /** How to find an element again in a region that was replaced: by its id, or by its place among those that take focus. */
  function place(region, element) {
    const focusable = "a[href], button, input, summary, select";
    const row = element.closest("tr[id], li, details[id]");
    const words = element.textContent.trim();
    return (fresh) =>
      (element.id && fresh.querySelector(`#${CSS.escape(element.id)}`)) ||
      [...fresh.querySelectorAll(focusable)].find((one) => words && one.textContent.trim() === words) ||
      (row?.id && fresh.querySelector(`#${CSS.escape(row.id)}`)?.querySelector(focusable)) ||
      null;
  }

  for (const region of regions()) region.dataset.shown = region.innerHTML;

  async function onSubmit(event) {
    const form = event.target.closest("form[data-step]");
    if (!form) return;
    event.preventDefault();
    const data = new URLSearchParams(new FormData(form, event.submitter));
    let response, html;
    try {
      response = await fetch(form.action, { method: "POST", body: data });
      html = await response.text();
    } catch {
      return tell(UNREACHED);
    }
    if (!response.ok) return faults(form, html) || tell(wordsOf(html) || REFUSED);
    for (const input of form.querySelectorAll("input")) {
      input.defaultValue = input.value; // they are on their way
      input.removeAttribute("aria-invalid");
    }
    const closes = form.closest("details[id]");
    const came = take(html);
    if (!came) return location.reload(); // it led elsewhere: to the sign-in page
    const again = closes && document.getElementById(closes.id);
    if (again) {
      again.open = false;
      again.querySelector("summary").focus({ preventScroll: true });
    }
    await caughtUp();
  }

  /** What is wrong, at its field; whether the page that came says so of a field of this form. */
  function faults(form, html) {
    const fresh = form.id && new DOMParser().parseFromString(html, "text/html").getElementById(form.id);
    if (!fresh?.querySelector("[aria-invalid]")) return false;
    form.replaceChildren(...document.adoptNode(fresh).childNodes);
    form.querySelector("[aria-invalid]").focus();
    return true;
  }

  main.addEventListener("submit", onSubmit);
  main.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest(`${CHANGE}[open]`);
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  main.addEventListener("toggle", (event) => {
    if (!event.target.matches(`${CHANGE}[open]`)) return;
    for (const other of main.querySelectorAll(`${CHANGE}[open]`)) if (other !== event.target) other.open = false;
  }, true);

  return {
    async changed() {
      let html;
      try {
        const response = await fetch(location.href);
        if (!response.ok) return false;
        html = await response.text();
      } catch {
        return false; // the frame offers to load the page
      }
      const came = take(html);
      if (!came?.all) return false;
      said(main);
      return true;
    },
  };
}

/** A quiet word that the page has changed under the reader's eyes. */
function said(main) {
  let word = main.querySelector(":scope > .updated");
  if (!word) {
    word = document.createElement("p");
    word.className = "small updated";
    word.setAttribute("role", "status");
    main.append(word);
  }
  const time = new Date().toLocaleTimeString("ja-JP", { hour: "2-digit", minute: "2-digit" });
  word.textContent = `${time} に、ほかの人かチャットが保存した内容を反映しました。`;
}
