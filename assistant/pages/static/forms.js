// What the plan's forms do more with a script: rows, copying, file sizes, a word before typed text is lost.
// Every form works without it.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

for (const one of all("[data-copy], [data-add], .only-script")) one.hidden = false;

for (const button of all("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.addEventListener("click", () => {
    if (!field.value) field.value = field.placeholder;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}

for (const button of all("[data-add]")) {
  button.addEventListener("click", () => {
    const rows = all(`[data-row="${button.dataset.add}"]`);
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
for (const field of all("[data-answer]")) {
  const state = document.getElementById(`state-${field.dataset.answer}`);
  field.addEventListener("input", () => { if (state) state.value = field.value.trim() ? "answered" : "absent"; });
}

const onlyOpen = document.getElementById("only-open");
onlyOpen?.addEventListener("change", () => {
  for (const one of all(".answer")) {
    one.hidden = onlyOpen.checked && !["absent", "unknown"].includes(one.dataset.status) && !one.querySelector(".fault");
  }
});

// What is too large is told before it is sent.
for (const input of all("input[type=file][data-largest]")) {
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

for (const form of all("form[data-keep]")) {
  const unsaved = document.getElementById("unsaved");
  let changed = Boolean(document.querySelector(".problems"));
  form.addEventListener("input", () => { changed = true; if (unsaved) unsaved.textContent = "まだ保存していない変更があります"; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// Enter that ends a conversion of kana is not Enter that sends a form.
addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopPropagation();
}, true);

document.querySelector(".problems")?.focus();
