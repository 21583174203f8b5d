// What the plan's forms do more with a script: rows, copying, file sizes, a word before typed text is lost.
// Every form works without it.
const all = (selector, root) => [...root.querySelectorAll(selector)];

const typed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

/** Number the rows of a list as they stand: names, ids, labels and legends. */
function renumber(list) {
  all("[data-row]", list).forEach((row, at) => {
    for (const one of all("[id], [name], [for], [aria-describedby]", row)) {
      for (const name of ["id", "name", "for", "aria-describedby"]) {
        if (one.hasAttribute(name)) one.setAttribute(name, one.getAttribute(name).replace(/(kpi-)\d+(-\w+)(?!.*kpi-\d)/g, `$1${at}$2`));
      }
    }
    const number = row.querySelector(".row-number");
    if (number) number.textContent = at + 1;
  });
}

/** Add an empty row behind the last one of the list that the button belongs to. */
export function addRow(form, kind) {
  const list = form.querySelector(`[data-rows="${kind}"]`);
  const row = list.lastElementChild.cloneNode(true);
  for (const one of all("[aria-invalid]", row)) one.removeAttribute("aria-invalid");
  for (const one of all("[aria-describedby]", row)) one.removeAttribute("aria-describedby");
  for (const input of all("input", row)) input.value = "";
  for (const fault of all(".fault", row)) fault.remove();
  list.append(row);
  renumber(list);
  return row;
}

function changeRow(button) {
  const row = button.closest("[data-row]");
  const list = row.parentElement;
  const next = row.nextElementSibling ?? row.previousElementSibling;
  if (button.matches("[data-row-up]")) row.previousElementSibling?.before(row);
  if (button.matches("[data-row-down]")) row.nextElementSibling?.after(row);
  if (button.matches("[data-row-off]")) {
    if (next) row.remove();
    else for (const input of all("input", row)) input.value = "";
  }
  renumber(list);
  (row.isConnected ? button : next.querySelector("[data-row-off]")).focus();
  typed(list);
}

/** Bring the forms of a page, or of a part that came later, to life. */
export function bring(root) {
  for (const one of all("[data-copy], [data-add], .only-script", root)) one.hidden = false;

  for (const button of all("[data-copy]", root)) {
    const field = document.getElementById(button.dataset.copy);
    button.addEventListener("click", () => {
      if (!field.value) field.value = field.placeholder;
      typed(field);
      field.focus();
    });
  }

  for (const button of all("[data-add]", root)) {
    button.addEventListener("click", () => addRow(button.closest("form"), button.dataset.add).querySelector("input").focus());
  }
  for (const list of all("[data-rows]", root)) {
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-row-up], [data-row-down], [data-row-off]");
      if (button) changeRow(button);
    });
  }

  // What is too large is told before it is sent.
  for (const input of all("input[type=file][data-largest]", root)) {
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
}

/** Bring a page's forms to life, and watch over what is typed in those that are not kept otherwise. */
export function mount(page) {
  bring(page);
  const forms = all("form[data-keep]", page);
  let changed = forms.length > 0 && Boolean(page.querySelector(".problems"));
  for (const form of forms) form.addEventListener("input", () => { changed = true; });
  const warn = (event) => { if (changed) event.preventDefault(); };
  addEventListener("beforeunload", warn);
  return {
    leave: () => !changed || confirm("まだ保存していない変更があります。保存せずに、この画面を離れますか。"),
    sent: (form) => { if (forms.includes(form)) changed = false; },
    failed: () => { changed = forms.length > 0; },
    close: () => removeEventListener("beforeunload", warn),
  };
}
