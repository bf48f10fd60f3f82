// What opens over the page and shows pictures large; asked for with the first of them.

import "./compare.js";
import "./lightbox.js";
