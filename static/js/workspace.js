// What the workspace does beyond htmx: each module attaches one behaviour.
import { keepCursor } from "./feed.js";
import { keepEdits } from "./morph.js";
import { runClock } from "./clock.js";
import { showCommands } from "./commands.js";
import { tidyLog } from "./log.js";
import { openPanel } from "./panel.js";
import { fadeToasts } from "./toasts.js";
import { askFirst } from "./confirm.js";

keepCursor();
keepEdits();
runClock();
showCommands();
tidyLog();
openPanel();
fadeToasts();
askFirst();
