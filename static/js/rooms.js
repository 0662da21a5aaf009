// On a phone the page shows one room at a time: the files while nothing runs, the cluster as soon as something was applied.
const workspace = document.getElementById("workspace");

function enter(room) {
  if (workspace.dataset.room && workspace.dataset.room !== room) scrollTo(0, 0);
  workspace.dataset.room = room;
  for (const button of document.querySelectorAll("#rooms button")) {
    button.setAttribute("aria-pressed", String(button.dataset.room === room));
  }
}

export function enterRooms() {
  const rooms = document.getElementById("rooms");
  enter(rooms.querySelector("[data-room=editor]") && document.getElementById("empty") ? "editor" : "stage");
  rooms.addEventListener("click", (event) => {
    const { room } = event.target.closest("button")?.dataset ?? {};
    if (room) enter(room);
  });
  document.body.addEventListener("enter-room", (event) => enter(event.detail.room));
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const { target } = event.detail;
    // The tour brings people to the room it speaks of, and may have gone on already.
    const isLed = !document.getElementById("tour").hidden;
    if (target?.id === "apply-result" && !target.querySelector(".error") && !isLed) enter("stage");
  });
}
