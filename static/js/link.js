// A link to the moment that the page shows, for others to look at.
import { isPast } from "./past.js";
import { praise } from "./toasts.js";

const COPIED = "The link is copied. Who opens it sees this moment and what led to it, and can change nothing.";

async function copy() {
  const { link } = document.getElementById("scrubber").dataset;
  const { at } = document.getElementById("workspace").dataset;
  const address = await (await fetch(isPast() ? `${link}?at=${at}` : link)).text();
  try {
    await navigator.clipboard.writeText(address);
    praise(COPIED);
  } catch {
    window.prompt("The link to this moment:", address); // where the browser keeps its clipboard to itself
  }
}

export function copyLinks() {
  document.getElementById("copy-link").addEventListener("click", copy);
}
