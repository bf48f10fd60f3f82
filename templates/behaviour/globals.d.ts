// What the page's scripts find there: its elements, the libraries that are loaded beside them, and what they leave for
// each other. Types only; nothing of it is in what ships.

/** An element of a template. Of which kind it is, the template says; this is what is used of all kinds. */
interface Part extends HTMLElement {
  readonly dataset: Told;
  alt: string;
  checked: boolean;
  closest(selectors: string): Part | null;
  close(): void;
  content: string;
  decode(): Promise<void>;
  defaultValue: string;
  disabled: boolean;
  elements: HTMLCollection & Record<string, Part> & Iterable<Part>;
  files: FileList;
  height: number;
  href: string;
  indeterminate: boolean;
  max: string;
  min: string;
  name: string;
  open: boolean;
  options: HTMLOptionsCollection | undefined;
  readOnly: boolean;
  reset(): void;
  requestSubmit(): void;
  select(): void;
  selectedIndex: number;
  selectedOptions: HTMLCollectionOf<HTMLOptionElement>;
  setRangeText(text: string, start: number, end: number, mode: SelectionMode): void;
  setSelectionRange(start: number, end: number): void;
  selectionEnd: number;
  selectionStart: number;
  showModal(): void;
  src: string;
  step: string;
  validity: ValidityState;
  value: string;
  width: number;
}

/** What a template tells at an element; a script asks for nothing that is not there, or says what is to be instead. */
interface Told extends DOMStringMap {
  [name: string]: string;
}

interface ParentNode {
  querySelector(selectors: string): Part | null;
  querySelectorAll(selectors: string): NodeListOf<Part>;
}

interface Element {
  closest(selectors: string): Part | null;
}

interface Document {
  getElementById(id: string): Part | null;
}

/** An event as listeners of the page hear it: it happens to one of the page's elements. */
type Heard<Kind extends Event = Event> = Kind & { target: Part };
type Dragged = Heard<DragEvent> & { dataTransfer: DataTransfer };
type Pasted = Heard<ClipboardEvent> & { clipboardData: DataTransfer };

/** What a model takes, and what it costs, as server/paintings/models tells it. */
interface Range {
  min: number;
  max: number;
  step: number;
  default: number;
}

interface Price {
  known?: boolean;
  tile_pixels: number;
  whole_tiles: boolean;
  first_tile: number | null;
  per_tile: number;
  per_tile_and_step: number;
  per_input_tile: number;
  per_input_tile_and_step: number;
}

interface Profile {
  width: Range;
  height: Range;
  steps?: Range | null;
  guidance?: Range | null;
  seed?: boolean;
  negative?: boolean;
  input?: string;
  limit: number;
  english?: boolean;
  price?: Price;
}

/** Of the form's component what those inside of it use. */
interface FormScope {
  readonly each: number;
  readonly ordered: number;
  guidance: number;
  height: number;
  model: string;
  references: number;
  steps: number;
  width: number;
  paintings: number;
  hasProblem: boolean;
  profile: Profile;
}

/** Of the library's component what its parts change. */
interface LibraryView {
  total: number;
  selected: number;
  selectedIds: string;
  filters: number;
  narrowed: boolean;
  detailsOpen: boolean;
  /** Whether the details have a place beside the pictures. */
  isWide: boolean;
  allFavourite: boolean;
}

/** What had the focus before a part of the page was drawn anew. */
interface Focus {
  id: string;
  painting: string | undefined;
  next: string | undefined;
}

// -- Alpine --

interface Magics {
  readonly $el: Part;
  readonly $root: Part;
  readonly $refs: Record<string, Part>;
  $dispatch(name: string, detail?: unknown): void;
  $nextTick(work: () => void): void;
}

declare const Alpine: {
  data<Component extends object>(name: string, make: () => Component & ThisType<Component & Magics & FormScope>): void;
};

// -- htmx --

interface HtmxContext {
  fetch: typeof fetch;
  request: { action: string; body: unknown; headers: Record<string, string> };
  response?: { raw?: Response };
  sourceElement: Part;
}

type HtmxEvent = Heard<CustomEvent<{ ctx: HtmxContext }>>;

interface DocumentEventMap {
  "htmx:before:request": HtmxEvent;
}

interface HTMLElementEventMap {
  "htmx:after:request": HtmxEvent;
}

declare const htmx: {
  ajax(
    method: string,
    path: string,
    how: { source: string; target?: string; swap: string; values?: object },
  ): Promise<void>;
  process(element: Element): void;
  trigger(element: Element | string, name: string): void;
};

// -- what engines have that is not in any standard's types yet --

interface Navigator {
  userAgentData?: { brands?: { brand: string }[] };
}

// -- what scripts leave for each other --

declare var atelier: typeof import("./atelier/offered.js").offered;
declare var markedBefore: MarkedBefore | null | undefined;

/** What was marked and typed for a picture in a dialog that has been closed. */
interface MarkedBefore {
  address: string;
  canvas: HTMLCanvasElement;
  words: Part[];
  isChanged(): boolean;
}
