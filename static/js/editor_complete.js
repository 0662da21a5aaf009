// Completion: what may be typed at the cursor is for the server to say, which knows the schemas.
import { know } from "./editor_know.js";

const WORD = /[\w\-./:]/;
// After a colon or a dash a value or a field is due; after any other space nobody wants a list.
const IS_DUE = /[:-]\s+$/;
const BEST = 1000;
let asked = false;

function shown(offer, place, start) {
  return {
    caption: offer.text,
    value: offer.text,
    insert: offer.insert,
    more: offer.more,
    start,
    score: BEST - place,
    meta: offer.is_required ? `${offer.type}, required` : offer.type,
    docText: offer.about,
    completer,
  };
}

async function getCompletions(editor, session, { row, column }, prefix, answer) {
  const before = session.getLine(row).slice(0, column);
  const wished = asked || prefix || IS_DUE.test(before);
  asked = false;
  if (!wished) { answer(null, []); return; }
  const { offers } = await know("offers", editor.getValue(), { line: row, column });
  answer(null, offers ? offers.offers.map((offer, place) => shown(offer, place, offers.start)) : []);
}

function insertMatch(editor, { insert, more, start }) {
  const { Range } = window.ace.require("ace/range");
  const { row, column } = editor.getCursorPosition();
  editor.session.replace(new Range(row, Math.min(start, column), row, column), insert);
  if (more) setTimeout(() => offerByKey(editor));
}

export function offerByKey(editor) {
  asked = true;
  const { Autocomplete } = window.ace.require("ace/autocomplete");
  const popup = Autocomplete.for(editor);
  popup.autoInsert = false;
  popup.autoSelect = true;
  popup.showPopup(editor);
}

export const completer = { id: "kubernetes", identifierRegexps: [WORD], triggerCharacters: [" "], getCompletions, insertMatch };
