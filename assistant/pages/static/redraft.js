// Proposals: all or none at once, and how many are chosen, without asking the server.

/** Bring the page to life. */
export function mount(page) {
  const form = page.querySelector("form.proposals");
  if (!form) return {};
  const boxes = [...form.querySelectorAll("input[name=accept]")];
  const chosen = form.querySelector("#chosen");
  const count = () => {
    if (chosen) chosen.textContent = `${boxes.length}か所のうち${boxes.filter((box) => box.checked).length}か所を選んでいます`;
  };
  for (const [name, checked] of [["all", true], ["none", false]]) {
    form.querySelector(`[data-${name}]`)?.addEventListener("click", (event) => {
      event.preventDefault();
      for (const box of boxes) box.checked = checked;
      form.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  form.addEventListener("input", count);
  count();
  return {};
}
