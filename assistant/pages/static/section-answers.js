// Answers to gaps that are half written: they stay in this browser until the server has them, for this person and plan.
import { person, plan } from "/static/shell.js";

const BACK = "このブラウザーに残っていた書きかけを戻しました。まだ保存していません。";
const nameOf = (form) => `kanmin-gap-${plan}-${person}-${form.elements.namedItem("key").value}`;
const fields = (form) => [...form.querySelectorAll("[name]")].filter((one) => one.name !== "key");
const first = (field) =>
  field.tagName === "SELECT" ? ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value : field.defaultValue;
const isWritten = (form) => fields(form).some((one) => one.type !== "hidden" && one.value !== first(one));

export class KeptAnswers {
  constructor(page, signal) {
    this.page = page;
    for (const name of ["input", "change"]) page.addEventListener(name, (event) => this.keep(event.target.closest?.("form.answer-form")), { signal });
    this.bringBack();
  }

  keep(form) {
    if (!form) return;
    const said = form.querySelector(".said");
    if (said.textContent === BACK) said.hidden = true;
    if (!isWritten(form)) return this.forget(form);
    const kept = JSON.stringify(fields(form).map((one) => [one.name, one.value]));
    try {
      localStorage.setItem(nameOf(form), kept);
    } catch {
      say(form, "このブラウザーに控えを残せませんでした。書いた答えは、この画面を離れる前に送ってください。");
    }
  }

  forget(form) {
    localStorage.removeItem(nameOf(form));
  }

  /** Put what this browser kept into the forms that stand there now, with the sign of what the person had seen. */
  bringBack() {
    for (const form of this.page.querySelectorAll("form.answer-form")) {
      let kept;
      try { kept = new Map(JSON.parse(localStorage.getItem(nameOf(form)))); } catch { kept = new Map(); } // not ours
      if (!kept.size || isWritten(form)) continue;
      for (const one of fields(form)) if (kept.has(one.name)) one.value = kept.get(one.name);
      if (!isWritten(form)) {
        this.forget(form);
        continue;
      }
      form.closest("details").open = true;
      say(form, BACK);
    }
  }
}

function say(form, words) {
  const said = form.querySelector(".said");
  said.textContent = words;
  said.hidden = false;
}
