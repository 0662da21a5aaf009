// The open file: saved as one types, kept in this browser until the server has it, and never overwritten unawares.
import { dropAnswers } from "./answers.js";
import { get, post } from "./ask.js";
import { askWhich, hideQuestion } from "./files_conflict.js";

const TYPED_MS = 700;
const AGAIN_MS = 4000;
const { base } = document.getElementById("editor")?.dataset ?? {};
const OPEN = `open file ${base}`;
const part = (id) => document.getElementById(id);
const draftOf = (path) => `draft ${base} ${path}`;
const state = { path: "", seen: "", saved: "", theirs: undefined, waiting: 0, saving: null };
let field = null;

export const opened = () => state.path;
const isDirty = () => Boolean(state.path) && field.text !== state.saved;

function say(text, kind = "") {
  part("file-state").textContent = text;
  part("file-state").dataset.kind = kind;
}

function name() {
  part("file-name").textContent = state.path || "no file";
  part("apply-button").dataset.command = `kubectl apply -f ${state.path || "-"}`;
  for (const row of document.querySelectorAll("#files [data-file=open]")) {
    if (row.closest("[data-path]").dataset.path === state.path) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

function keepDraft() {
  if (isDirty()) localStorage.setItem(draftOf(state.path), JSON.stringify({ seen: state.seen, text: field.text }));
  else localStorage.removeItem(draftOf(state.path));
}

// Somebody else wrote the file meanwhile (`theirs`), or deleted it (null): both are offered.
function ask(theirs) {
  state.theirs = theirs;
  say("not saved", "bad");
  const settle = (act) => () => { state.theirs = undefined; act(); };
  const keepMine = () => { state.seen = theirs?.version ?? ""; state.saved = null; save(); };
  askWhich(theirs, settle(keepMine), settle(() => (theirs ? take(theirs) : forget())));
}

function take({ path, text, version }, isOpening = false) {
  if (path !== state.path) dropAnswers();
  if (isOpening) say("");
  Object.assign(state, { path, seen: version, saved: text });
  if (isOpening) field.open(text);
  else field.replace(text);
  if (path) localStorage.setItem(OPEN, path);
  keepDraft();
  field.heard.cursor();
  field.heard.replaced?.();
  name();
}

async function send() {
  const [text, { path, seen }] = [field.text, state];
  say("saving …");
  try {
    const answer = await post("files/save", { path, text, seen });
    if (path !== state.path) return;
    if (answer.error) { say(answer.error, "bad"); return; }
    if (answer.conflict) { ask(answer.theirs); return; }
    Object.assign(state, { seen: answer.version, saved: text });
    say("saved");
    keepDraft();
  } catch {
    say("not saved yet: the server cannot be reached; this browser keeps it", "bad");
    plan(AGAIN_MS);
  }
}

export async function save() {
  clearTimeout(state.waiting);
  await state.saving;
  if (!state.path || state.theirs !== undefined) return;
  if (!isDirty()) { say("saved"); return; }
  state.saving = send().finally(() => { state.saving = null; });
  await state.saving;
}

function plan(delay) {
  clearTimeout(state.waiting);
  state.waiting = setTimeout(save, delay);
}

export function typed() {
  keepDraft();
  if (state.theirs === undefined) say("");
  plan(TYPED_MS);
}

function adopt(kept) {
  hideQuestion();
  state.theirs = undefined;
  const draft = JSON.parse(localStorage.getItem(draftOf(kept.path)) ?? "null");
  take(kept, true);
  if (!draft || draft.text === kept.text) return;
  field.open(draft.text);
  keepDraft();
  if (draft.seen === kept.version) save();
  else ask(kept);
}

export async function open(path) {
  await save();
  const kept = await get("files/read", { path });
  if (kept.error) say(kept.error, "bad");
  else adopt(kept);
}

export const openKept = (kept) => adopt(kept);

export function renamed(path) {
  state.path = path;
  localStorage.setItem(OPEN, path);
  name();
}

export function forget() {
  localStorage.removeItem(draftOf(state.path));
  take({ path: "", text: "", version: "" }, true);
}

// The tree tells the version of each file: is ours the newest?
export async function compare() {
  name();
  await state.saving;
  if (!state.path || state.theirs !== undefined) return;
  const row = document.querySelector(`#files [data-path="${CSS.escape(state.path)}"]`);
  if (row?.dataset.version === state.seen) return;
  if (!row) { if (document.getElementById("files")) ask(null); return; }
  const kept = await get("files/read", { path: state.path });
  if (kept.error || kept.path !== state.path || kept.version === state.seen) return;
  if (isDirty() && kept.text !== field.text) ask(kept);
  else { take(kept); say("changed elsewhere: this is what it is now"); }
}

export function begin(shown, { path, version }) {
  field = shown;
  const remembered = localStorage.getItem(OPEN);
  adopt({ path, text: field.text, version });
  if (remembered && remembered !== path && document.querySelector(`#files [data-path="${CSS.escape(remembered)}"][data-version]`)) open(remembered);
  addEventListener("pagehide", () => { keepDraft(); if (isDirty()) post("files/save", { path: state.path, text: field.text, seen: state.seen }, { keepalive: true }).catch(() => {}); });
}

export function changeField(shown) { field = shown; }
