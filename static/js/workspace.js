// What the workspace does beyond htmx: each module attaches one behaviour.
import { announceProgress } from "./announce.js";
import { askFirst } from "./confirm.js";
import { fadeToasts } from "./toasts.js";
import { keepCursor } from "./feed.js";
import { keepEdits } from "./morph.js";
import { keepFocus } from "./focus.js";
import { keepManifest } from "./editor.js";
import { openPanel } from "./panel.js";
import { runClock } from "./clock.js";
import { showCommands } from "./commands.js";
import { tidyLog } from "./log.js";

keepCursor();
keepEdits();
keepFocus();
keepManifest();
runClock();
showCommands();
tidyLog();
openPanel();
fadeToasts();
askFirst();
announceProgress();
