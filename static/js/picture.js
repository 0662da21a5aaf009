// The picture of who owns whom: each module tends to one thing.
import { findPods } from "./finder.js";
import { keepHeights } from "./steady.js";
import { showTwins } from "./twins.js";
import { takeDifferences } from "./delta.js";
import { tellAges } from "./ages.js";

export function tendPicture() {
  takeDifferences();
  findPods();
  keepHeights();
  showTwins();
  tellAges();
}
