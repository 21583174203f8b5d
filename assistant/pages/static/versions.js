// 版と出力: two versions are compared beside the chat; downloads stay the browser's own.
import { go } from "/static/shell.js";

/** Bring the page to life. */
export function mount(page) {
  for (const button of page.querySelectorAll("[data-compare]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      go(`${button.getAttribute("formaction")}?${new URLSearchParams(new FormData(button.form))}`);
    });
  }
}
