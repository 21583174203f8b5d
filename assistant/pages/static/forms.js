// What the plan's forms do more with a script: rows, copying, file sizes, a word before typed text is lost.
// Every form works without it.
const all = (selector, root) => [...root.querySelectorAll(selector)];

/** Bring a page's forms to life. */
export function mount(page) {
  for (const one of all("[data-copy], [data-add], .only-script", page)) one.hidden = false;

  for (const button of all("[data-copy]", page)) {
    const field = document.getElementById(button.dataset.copy);
    button.addEventListener("click", () => {
      if (!field.value) field.value = field.placeholder;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }

  for (const button of all("[data-add]", page)) {
    button.addEventListener("click", () => {
      const rows = all(`[data-row="${button.dataset.add}"]`, page);
      const row = rows.at(-1).cloneNode(true);
      const number = rows.length;
      for (const one of all("[id], [name], [for]", row)) {
        for (const name of ["id", "name", "for"]) {
          if (one.hasAttribute(name)) one.setAttribute(name, one.getAttribute(name).replace(/-\d+-/, `-${number}-`));
        }
        one.removeAttribute("aria-invalid");
        one.removeAttribute("aria-describedby");
      }
      for (const input of all("input", row)) input.value = "";
      for (const fault of all(".fault", row)) fault.remove();
      row.querySelector("legend").textContent = `KPI ${number + 1}`;
      rows.at(-1).after(row);
      row.querySelector("input").focus();
    });
  }

  // Writing an answer means answering.
  for (const field of all("[data-answer]", page)) {
    const state = document.getElementById(`state-${field.dataset.answer}`);
    field.addEventListener("input", () => { if (state) state.value = field.value.trim() ? "answered" : "absent"; });
  }

  const onlyOpen = document.getElementById("only-open");
  onlyOpen?.addEventListener("change", () => {
    for (const one of all(".answer", page)) {
      one.hidden = onlyOpen.checked && !["absent", "unknown"].includes(one.dataset.status) && !one.querySelector(".fault");
    }
  });

  // What is too large is told before it is sent.
  for (const input of all("input[type=file][data-largest]", page)) {
    input.addEventListener("change", () => {
      const files = [...input.files];
      const large = files.find((file) => file.size > Number(input.dataset.largest));
      const sum = files.reduce((size, file) => size + file.size, 0);
      const text = large
        ? `「${large.name}」は大きすぎます。上限は${Math.round(Number(input.dataset.largest) / 1e6)}MBです。`
        : sum > Number(input.dataset.largestAll ?? Infinity) ? "一度に送れる大きさを超えています。何回かに分けてください。" : "";
      input.setCustomValidity(text);
      if (text) input.reportValidity();
    });
  }

  const forms = all("form[data-keep]", page);
  const unsaved = document.getElementById("unsaved");
  let changed = forms.length > 0 && Boolean(page.querySelector(".problems"));
  for (const form of forms) {
    form.addEventListener("input", () => { changed = true; if (unsaved) unsaved.textContent = "まだ保存していない変更があります"; });
  }
  const warn = (event) => { if (changed) event.preventDefault(); };
  addEventListener("beforeunload", warn);
  return {
    leave: () => !changed || confirm("まだ保存していない変更があります。保存せずに、この画面を離れますか。"),
    sent: (form) => { if (forms.includes(form)) changed = false; },
    failed: () => { changed = forms.length > 0; },
    close: () => removeEventListener("beforeunload", warn),
  };
}
