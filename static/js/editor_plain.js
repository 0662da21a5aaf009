// The editor as a plain text field: while the real one loads, for screen readers, and on phones.
export class PlainField {
  constructor(area) {
    this.area = area;
    this.heard = { change: () => {}, cursor: () => {} };
    area.addEventListener("input", () => this.heard.change());
    for (const kind of ["keyup", "click", "input", "select"]) area.addEventListener(kind, () => this.heard.cursor());
  }

  get text() { return this.area.value; }
  get selection() { return this.area.value.slice(this.area.selectionStart, this.area.selectionEnd); }
  get isFocused() { return document.activeElement === this.area; }

  get cursor() {
    const before = this.area.value.slice(0, this.area.selectionStart);
    return { line: before.split("\n").length - 1, column: before.length - before.lastIndexOf("\n") - 1 };
  }

  replace(text) {
    const { selectionStart } = this.area;
    this.area.value = text;
    this.area.setSelectionRange(selectionStart, selectionStart);
  }

  open(text) {
    this.area.value = text;
    this.area.setSelectionRange(0, 0);
    this.area.scrollTop = 0;
  }

  go({ line, start }) {
    const place = this.area.value.split("\n").slice(0, line).join("\n").length + (line ? 1 : 0) + start;
    this.area.focus();
    this.area.setSelectionRange(place, place);
  }

  mark() {}
  focus() { this.area.focus(); }
  show(yes) { this.area.hidden = !yes; }
}
