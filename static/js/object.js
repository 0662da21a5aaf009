// One object on a page of its own.
import { offerCopies } from "./copy.js";

offerCopies();
