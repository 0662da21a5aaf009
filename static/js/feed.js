// The feed: every connection asks for what came after the newest revision on the page, and says whether it is live.
const STATES = { live: "live", lost: "connection lost, trying again", connecting: "connecting" };

function cursor() {
  return document.getElementById("picture").dataset.revision;
}

function say(state) {
  const place = document.getElementById("connection");
  place.dataset.state = state;
  place.textContent = STATES[state];
}

export function keepCursor() {
  htmx.createWebSocket = (url) => {
    const address = new URL(url, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    address.searchParams.set("after", cursor());
    return new WebSocket(address);
  };
  document.body.addEventListener("htmx:wsOpen", () => say("live"));
  document.body.addEventListener("htmx:wsClose", () => say("lost"));
  document.body.addEventListener("htmx:wsAfterMessage", () => htmx.trigger(document.body, "news"));
}
