// The tree of files: open, make, rename, delete, take in what is dropped, begin with an example.
import { post } from "./ask.js";
import { compare, forget, open, opened, openKept, renamed, save } from "./files_open.js";
import { complain } from "./toasts.js";
import { askPath } from "./files_dialog.js";
import { takeDropped } from "./files_drop.js";

const UNREACHABLE = "The server cannot be reached. Nothing was changed.";
const folded = new Set();
let busy = 0;

function draw(html) {
  Idiomorph.morph(document.getElementById("files"), html, { morphStyle: "outerHTML" });
  foldAgain();
}

function foldAgain() {
  for (const button of document.querySelectorAll("#files [data-file=fold]")) {
    button.setAttribute("aria-expanded", String(!folded.has(button.closest("[data-path]").dataset.path)));
  }
}

// One request about files; a refusal is told. Meanwhile a push of the tree is no news of somebody else.
async function act(path, fields) {
  busy += 1;
  try {
    const answer = await post(path, fields);
    if (answer.error) complain(answer.error);
    if (answer.tree) draw(answer.tree);
    return answer.error ? null : answer;
  } catch {
    complain(UNREACHABLE);
    return null;
  } finally {
    busy -= 1;
  }
}

async function make(folder = "") {
  const path = await askPath("New file", "Make it", folder);
  if (!path) return;
  await save();
  const made = await act("files/make", { path });
  if (made && "text" in made) openKept(made);
}

async function move(old) {
  const to = await askPath(`Rename ${old}`, "Rename", old.replace(/\/$/, ""));
  if (!to) return;
  await save();
  busy += 1;
  const done = await act("files/move", { path: old, to });
  if (done && opened() === old) renamed(to);
  else if (done && old.endsWith("/") && opened().startsWith(old)) renamed(`${to.replace(/\/$/, "")}/${opened().slice(old.length)}`);
  busy -= 1;
  compare();
}

function offerBack(path, text) {
  const toast = Object.assign(document.createElement("div"), { className: "toast", textContent: `${path} deleted ` });
  const undo = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Undo" });
  undo.addEventListener("click", async () => { const made = await act("files/make", { path, text }); if (made) openKept(made); });
  toast.append(undo);
  document.getElementById("toasts").prepend(toast);
  setTimeout(() => toast.remove(), 12_000);
}

async function remove(path) {
  if (path.endsWith("/") && !window.confirm(`Delete ${path} and all files in it?`)) return;
  await save();
  busy += 1;
  const done = await act("files/remove", { path });
  if (done && (opened() === path || (path.endsWith("/") && opened().startsWith(path)))) forget();
  busy -= 1;
  if (done && done.text !== null) offerBack(path, done.text);
}

function fold(button, path) {
  if (!folded.delete(path)) folded.add(path);
  foldAgain();
}

const ACTS = { open: (_, path) => open(path), fold, new: (_, path) => make(path), move: (_, path) => move(path), remove: (_, path) => remove(path) };

async function begin(event) {
  const { value } = event.target;
  event.target.value = "";
  if (!value) return;
  await save();
  const made = await act("files/example", { example: value });
  if (made) openKept(made);
}

async function takeIn(path, text) {
  await save();
  const made = await act("files/make", { path, text });
  if (made) openKept(made);
}

export function keepTree() {
  const editor = document.getElementById("editor");
  document.getElementById("example").addEventListener("change", begin);
  document.getElementById("file-new").addEventListener("click", () => make());
  document.getElementById("editor").addEventListener("click", (event) => {
    const button = event.target.closest("[data-file]");
    if (button) ACTS[button.dataset.file](button, button.closest("[data-path]").dataset.path);
  });
  takeDropped(editor, takeIn);
  document.body.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target?.id !== "files" && event.target.id !== "files") return;
    foldAgain();
    if (!busy) compare();
  });
}
