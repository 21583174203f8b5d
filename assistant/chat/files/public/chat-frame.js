// Runs inside the chat's frame: links to passages and sections open in the page around it.
const outer = window.parent !== window ? window.parent : null;

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || !outer || event.ctrlKey || event.metaKey) return;
  const url = new URL(link.href, location.href);
  if (url.origin !== location.origin) return;
  const passage = url.pathname.match(/^\/passages\/(.+)$/);
  const page = /^\/plans\/\d+(\/[^.]*)?$/.test(url.pathname);
  if (!passage && !page) return;
  event.preventDefault();
  event.stopPropagation();
  const message = passage
    ? { kind: "citation", id: decodeURIComponent(passage[1]), search: url.search }
    : { kind: "page", path: url.pathname + url.search + url.hash };
  outer.postMessage(JSON.stringify(message), location.origin);
}, true);
