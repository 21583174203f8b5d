// Places in a text that is being typed in. The server counts code points, the browser UTF-16 units.

/** Turns the server's offsets in a text into the browser's. */
export function units(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (offset) => offset;
  const starts = [];
  let at = 0;
  for (const letter of text) {
    starts.push(at);
    at += letter.length;
  }
  starts.push(at);
  return (offset) => starts[Math.min(offset, starts.length - 1)];
}

/** The one stretch in which two texts differ: {at, gone, came}; null where they are the same. */
export function splice(before, after) {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  if (start && /[\ud800-\udbff]/.test(before[start - 1])) start -= 1;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  if (end && /[\udc00-\udfff]/.test(before[before.length - end])) end -= 1;
  return { at: start, gone: before.slice(start, before.length - end), came: after.slice(start, after.length - end) };
}

/** Where a place of the text before stands after the splice; null if it was in what is gone. */
export function moved(place, cut) {
  if (!cut || place <= cut.at) return place;
  if (place >= cut.at + cut.gone.length) return place + cut.came.length - cut.gone.length;
  return null;
}

/** Where a place of the text after the splice stood before it. */
export const back = (place, cut) => moved(place, cut && { at: cut.at, gone: cut.came, came: cut.gone }) ?? cut.at;

/** How far down in a text area a place stands, in pixels of its content. */
export function height(field, place) {
  const style = getComputedStyle(field);
  const mirror = document.createElement("div");
  for (const name of ["font", "lineHeight", "letterSpacing", "padding", "border", "boxSizing", "tabSize", "wordBreak", "lineBreak"]) mirror.style[name] = style[name];
  Object.assign(mirror.style, {
    position: "absolute", visibility: "hidden", left: "-9999px", top: "0", height: "auto",
    width: `${field.clientWidth}px`, border: "0", whiteSpace: "pre-wrap", overflowWrap: "anywhere",
  });
  const here = document.createElement("span");
  here.textContent = "　";
  mirror.append(field.value.slice(0, place), here);
  document.body.append(mirror);
  const top = here.offsetTop;
  mirror.remove();
  return top;
}
