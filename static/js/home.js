// The front page: deleting a sandbox asks first.
import { askFirst } from "./confirm.js";

askFirst();
