// The feed: every connection asks for what came after the newest revision on the page, and says whether it is live.
const STATES = {
  live: "live",
  connecting: "connecting",
  lost: "connection lost, trying again",
  gone: "this sandbox is gone",
  crowded: "open in too many pages: close some, then reload",
};
const RETRY_MS = 250;
const LONGEST_RETRY_MS = 4000;
const SILENCE_MS = 25_000; // the server says something every 10 s
const WATCH_MS = 5000;
const REFUSED = { 4404: "gone", 4429: "crowded" };
const ACCIDENT = 1006;
const IN_ORDER = new Set([1000, 1001, 1005]);

let socket = null;
let heardAt = 0;

function say(state) {
  const place = document.getElementById("connection");
  if (place.dataset.state === state) return;
  place.dataset.state = state;
  place.textContent = STATES[state];
}

function connect(url) {
  const address = new URL(url, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const { view, at } = document.getElementById("workspace").dataset;
  address.searchParams.set("after", document.getElementById("clock").dataset.revision);
  address.searchParams.set("view", view);
  if (at) address.searchParams.set("past", "yes");
  socket = new WebSocket(address);
  return socket;
}

// What the page shows from now on: { view }, { past: "yes" }, { past: "no", after: REVISION }.
export function tell(message) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

function heard() {
  heardAt = Date.now();
  say("live");
  htmx.trigger(document.body, "news");
}

// htmx comes back by itself after an accident, but not after an end in good order, such as a restart of the server.
function comeBack() {
  const { onclose } = socket;
  socket.onclose = null;
  onclose?.(new CloseEvent("close", { code: ACCIDENT }));
}

// A machine that slept keeps a socket that nobody talks to any more.
function watch() {
  if (socket?.readyState !== WebSocket.OPEN || Date.now() - heardAt < SILENCE_MS) return;
  socket.close();
  comeBack();
}

function lost(event) {
  const { code } = event.detail.event;
  say(REFUSED[code] ?? "lost");
  if (IN_ORDER.has(code)) comeBack();
}

export function keepCursor() {
  htmx.createWebSocket = connect;
  htmx.config.wsReconnectDelay = (tries) => Math.min(RETRY_MS * 2 ** tries, LONGEST_RETRY_MS) * (0.5 + Math.random() / 2);
  document.body.addEventListener("htmx:wsOpen", () => { heardAt = Date.now(); });
  document.body.addEventListener("htmx:wsAfterMessage", heard);
  document.body.addEventListener("htmx:wsClose", lost);
  setInterval(watch, WATCH_MS);
}
