// The page of the knowledge: tells how far a change has come, and shows what came of it. Works without it by reloading.
import { mount } from "/static/forms.js";

const PAUSE_MS = 1000;
const place = document.getElementById("renewal-place");
mount(document.getElementById("main"));

async function look() {
  let html;
  try {
    const response = await fetch("/administration/knowledge/renewal");
    if (response.redirected) return location.reload();
    if (response.ok) html = await response.text();
  } catch { /* the server may be busy: the next look follows */ }
  if (html !== undefined) {
    place.setAttribute("aria-live", "off"); // the seconds are not read out; what came of it is
    place.innerHTML = html; // made and escaped by the server
    if (!place.querySelector("[data-running]")) return location.assign("/administration/knowledge");
  }
  setTimeout(look, PAUSE_MS);
}

if (place.querySelector("[data-running]")) setTimeout(look, PAUSE_MS);
