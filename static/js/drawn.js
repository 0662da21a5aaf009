// Views that a module draws, fetched when one of them is chosen. What a module drew the server's fragment leaves alone.
const MODULES = { relay: () => import("./relay.js"), timeline: () => import("./timeline.js") };

async function look() {
  const { view } = document.getElementById("picture").dataset;
  if (!Object.hasOwn(MODULES, view)) return;
  const { show } = await MODULES[view]();
  const picture = document.getElementById("picture");
  if (picture.dataset.view === view) show(picture);
}

export function drawViews() {
  document.body.addEventListener("htmx:oobAfterSwap", (event) => { if (event.detail.target?.id === "picture") look(); });
  document.body.addEventListener("news", look);
  look();
}
