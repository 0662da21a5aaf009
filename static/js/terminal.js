// The drawer at the bottom of the page: several terminals, each with an emulator or, for screen readers, a plain log.
import { Plain } from "./terminal_plain.js";
import { Shell } from "./terminal_shell.js";

const MOST = 8;
const KEYS = { tab: "\t", stop: "\x03", up: "\x1b[A" };
const drawer = document.getElementById("terminal");
const { name, socket } = drawer.dataset;
const KEY = `terminal ${name}`;
const part = (id) => document.getElementById(`terminal-${id}`);
const shells = [];
const missed = [];
let current = null;
let count = 0;

const history = () => JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
const isOpen = () => part("toggle").getAttribute("aria-expanded") === "true";

async function give(shell) {
  const host = document.createElement("div");
  host.className = "terminal-screen";
  shell.pane.replaceChildren(host);
  shell.view?.close();
  if (part("plain").checked) {
    const typed = (text, at) => Object.assign(shell.line, { text, at });
    shell.show(new Plain(host, { submit: (text) => shell.submit(text), key: (code) => shell.type(code), typed }));
  } else {
    const { Screen } = await import("./terminal_screen.js");
    if (!host.isConnected) return; // the switch was turned while it came
    shell.show(new Screen(host, (data) => shell.type(data)));
  }
}

async function add() {
  if (shells.length >= MOST) return;
  const at = Number(document.getElementById("workspace").dataset.at) || null;
  const shell = new Shell({ socket, name, history: current?.line.history ?? history(), hints: part("hints").checked, at });
  count += 1;
  shell.number = count;
  shell.pane = document.createElement("div");
  shell.pane.className = "terminal-view";
  shell.onexit = () => remove(shell);
  shell.onpresent = () => htmx.trigger(document.body, "went-back");
  part("views").append(shell.pane);
  shells.push(shell);
  select(shell);
  await give(shell);
  shell.view?.focus();
}

function remove(shell) {
  shell.close();
  shell.pane.remove();
  shells.splice(shells.indexOf(shell), 1);
  if (shells.length) select(shells.at(-1));
  else { current = null; toggle(false); }
}

function select(shell) {
  current = shell;
  for (const one of shells) one.pane.hidden = one !== shell;
  part("tabs").replaceChildren(...shells.map(tab), button("+", "Another terminal", add));
  shell.view?.shownNow();
  shell.view?.focus();
}

function button(text, label, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "button quiet", textContent: text, ariaLabel: label });
  made.addEventListener("click", act);
  return made;
}

function tab(shell) {
  const made = button(`${shell.number}`, `Terminal ${shell.number}`, () => select(shell));
  made.setAttribute("aria-pressed", String(shell === current));
  return made;
}

async function toggle(open) {
  part("toggle").setAttribute("aria-expanded", String(open));
  for (const id of ["body", "tabs", "switches"]) part(id).hidden = !open;
  if (open && !shells.length) await add();
  current?.view?.shownNow();
  if (open) current?.view?.focus();
  for (const [command, answer] of open ? missed.splice(0) : []) current?.tell(command, answer);
}

// The buttons of the page tell their commands by a toast; here they become a part of the story.
function told(records) {
  for (const toast of records.flatMap((record) => [...record.addedNodes])) {
    const command = toast.querySelector?.("code")?.textContent.replace(/^\$ /, "");
    if (!command) continue;
    const answer = toast.querySelector("p")?.textContent ?? "";
    if (isOpen() && current) current.tell(command, answer);
    else missed.push([command, answer]);
  }
}

part("toggle").addEventListener("click", () => toggle(!isOpen()));
part("toggle").addEventListener("pointerenter", () => import("./terminal_screen.js"), { once: true }); // it is big
part("plain").addEventListener("change", async () => { for (const shell of shells) await give(shell); current?.view?.focus(); });
part("hints").addEventListener("change", (event) => shells.forEach((shell) => shell.setHints(event.target.checked)));
for (const key of drawer.querySelectorAll("[data-key]")) {
  key.addEventListener("click", () => { current?.type(KEYS[key.dataset.key] ?? key.dataset.key); current?.view?.focus(); });
}
document.body.addEventListener("moment", ({ detail }) => shells.forEach((shell) => shell.look(detail.revision)));
new MutationObserver(told).observe(document.getElementById("toasts"), { childList: true });
addEventListener("pagehide", () => sessionStorage.setItem(KEY, JSON.stringify(current?.line.history.slice(-200) ?? history())));
