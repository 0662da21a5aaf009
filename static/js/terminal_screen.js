// The emulator: xterm.js, with the line being typed drawn below the output.
import { Terminal } from "../vendor/xterm/xterm.mjs";
import { FitAddon } from "../vendor/xterm-addon-fit/addon-fit.mjs";

// Each colour stands out from the background by at least 4.5 to 1.
const THEME = {
  background: "#12161f", foreground: "#e6eaf2", cursor: "#e6eaf2", selectionBackground: "#3b5b8f", black: "#12161f", red: "#ff8a80",
  green: "#7ee08a", yellow: "#e3b95c", blue: "#82b4ff", magenta: "#d9a0ff", cyan: "#6fd6d6", white: "#e6eaf2",
};
const REM = { wide: 0.875, narrow: 0.64 }; // narrow: the 60 columns of `kubectl get pods` on a phone
const NARROW = matchMedia("(max-width: 45rem)");
const size = () => Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize) * REM[NARROW.matches ? "narrow" : "wide"]);
const LINE = 1.15; // of the font's own height, in which the underscore of some fonts has no room
const HINT = /^hint: .*$/gm;

// xterm writes its rules into <style> elements, which the page's Content-Security-Policy refuses. A sheet made by script
// is no inline style: xterm gets other elements instead, each of which hands its text to such a sheet.
function withSheets(build) {
  const create = document.createElement;
  document.createElement = function createElement(name, ...rest) {
    if (name !== "style") return create.call(this, name, ...rest);
    const made = create.call(this, "template");
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets.push(sheet);
    Object.defineProperty(made, "textContent", { get: () => "", set: (text) => sheet.replaceSync(text) });
    made.remove = function remove() {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
      Element.prototype.remove.call(made);
    };
    return made;
  };
  try { build(); } finally { delete document.createElement; }
}

export class Screen {
  constructor(host, typed) {
    this.term = new Terminal({
      convertEol: true, cursorBlink: false, fontFamily: "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace",
      fontSize: size(), lineHeight: LINE, scrollback: 5000, theme: THEME,
    });
    this.fit = new FitAddon();
    this.term.loadAddon(this.fit);
    withSheets(() => this.term.open(host));
    this.term.onData(typed);
    this.base = 0;
    this.shown = { text: "", at: 0 };
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(host);
    this.resize();
  }

  resize() {
    if (!this.term.element?.offsetParent) return;
    this.term.options.fontSize = size();
    this.fit.fit();
  }

  // Where the cursor would be after `count` characters of the line, relative to where the line begins.
  place(count) {
    const cells = this.base + count;
    return { row: Math.floor(cells / this.term.cols), column: cells % this.term.cols };
  }

  erased() {
    const { row } = this.place(this.shown.at);
    const forward = this.base ? `\x1b[${this.base}C` : "";
    return `${row ? `\x1b[${row}A` : ""}\r${forward}\x1b[J`;
  }

  // The prompt is a part of the line: `plain` is its text, `prompt` the same with colours.
  draw({ prompt, plain, text, at }) {
    const whole = plain.length + text.length;
    const end = this.place(whole);
    const wanted = this.place(plain.length + at);
    const wrapped = end.column === 0 && whole > 0 ? "\r\n" : "";
    const up = end.row - wanted.row;
    this.term.write(
      `${this.erased()}${prompt}${text}${wrapped}${up ? `\x1b[${up}A` : ""}\r${wanted.column ? `\x1b[${wanted.column}C` : ""}`,
    );
    this.shown = { text: plain + text, at: plain.length + at };
  }

  // The line is done: what comes next stands below it.
  finish(ended = "") {
    const rows = this.place(this.shown.text.length).row - this.place(this.shown.at).row;
    this.term.write(`${rows ? `\x1b[${rows}B` : ""}${ended}\r\n`);
    this.base = 0;
    this.shown = { text: "", at: 0 };
  }

  write(text, then) {
    const before = this.shown.text ? this.erased() : "";
    this.shown = { text: "", at: 0 };
    this.term.write(before + text.replace(HINT, "\x1b[2m$&\x1b[22m"), () => {
      this.base = this.term.buffer.active.cursorX;
      then?.();
    });
  }

  clear() { this.term.write("\x1b[H\x1b[2J", () => { this.base = 0; }); this.shown = { text: "", at: 0 }; }
  focus() { this.term.focus(); }
  shownNow() { this.resize(); }

  close() {
    this.resizing.disconnect();
    this.term.dispose();
  }
}
