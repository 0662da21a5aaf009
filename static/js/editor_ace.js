// The editor proper: Ace, loaded after the page is there. Its colours are those of editor.css, so that nothing is inline.
import "../vendor/ace/ace.js";
import "../vendor/ace/mode-yaml.js";
import "../vendor/ace/ext-language_tools.js";
import "../vendor/ace/ext-searchbox.js";
import { completer, offerByKey } from "./editor_complete.js";

const { ace } = window;
// These would load what is not there.
const LEFT_OUT = ["showSettingsMenu", "openCommandPalette", "openCommandPallete", "gotoline", "goToNextError", "goToPreviousError"];

ace.config.set("useStrictCSP", true);
ace.config.setDefaultValue("session", "useWorker", false); // it would be made of a blob, which the policy forbids
ace.require("ace/ext/language_tools").setCompleters([completer]);

export class AceField {
  constructor(place, label) {
    this.place = place;
    this.heard = { change: () => {}, cursor: () => {} };
    this.markers = [];
    this.isQuiet = false;
    this.editor = ace.edit(place, {
      mode: "ace/mode/yaml", useWorker: false, tabSize: 2, useSoftTabs: true, showPrintMargin: false, fontSize: "0.8125rem",
      enableBasicAutocompletion: true, enableLiveAutocompletion: true, enableKeyboardAccessibility: true, textInputAriaLabel: label,
      scrollPastEnd: 0.3, fixedWidthGutter: true, highlightGutterLine: true, copyWithEmptySelection: true,
    });
    this.editor.commands.removeCommands(LEFT_OUT);
    this.editor.commands.addCommand({ name: "startAutocomplete", bindKey: "Ctrl-Space|Alt-Space", exec: offerByKey });
    // Over a modal dialog nothing is seen but what is in it.
    ace.require("ace/autocomplete").Autocomplete.for(this.editor).parentNode = place.closest("dialog");
    this.editor.on("change", () => { if (!this.isQuiet) this.heard.change(); });
    this.editor.selection.on("changeCursor", () => { if (!this.isQuiet) this.heard.cursor(); });
    this.editor.selection.on("changeSelection", () => { if (!this.isQuiet) this.heard.cursor(); });
  }

  get text() { return this.editor.getValue(); }
  get selection() { return this.editor.getSelectedText(); }
  get isFocused() { return this.editor.isFocused(); }

  get cursor() {
    const { row, column } = this.editor.getCursorPosition();
    return { line: row, column };
  }

  quietly(act) {
    this.isQuiet = true;
    try { act(); } finally { this.isQuiet = false; }
  }

  // Another text of the same file: the cursor stays, and Ctrl+Z brings the former text back.
  replace(text) {
    const at = this.editor.getCursorPosition();
    this.quietly(() => { this.editor.session.doc.setValue(text); this.editor.moveCursorToPosition(at); this.editor.clearSelection(); });
  }

  open(text) {
    this.quietly(() => { this.editor.session.setValue(text); this.editor.moveCursorTo(0, 0); });
    this.editor.session.setMode(/^\s*[{[]/.test(text) ? "ace/mode/text" : "ace/mode/yaml");
  }

  go({ line, start }) {
    this.editor.focus();
    this.editor.gotoLine(line + 1, start, false);
  }

  // Underlines, and marks beside the line numbers.
  mark(problems) {
    const { session } = this.editor;
    for (const marker of this.markers) session.removeMarker(marker);
    const { Range } = ace.require("ace/range");
    this.markers = problems.map(({ line, start, end, severity }) => session.addMarker(new Range(line, start, line, end), `ace-${severity}`, "text"));
    session.setAnnotations(problems.map(({ line, start, text, severity }) => ({ row: line, column: start, text, type: severity })));
  }

  focus() { this.editor.focus(); }

  show(yes) {
    this.place.hidden = !yes;
    if (yes) this.editor.resize(true);
  }
}
