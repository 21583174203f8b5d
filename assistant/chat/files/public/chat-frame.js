// Runs inside the chat's frame: links to passages and sections open in the page around it.
const outer = window.parent !== window ? window.parent : null;

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || !outer || event.ctrlKey || event.metaKey) return;
  const url = new URL(link.href, location.href);
  if (url.origin !== location.origin) return;
  const passage = url.pathname.match(/^\/passages\/(.+)$/);
  const section = url.hash.match(/^#section-(\d)$/);
  if (!passage && !section) return;
  event.preventDefault();
  event.stopPropagation();
  const message = passage
    ? { kind: "citation", id: decodeURIComponent(passage[1]) }
    : { kind: "section", number: Number(section[1]) };
  outer.postMessage(JSON.stringify(message), location.origin);
}, true);
