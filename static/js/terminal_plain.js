// The terminal without an emulator: an input, and a log that a screen reader reads out as it grows.
const CODES = /\x1b\[[0-9;?]*[A-Za-z]/g;
const MOST_CHARACTERS = 200_000;

export class Plain {
  constructor(host, { submit, key, typed }) {
    host.innerHTML = '<div class="terminal-plain"><div role="log" aria-label="Output" tabindex="0"></div>'
      + '<form><label></label><input autocomplete="off" autocapitalize="off" spellcheck="false" aria-label="Command"></form></div>';
    this.log = host.querySelector("[role=log]");
    this.label = host.querySelector("label");
    this.input = host.querySelector("input");
    host.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const { value } = this.input;
      this.input.value = "";
      submit(value);
    });
    // Told at once: a prompt that comes meanwhile draws the line as it is known, and would take away what is written.
    this.tell = () => typed(this.input.value, this.input.selectionStart);
    this.input.addEventListener("input", this.tell);
    this.input.addEventListener("keydown", (event) => this.pressed(event, key));
  }

  pressed(event, key) {
    const letter = event.ctrlKey && !event.altKey ? event.key.toLowerCase() : "";
    const code = { ArrowUp: "\x1b[A", ArrowDown: "\x1b[B", Tab: this.input.value && !event.shiftKey ? "\t" : "" }[event.key]
      ?? (letter === "c" && this.input.selectionStart === this.input.selectionEnd ? "\x03" : letter === "d" && !this.input.value ? "\x04" : "");
    if (!code) return;
    event.preventDefault();
    this.tell();
    key(code);
  }

  draw({ plain, text, at }) {
    this.label.textContent = plain;
    if (this.input.value !== text) {
      this.input.value = text;
      this.input.setSelectionRange(at, at);
    }
  }

  finish() {
    this.write(`${this.label.textContent}${this.input.value}\n`);
    this.input.value = "";
  }

  write(text, then) {
    if (text.includes("\x1b[2J")) this.log.textContent = "";
    this.log.append(text.slice(text.lastIndexOf("\x1b[2J") + 1).replace(CODES, "").replace(/^\[2J(\x1b\[3J)?/, ""));
    if (this.log.textContent.length > MOST_CHARACTERS) this.log.textContent = this.log.textContent.slice(-MOST_CHARACTERS / 2);
    this.log.scrollTop = this.log.scrollHeight;
    then?.();
  }

  clear() { this.log.textContent = ""; }
  focus() { this.input.focus(); }
  shownNow() { this.log.scrollTop = this.log.scrollHeight; }
  close() {}
}
