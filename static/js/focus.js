// What had the focus may be gone with the next push; the focus then goes to what it stood in, not to the page's top.
const FOCUSABLE = "a[href]:not([tabindex='-1']), button:not([tabindex='-1']), input, select, textarea";
let places = [];

function remember(event) {
  places = [];
  for (let place = event.target; place; place = place.parentElement?.closest("[id]")) places.push(place);
}

function restore() {
  if (document.activeElement !== document.body || !places.length || places[0].isConnected) return;
  const stays = places.map((place) => (place.isConnected ? place : document.getElementById(place.id))).find(Boolean);
  (stays?.querySelector(FOCUSABLE) ?? stays)?.focus({ preventScroll: true });
}

export function keepFocus() {
  document.addEventListener("focusin", remember);
  document.addEventListener("pointerdown", () => { places = []; });
  document.body.addEventListener("news", restore);
}
