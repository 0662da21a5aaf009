// One terminal: what is typed goes to the server line by line, what comes back goes to its view.
import { Connection } from "./terminal_socket.js";
import { editFile, stopEditing } from "./terminal_edit.js";
import { KEYS, Line } from "./terminal_line.js";

const PATIENCE_MS = 300; // a pasted line waits so long for the former one's end before it counts as its input

const common = (words) => words.reduce((a, b) => { let n = 0; while (n < a.length && a[n] === b[n]) n += 1; return a.slice(0, n); });

export class Shell {
  constructor({ socket, name, history, hints, at }) {
    Object.assign(this, { name, at, line: new Line(history), running: true, asked: 0, listed: "", queue: [], view: null });
    this.status = { cwd: "~", more: false };
    this.hints = hints;
    this.connection = new Connection(socket, (message) => this.hear(message));
  }

  show(view) { this.view = view; this.draw(); }

  prompt() {
    const search = `(reverse-i-search)\`${this.line.search}': `;
    const simple = this.line.search !== null ? search : this.running ? "" : this.status.more ? "> " : null;
    if (simple !== null) return { plain: simple, prompt: simple };
    const { cwd, past } = this.status;
    const when = past ? " (past)" : "";
    return { plain: `${this.name}${when}:${cwd}$ `, prompt: `\x1b[32m${this.name}\x1b[33m${when}\x1b[0m:\x1b[34m${cwd}\x1b[0m$ ` };
  }

  draw() { this.view?.draw({ ...this.prompt(), text: this.line.text, at: this.line.at }); }

  hear(message) {
    const heard = {
      connected: () => { this.setHints(this.hints); if (this.at) this.look(this.at); if (message.again) this.print("\r\n[connected again: this is a new shell]\n"); },
      out: () => this.print(message.text),
      prompt: () => this.ready(message),
      completions: () => this.completed(message),
      edit: () => editFile(message, (text) => { this.connection.say({ type: "edited", text }); this.view?.focus(); }),
      "edit-end": stopEditing,
      present: () => this.onpresent?.(),
      exit: () => this.onexit?.(),
      lost: () => this.print("\r\n[connection lost, trying again]\n"),
      refused: () => this.print(`${message.text}\n`),
    }[message.type];
    heard?.();
  }

  print(text) { this.view?.write(text, () => this.draw()); }

  ready(status) {
    this.status = status;
    this.running = false;
    this.print("");
    this.feed();
  }

  type(data) {
    this.queue.push(...data.match(KEYS) ?? []);
    this.feed();
  }

  // A paste of several lines goes line by line, each when the former one is done or plainly reads its input.
  feed() {
    clearTimeout(this.waiting);
    while (this.queue.length) {
      const key = this.queue.shift();
      const wasRunning = this.running;
      this.press(key);
      if ((key === "\r" || key === "\n") && this.queue.length && !wasRunning) {
        this.waiting = setTimeout(() => this.feed(), PATIENCE_MS);
        return;
      }
    }
    this.draw();
  }

  press(key) {
    const action = this.line.key(key);
    if (action !== "complete") this.listed = "";
    const { enter, stop, end, complete } = this;
    ({ line: enter, stop, eof: end, complete, screen: () => this.view?.clear() })[action]?.call(this);
  }

  enter() {
    const { text } = this.line;
    this.draw();
    this.view?.finish();
    this.line.remember(text);
    this.line.clear();
    this.running = true;
    this.connection.say({ type: "line", text });
  }

  submit(text) { this.line.set(text); this.enter(); this.draw(); }

  stop() {
    this.queue = [];
    this.line.at = this.line.text.length;
    this.line.search = null;
    this.draw();
    this.view?.finish("^C");
    this.line.clear();
    this.running = true;
    this.connection.say({ type: "stop" });
  }

  end() {
    if (this.running) this.connection.say({ type: "eof" });
    else this.submit("exit");
  }

  complete() {
    if (this.running) return;
    this.asked += 1;
    this.connection.say({ type: "complete", id: this.asked, text: this.line.text.slice(0, this.line.at) });
  }

  completed({ id, start, words }) {
    if (id !== this.asked || !words.length) return;
    const typed = this.line.text.slice(start, this.line.at);
    const shared = common(words);
    if (shared.length > typed.length) {
      this.line.insert(shared.slice(typed.length));
    } else if (this.listed === this.line.text) {
      this.view?.finish();
      this.print(`${words.map((word) => word.trim()).join("  ")}\n`);
    } else {
      this.listed = this.line.text;
    }
    this.draw();
  }

  // What a button of the page did, as if it had been typed here.
  tell(command, answer) {
    this.line.remember(command);
    this.connection.say({ type: "typed", text: command });
    const { plain, prompt } = this.prompt();
    this.print(`${plain ? prompt : ""}${command}\n${answer}\n`);
  }

  setHints(on) { this.hints = on; this.connection.say({ type: "hints", on }); }

  // The page shows a moment of the past, or (null) the present: so do the commands.
  look(revision) { this.at = revision; this.connection.say({ type: "at", revision }); }

  close() {
    this.connection.close();
    this.view?.close();
  }
}
