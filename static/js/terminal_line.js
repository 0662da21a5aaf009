// A line being typed, edited as bash does it. Knows no screen: `key` takes what was pressed and says what to do.
const WORD_LEFT = /\S*\s*$/u;
const WORD_RIGHT = /^\s*\S*/u;
const MOST_HISTORY = 500;
export const KEYS = /\x1b\[[0-9;]*[A-Za-z~]|\x1bO[A-Z]|\x1b[bfd\x7f]|[\s\S]/gu;

export class Line {
  constructor(history) {
    this.history = history;
    this.clear();
  }

  clear() {
    Object.assign(this, { text: "", at: 0, place: this.history.length, draft: "", search: null, cut: this.cut ?? "" });
  }

  insert(text) {
    this.text = this.text.slice(0, this.at) + text + this.text.slice(this.at);
    this.at += text.length;
  }

  set(text) {
    this.text = text;
    this.at = text.length;
  }

  remove(start, end, keep = true) {
    if (keep && end > start) this.cut = this.text.slice(start, end);
    this.text = this.text.slice(0, start) + this.text.slice(end);
    this.at = start;
  }

  wordLeft() { return this.at - this.text.slice(0, this.at).match(WORD_LEFT)[0].length; }
  wordRight() { return this.at + this.text.slice(this.at).match(WORD_RIGHT)[0].length; }

  remember(text) {
    if (text.trim() && this.history.at(-1) !== text) this.history.push(text);
    if (this.history.length > MOST_HISTORY) this.history.shift();
  }

  move(step) {
    const place = this.place + step;
    if (place < 0 || place > this.history.length) return;
    if (this.place === this.history.length) this.draft = this.text;
    this.place = place;
    this.set(place === this.history.length ? this.draft : this.history[place]);
  }

  // Ctrl-R: the newest line before `from` that holds what is searched for.
  find(from) {
    for (let place = from; place >= 0; place -= 1) {
      if (this.history[place]?.includes(this.search)) {
        this.place = place;
        this.text = this.history[place];
        this.at = this.text.indexOf(this.search);
        return;
      }
    }
  }

  searching(key) {
    if (key === "\x12") this.find(this.place - 1);
    else if (key === "\x7f") { this.search = this.search.slice(0, -1); this.find(this.history.length - 1); }
    else if (key >= " " && key.length === 1) { this.search += key; this.find(Math.min(this.place, this.history.length - 1)); }
    else {
      this.search = null;
      return key === "\x07" || key === "\x1b" ? this.clear() ?? "" : this.key(key);
    }
    return "";
  }

  // Returns "line", "stop", "eof", "complete", "screen", or "" when only the line changed.
  key(key) {
    if (this.search !== null && key !== "\x03") return this.searching(key);
    const edit = EDITS[key];
    if (edit) return edit(this) ?? "";
    if (key >= " " && key[0] !== "\x1b") this.insert(key);
    return "";
  }
}

const home = (line) => { line.at = 0; };
const end = (line) => { line.at = line.text.length; };
const left = (line) => { line.at = Math.max(line.at - 1, 0); };
const right = (line) => { line.at = Math.min(line.at + 1, line.text.length); };
const wordLeft = (line) => { line.at = line.wordLeft(); };
const wordRight = (line) => { line.at = line.wordRight(); };
const killWord = (line) => line.remove(line.wordLeft(), line.at);
const rubOut = (line) => { if (line.at) line.remove(line.at - 1, line.at, false); };
const strike = (line) => line.remove(line.at, Math.min(line.at + 1, line.text.length), false);

const EDITS = {
  "\r": () => "line",
  "\n": () => "line",
  "\t": () => "complete",
  "\x03": () => "stop",
  "\x04": (line) => (line.text ? strike(line) : "eof"),
  "\x0c": () => "screen",
  "\x01": home, "\x1b[H": home, "\x1bOH": home, "\x1b[1~": home,
  "\x05": end, "\x1b[F": end, "\x1bOF": end, "\x1b[4~": end,
  "\x02": left, "\x1b[D": left, "\x1bOD": left,
  "\x06": right, "\x1b[C": right, "\x1bOC": right,
  "\x1bb": wordLeft, "\x1b[1;5D": wordLeft, "\x1b[1;3D": wordLeft,
  "\x1bf": wordRight, "\x1b[1;5C": wordRight, "\x1b[1;3C": wordRight,
  "\x1b[A": (line) => line.move(-1), "\x1bOA": (line) => line.move(-1), "\x10": (line) => line.move(-1),
  "\x1b[B": (line) => line.move(1), "\x1bOB": (line) => line.move(1), "\x0e": (line) => line.move(1),
  "\x7f": rubOut, "\b": rubOut, "\x1b[3~": strike,
  "\x17": killWord, "\x1b\x7f": killWord,
  "\x1bd": (line) => line.remove(line.at, line.wordRight()),
  "\x0b": (line) => line.remove(line.at, line.text.length),
  "\x15": (line) => line.remove(0, line.at),
  "\x19": (line) => line.insert(line.cut),
  "\x12": (line) => { line.search = ""; },
};
