// Made of templates/behaviour/atelier by `make assets`.
"use strict";

// Whether somebody looks, for the program to know whom to notify; and the sound, made here: two soft tones.

document.addEventListener("alpine:init", () => {
  Alpine.data("attention", () => ({
    init() { if (this.$root.dataset.front !== String(document.hasFocus())) this.tell(); },
    tell() { navigator.sendBeacon("/window/front", new URLSearchParams({ front: document.hasFocus() ? "yes" : "no" })); },
  }));

  Alpine.data("chime", () => ({ init() { ring(); } }));
  Alpine.data("soundChoice", () => ({ sample() { if (this.$root.value === "on") ring(); } }));
});

let audio;

function ring() {
  audio ??= new AudioContext();
  audio.resume();
  for (const [pitch, after] of [[659.3, 0], [880, 0.14]]) {
    const tone = new OscillatorNode(audio, { type: "sine", frequency: pitch });
    const loudness = new GainNode(audio, { gain: 0 });
    const begins = audio.currentTime + after;
    loudness.gain.linearRampToValueAtTime(0, begins);
    loudness.gain.linearRampToValueAtTime(0.12, begins + 0.015);
    loudness.gain.exponentialRampToValueAtTime(0.0001, begins + 0.5);
    tone.connect(loudness).connect(audio.destination);
    tone.start(begins);
    tone.stop(begins + 0.55);
  }
}

// While somebody composes (the sound of a Chinese word in Latin letters, say), keys and half-written words belong to the
// input method. Nothing else on the page hears of them; of the text it hears once, when that is there.

let composedIn = null;

// A field that was replaced or left meanwhile does not always say how it ended.
const isComposing = () => composedIn !== null && composedIn.isConnected && composedIn === document.activeElement;

// Before everybody else, for these are the first listeners of the window.
const hear = (name, listener) => addEventListener(name, listener, { capture: true });

hear("compositionstart", ({ target }) => { composedIn = target; });
hear("compositionend", ({ target }) => {
  composedIn = null;
  // Firefox tells of the text after this, Chromium and WebKit told of it before, when nobody was to hear.
  target.dispatchEvent(new Event("input", { bubbles: true }));
});
hear("input", (event) => {
  if (event.isComposing || (isComposing() && event.target === composedIn)) event.stopImmediatePropagation();
});

// The key that ends it comes after the end in WebKit, and is known by its number alone.
const OF_INPUT_METHOD = 229;
const ofInputMethod = (event) => event.isComposing || event.keyCode === OF_INPUT_METHOD;
hear("keydown", (event) => {
  if (!ofInputMethod(event)) return;
  event.stopImmediatePropagation();
  // Nor does the engine close a dialog, empty a search or send a form for it. The input method has had it by now.
  if (event.key === "Escape" || event.key === "Enter") event.preventDefault();
});
hear("keyup", (event) => { if (ofInputMethod(event)) event.stopImmediatePropagation(); });

// The account and the way to it: what the forms of a connection show.

document.addEventListener("alpine:init", () => {
  // The keyring answered after the page was there, and it holds nothing.
  Alpine.data("firstStart", () => ({ init() { if (location.pathname === "/") location.assign("/connection"); } }));

  // The fields of one's own proxy are there only where it is chosen.
  Alpine.data("proxy", () => ({
    choose() { this.$refs.own.dataset.own = String(this.$el.value === "own"); },
  }));

  Alpine.data("login", () => ({
    kind: "password",
    toggle() { this.kind = this.kind === "password" ? "text" : "password"; },
    isShown() { return String(this.kind === "text"); },
  }));
});

// Pictures and texts for the clipboard. In the window the program itself copies pictures.

document.addEventListener("alpine:init", () => {
  Alpine.data("copyImage", () => ({
    async copy() {
      const { done, refused } = this.$root.dataset;
      try {
        await navigator.clipboard.write([new ClipboardItem({ "image/png": asPng(this.$root.value) })]);
        say(done);
      } catch {
        say(refused);
      }
    },
  }));

  // The text is said on the button, or is that of the element whose id is the button's value.
  Alpine.data("copyText", () => ({
    async copy() {
      const { done, refused, text = document.getElementById(this.$root.value).textContent } = this.$root.dataset;
      say(text && (await copied(text)) ? done : refused);
    },
  }));
});

async function asPng(url) {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d").drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: "image/png" });
}

/** Some windows refuse pages the clipboard; a selected text can be copied in all of them. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedSelected(text);
  }
}

function copiedSelected(text) {
  const focused = document.activeElement;
  const field = Object.assign(document.createElement("textarea"), { className: "sr-only", value: text });
  (document.querySelector("dialog[open]") ?? document.body).append(field); // an open dialog lets nothing else be selected
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  focused?.focus();
  return done;
}

// Dialogs and messages that leave by themselves.

document.addEventListener("alpine:init", () => {
  Alpine.data("toast", () => ({
    timer: 0,
    init() { this.timer = setTimeout(() => this.leave(), Number(this.$root.dataset.seconds) * 1000); },
    leave() { setTimeout(() => this.$root.remove(), 50); },
    destroy() { clearTimeout(this.timer); },
  }));

  Alpine.data("pressed", () => ({
    init() { this.$nextTick(() => this.$root.click()); },
    leave() { setTimeout(() => this.$root.remove(), 0); },
  }));

  Alpine.data("dismissible", () => ({ dismiss() { this.$root.remove(); } }));

  Alpine.data("modal", () => ({
    init() { this.$root.showModal(); },
    leave() { this.$root.close(); },
    remove() { this.$root.remove(); },
  }));
});

function say(message) {
  const toast = document.createElement("div");
  toast.className = "toast-item";
  toast.textContent = message;
  document.getElementById("toasts").append(toast);
  setTimeout(() => toast.remove(), 4000);
}

// What the page keeps by the way, and first of all the form while it is being filled in: on its way to the server, and
// there before anything is asked that could answer with it, or the page goes.

const REST = 400; // milliseconds without typing, after which the form is kept
const LONGEST_WAIT = 1000; // milliseconds; better to go with something lost than not to go
const MOST_ALIVE = 60_000; // bytes; browsers refuse to send more for a page that goes

const onItsWay = new Set();

/** Send these values for good; nothing of the answer is wanted. */
function keep(path, values) {
  const body = new URLSearchParams(values);
  const sent = fetch(path, { method: "POST", body, keepalive: String(body).length < MOST_ALIVE }).then(({ ok }) => ok, () => false);
  return tracked(sent);
}

function tracked(sent) {
  onItsWay.add(sent);
  return sent.finally(() => onItsWay.delete(sent));
}

const draft = {
  kept: null, // as the server has it
  asked: null, // as it was sent
  last: Promise.resolve(),
  timer: 0,

  get form() { return document.getElementById("create"); },
  get text() { return this.form && String(new URLSearchParams(new FormData(this.form))); },
  get isKept() { return !this.form || this.text === this.kept; },

  /** A form has come from the server; what was typed before this script was there is not known there. */
  begin() { this.kept = this.asked = [...this.form.elements].every(isAsServed) ? this.text : null; },

  /** One after the other, so that the last one counts. */
  keep() {
    const { text } = this;
    if (this.isKept || text === this.asked) return this.last;
    this.asked = text;
    this.last = this.last.then(async () => {
      const isThere = await keep("/draft", text);
      if (isThere) this.kept = text;
      else if (this.asked === text) this.asked = null;
    });
    return tracked(this.last);
  },

  /** What is typed is kept meanwhile too; a slider that moves asks nothing of the server. */
  changed({ target }) {
    if (target.id !== "prompt") return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), REST);
  },

  /** No answer is waited for here: the page that comes instead brings the name along, and the server waits for it. */
  leave() {
    if (this.isKept) return;
    const name = String(Date.now());
    if (!navigator.sendBeacon(`/draft?leaving=${name}`, new URLSearchParams(this.text))) return;
    document.cookie = `atelier-${location.port}-left=${name}; path=/; max-age=10; samesite=strict`;
    this.kept = this.asked = this.text;
  },
};

function isAsServed(field) {
  if (field.options) return [...field.options].every((option) => option.selected === option.defaultSelected);
  return field.disabled || field.defaultValue === undefined || field.value === field.defaultValue;
}

const isSettled = () => draft.isKept && !onItsWay.size;

async function settled() {
  draft.keep();
  await Promise.race([Promise.allSettled(onItsWay), new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT))]);
}

addEventListener("input", (event) => draft.changed(event));

// An answer may be the form anew, or another page that has it. An order carries it along, and nothing goes before that.
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const ask = ctx.fetch;
  const mayGo = ctx.sourceElement?.id === "create" || isSettled();
  ctx.fetch = async (...request) => {
    if (!mayGo) await settled();
    const answer = ask(...request);
    return ctx.request.action === "/preferences" ? tracked(answer) : answer;
  };
});

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const isOurs = link && !link.target && !link.hasAttribute("download") && link.origin === location.origin && !(link.hash && link.pathname === location.pathname);
  if (!isOurs || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || isSettled()) return;
  event.preventDefault();
  settled().then(() => location.assign(link.href));
});

// Before a page is asked for that is to come instead, by reloading for example; and once more when it is there.
for (const name of ["beforeunload", "pagehide"]) addEventListener(name, () => draft.leave());

// Dragging: what comes from outside and where it has left, and pictures that are dragged out.

const bringsFiles = ({ dataTransfer }) => [...(dataTransfer?.types ?? [])].includes("Files");

let entered = null; // by what is being dragged, last
addEventListener("dragenter", ({ target }) => { entered = target; }, { capture: true });

/** Whether a `dragleave` heard by this element means the element itself, and not one part of it for the sake of another.
 * WebKit names no `relatedTarget` (https://bugs.webkit.org/show_bug.cgi?id=66547), but every engine says what is entered
 * before it says what is left. */
const hasLeft = (element, { target }) => target === entered || !element.contains(entered);

// Chromium and its relatives load what is told them as `DownloadURL` when a picture is dropped elsewhere. For WebKit any
// data of the page's own means that nothing of the picture is wanted. Qt's engine names no brands; its name has "Chrome/".
const isChromium = navigator.userAgentData?.brands?.some(({ brand }) => brand === "Chromium") || /\bChrome\//.test(navigator.userAgent);
// Where there is no other way to the whole picture, the one that is shown is given away: so does the window's engine.
const givesWhatIsShown = document.body.dataset.native === "true" || !isChromium;

/** What is shown becomes the whole picture when it is pressed, which is before a drag begins. */
function showWhole({ target, button }) {
  if (button || !target.dataset?.file || isWhole(target)) return;
  const picture = new Image();
  picture.src = target.src.replace("/thumbnail", "/picture");
  picture.decode().then(() => { target.src = picture.src; }, () => {});
}

/** Whether a drag of this picture gives away the picture, and not what stands for it. */
const isWhole = (image) => !givesWhatIsShown || !image.src.includes("/thumbnail");

function giveAway({ dataTransfer }, name, address) {
  dataTransfer.effectAllowed = "copy";
  if (isChromium) dataTransfer.setData("DownloadURL", `application/octet-stream:${name}:${new URL(address, location.href)}`);
}

// How pictures are given away: the names of the files, their form and quality.

document.addEventListener("alpine:init", () => {
  // A pattern for file names, and the words that can be put into it.
  const insertInto = (root, word) => {
    const field = root.querySelector("[name=pattern]");
    field.setRangeText(word, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  Alpine.data("pattern", () => ({ insert() { insertInto(this.$root, this.$el.value); } }));

  Alpine.data("exporting", () => ({
    form: "",
    quality: 0,
    init() {
      this.form = this.$root.querySelector("[name=format]:checked").value;
      this.quality = Number(this.$root.querySelector("[name=quality]").value);
      this.fill();
      this.$root.showModal();
    },
    get isLossless() { return !this.isLossy; },
    get isLossy() { return this.form === "jpeg" || this.form === "webp"; },
    choose() { this.form = this.$el.value; },
    slide() { this.quality = Number(this.$el.value); this.fill(); },
    fill() { this.$root.querySelector("[name=quality]").style.setProperty("--share", (this.quality - 1) / 99); },
    insert() { insertInto(this.$root, this.$el.value); },
    // Not before the browser has taken the form.
    leaveSoon() { setTimeout(() => this.leave(), 0); },
    leave() { this.$root.close(); },
    // Later than what was typed last is asked about, which would find its place gone.
    remove() { setTimeout(() => this.$root.remove(), 400); },
  }));
});

// The form on the left. What it shows while one types, slides or chooses a model needs no server.

document.addEventListener("alpine:init", () => {
  Alpine.data("create", () => ({
    length: 0,
    steps: 0,
    count: 0,
    width: 0,
    height: 0,
    guidance: 0,
    seed: "",
    references: 0,
    model: "",
    profile: {},
    option: {},
    paintings: 0, // of all combinations of a prompt, where those are wanted
    position: -1,

    init() {
      const { steps, count, width, height, guidance, seed } = this.$root.dataset;
      Object.assign(this, { steps: Number(steps), count: Number(count), width: Number(width), height: Number(height), guidance: Number(guidance), seed });
      this.readModel();
      this.measure();
      this.fillSliders();
      this.drawOutline();
      draft.begin();
    },
    get field() { return this.$root.querySelector("#prompt"); },
    get counter() { return this.$root.querySelector("#count"); },
    get ordered() { return this.paintings || this.count; },

    // -- the model --
    readModel() {
      const [chosen] = this.$root.querySelector("#model").selectedOptions;
      this.model = chosen.value;
      this.option = { ...chosen.dataset };
      this.profile = JSON.parse(this.option.profile);
    },
    // The account's list has come, and other options with it: what was chosen stays, unless it is something else now.
    relisted() {
      const select = this.$root.querySelector("#model");
      const { profile } = this.option;
      select.value = this.model;
      if (!select.value) select.selectedIndex = 0;
      if (select.value === this.model && select.selectedOptions[0].dataset.profile === profile) this.readModel();
      else this.chooseModel();
    },
    chooseModel() {
      const before = this.profile;
      this.readModel();
      for (const name of ["steps", "guidance"]) this.takeOver(name, before[name]);
      if (before.width.default !== this.profile.width.default || isFixed(this.profile.width)) this.setSize(this.profile.width.default, this.profile.height.default);
      else this.setSize(this.width, this.height);
      this.fillSliders();
    },
    // A number moved by hand stays, as far as the model allows; one that was the old model's own becomes the new one's.
    takeOver(name, before) {
      const range = this.profile[name];
      if (!range) return;
      const own = !before || isFixed(before) || this[name] === before.default;
      this[name] = own ? range.default : nearest(range, this[name]);
      const slider = this.$root.querySelector(`#${name}`);
      Object.assign(slider, { min: range.min, max: range.max, step: range.step, value: this[name] });
    },
    get licence() { return this.option.licence; },
    get maker() { return this.option.maker; },
    get remark() { return this.option.remark; },
    get seedRemark() { return this.option.seedRemark; },
    get lacksSeedRemark() { return !this.option.seedRemark; },
    get lacksNegative() { return !this.profile.negative; },
    get lacksPictures() { return this.profile.input !== "references"; },
    referred({ detail }) { this.references = detail; },
    get lacksSize() { return !this.profile.width || isFixed(this.profile.width); },
    get lacksGuidance() { return !this.profile.guidance; },
    get lacksSeed() { return !this.profile.seed; },
    get hasFixedSteps() { return !this.profile.steps || isFixed(this.profile.steps); },
    get fewestSteps() { return this.profile.steps?.min; },
    get mostSteps() { return this.profile.steps?.max; },
    get shownLimit() { return grouped(this.profile.limit ?? 0); },

    // -- size --
    get shownSize() { return `${this.width} × ${this.height}`; },
    get sides() { return ["width", "height"].map((name) => this.$root.querySelector(`#${name}`)); },
    chooseShape() {
      const [across, down] = this.$el.value.split(":").map(Number);
      const { width, height } = this.profile;
      const area = width.default * height.default;
      const wished = Math.sqrt((area * across) / down);
      this.setSize(wished, (wished * down) / across);
    },
    isShape() {
      const [across, down] = this.$el.value.split(":").map(Number);
      return String(Math.abs(this.width / this.height / (across / down) - 1) < 0.02);
    },
    swapSides() { this.setSize(this.height, this.width); },
    sized() {
      const [width, height] = this.sides.map((side) => Number(side.value));
      if (width > 0 && height > 0) Object.assign(this, { width, height });
      this.drawOutline();
    },
    fitSize() { this.setSize(this.width, this.height); },
    setSize(width, height) {
      this.width = nearest(this.profile.width, width);
      this.height = nearest(this.profile.height, height);
      const [across, down] = this.sides;
      Object.assign(across, { min: this.profile.width.min, max: this.profile.width.max, value: this.width });
      Object.assign(down, { min: this.profile.height.min, max: this.profile.height.max, value: this.height });
      this.drawOutline();
    },
    drawOutline() {
      const largest = Math.max(this.width, this.height);
      const { style } = this.$refs.outline;
      style.width = `${(100 * this.width) / largest}%`;
      style.height = `${(100 * this.height) / largest}%`;
    },

    // -- seed and guidance --
    get isSeedFree() { return !this.seed; },
    get isSeedHeld() { return Boolean(this.seed); },
    seeded() { this.seed = this.$el.value.trim(); },
    throwDice() { this.setSeed(String(crypto.getRandomValues(new Uint32Array(1))[0])); },
    releaseSeed() { this.setSeed(""); },
    setSeed(seed) {
      this.seed = seed;
      this.$root.querySelector("#seed").value = seed;
    },
    guided() { this.guidance = Number(this.$el.value); fillSlider(this.$el); },
    fillSliders() { for (const slider of this.$root.querySelectorAll("input[type=range]")) fillSlider(slider); },

    // Neurons of one painting, for whoever shows what an order costs.
    get each() { return this.profile.price ? priceOf(this.profile.price, this.width, this.height, this.steps, this.lacksPictures ? 0 : this.references) : 0; },
    get shownLength() { return grouped(this.length); },
    get isOver() { return String(this.length > this.profile.limit); },

    // What was wrong is being mended: the server says it again if it is not.
    corrected() {
      for (const field of this.$root.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
      for (const error of this.$root.querySelectorAll(".field-error")) error.textContent = "";
    },
    typed() { this.position = -1; this.measure(); },
    measure() {
      const field = this.field;
      this.length = [...field.value.trim()].length;
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight + 2}px`;
    },
    stepped() { this.steps = Number(this.$el.value); fillSlider(this.$el); },
    fewer() { this.setCount(this.count - 1); },
    more() { this.setCount(this.count + 1); },
    counted() { if (this.counter.validity.valid) this.count = Number(this.counter.value); },
    setCount(value) {
      this.count = Math.min(Number(this.counter.max), Math.max(1, value));
      this.counter.value = this.count;
    },

    // Arrow up in the empty field brings the last prompts, as in a terminal.
    earlier(event) { this.recall(event, 1); },
    later(event) { if (this.position >= 0) this.recall(event, -1); },
    recall(event, by) {
      if (this.position < 0 && this.field.value) return;
      const prompts = [...document.querySelectorAll("#recent-prompts li")];
      const position = Math.min(prompts.length - 1, Math.max(-1, this.position + by));
      if (position === this.position) return;
      event.preventDefault();
      write(this.field, position < 0 ? "" : prompts[position].textContent);
      this.position = position;
    },
  }));
});

/** Put text into the prompt field as if it were typed, so that counting and keeping the draft happen as usual.
 * `typed` is what the text was made from, where it is not somebody's own words. */
function write(field, text, typed = "") {
  dispatchEvent(new CustomEvent("rewritten", { detail: typed === text ? "" : typed }));
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.setSelectionRange(text.length, text.length);
}

const isFixed = (range) => range.min === range.max;

/** The number next to this one that a model takes. */
function nearest(range, number) {
  const within = Math.min(Math.max(number, range.min), range.max);
  const most = Math.floor((range.max - range.min) / range.step);
  const steps = Math.min(Math.floor((within - range.min) / range.step + 0.5), most);
  return Number((range.min + steps * range.step).toFixed(6));
}

/** The part of its track that a slider has left behind has another colour. */
function fillSlider(slider) {
  slider.style.setProperty("--share", (slider.value - slider.min) / (slider.max - slider.min));
}

// The paintings: neighbours by arrow keys, the actions as a menu on a right click; the seconds they take, and how a
// picture arrives.

const LONGEST = 100; // milliseconds that the rest waits for a picture
const expected = new Image(); // the picture that is being painted
const seen = (image) => Promise.race([image?.decode().catch(() => {}), new Promise((resolve) => setTimeout(resolve, LONGEST))]);

document.addEventListener("alpine:init", () => {
  Alpine.data("gallery", () => ({
    menuOf: null,
    init() { openLightboxFrom(this.$root.querySelector("#paintings")); },
    useExample() {
      write(document.getElementById("prompt"), this.$el.value);
      document.getElementById("prompt").focus();
    },
    keys(event) {
      if (event.key === "Escape") return this.closeMenu();
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
      const painting = paintingOf(event.target);
      if (by !== undefined && painting) this.move(event, painting, by);
      else if (event.key === "Enter" && event.target === painting) painting.querySelector(".open")?.click();
    },
    move(event, painting, by) {
      const all = [...painting.parentElement.children];
      const next = all[Math.min(all.length - 1, Math.max(0, all.indexOf(painting) + by))];
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: "nearest", behavior: reducedMotion.matches ? "auto" : "smooth" });
    },
    menu(event) {
      const painting = paintingOf(event.target);
      if (!painting) return;
      event.preventDefault();
      this.closeMenu();
      painting.focus({ preventScroll: true });
      const actions = painting.querySelector(".actions");
      actions.classList.add("as-menu");
      actions.style.left = `${Math.min(event.clientX, innerWidth - actions.offsetWidth - 8)}px`;
      actions.style.top = `${Math.min(event.clientY, innerHeight - actions.offsetHeight - 8)}px`;
      this.menuOf = actions;
    },
    pressed(event) { showWhole(event); },
    drag(event) {
      const { file, name } = event.target.dataset ?? {};
      if (!file) return;
      if (!isWhole(event.target)) return event.preventDefault();
      giveAway(event, name, file);
    },
    closeMenu() {
      this.menuOf?.classList.remove("as-menu");
      this.menuOf?.removeAttribute("style");
      this.menuOf = null;
    },
  }));

  Alpine.data("elapsed", () => ({
    seconds: 0,
    timer: 0,
    init() {
      const begun = performance.now() - Number(this.$root.dataset.since) * 1000;
      const tick = () => { this.seconds = Math.max(0, Math.floor((performance.now() - begun) / 1000)); };
      tick();
      this.timer = setInterval(tick, 250);
    },
    get text() { return this.$root.dataset.pattern.replace("{n}", this.seconds); },
    destroy() { clearInterval(this.timer); },
  }));

  // The newest picture is asked for while it is painted: the answer comes when it is kept. One at a time, since a browser
  // has six connections; and not before the page is loaded, which would wait for it.
  Alpine.data("expected", () => ({
    init() {
      const expect = () => {
        expected.src = this.$root.dataset.picture;
        expected.decode().catch(() => {});
      };
      if (document.readyState === "complete") expect();
      else addEventListener("load", expect, { once: true });
    },
  }));

  // A finished picture fades in once, when it can be drawn whole.
  Alpine.data("fadeIn", () => ({
    init() {
      const image = this.$root;
      image.classList.add("arriving");
      image.decode().catch(() => {}).then(() => image.classList.remove("arriving"));
    },
  }));
});

// A picture alone and large.

const SLIDE_SECONDS = 4;

/** The lightbox is fetched with the first click on a picture; from then on it listens itself. */
function openLightboxFrom(list) {
  let lightbox;
  list.addEventListener("click", async (event) => {
    const link = event.target.closest("a.open");
    if (!link || lightbox || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    lightbox = makeLightbox(list);
    const links = [...list.querySelectorAll("a.open")];
    (await lightbox).loadAndOpen(links.indexOf(link), { gallery: list });
  });
}

async function makeLightbox(list) {
  const { photoswipe, lightbox: module } = document.body.dataset;
  const { default: PhotoSwipeLightbox } = await import(module);
  const lightbox = new PhotoSwipeLightbox({ gallery: list, children: "a.open", pswpModule: () => import(photoswipe), ...lightboxOptions() });
  lightbox.on("beforeOpen", () => nameLightbox(lightbox.pswp));
  lightbox.addFilter("domItemData", (data, element) => ({ ...data, alt: element.querySelector("img")?.alt, told: element.querySelector("img")?.dataset.told }));
  lightbox.init();
  return lightbox;
}

function lightboxOptions() {
  return {
    bgOpacity: 0.97,
    padding: { top: 56, bottom: 24, left: 16, right: 16 },
    wheelToZoom: true,
    secondaryZoomLevel: 1,
    maxZoomLevel: 4,
    loop: false,
    zoomAnimationDuration: reducedMotion.matches ? 0 : 180,
    ...document.getElementById("lightbox-labels").dataset,
  };
}

/** Handles and words for whoever does not see it; to be called before it opens. */
function nameLightbox(pswp) {
  // It hears no key before it is wholly open.
  const opening = new AbortController();
  const wish = (event) => { if (event.key === "Escape") pswp.on("openingAnimationEnd", () => setTimeout(() => pswp.close())); };
  document.addEventListener("keydown", wish, { signal: opening.signal });
  pswp.on("openingAnimationEnd", () => opening.abort());
  pswp.on("afterInit", () => { pswp.element.dataset.testid = "lightbox"; });
  pswp.on("contentActivate", ({ content }) => {
    pswp.element.ariaLabel = content.data.alt;
    if (!content.element) return;
    content.element.dataset.testid = "lightbox-image";
    content.element.title = content.data.told ?? content.data.alt ?? "";
  });
  addLightboxTools(pswp);
  pswp.on("contentDeactivate", ({ content }) => { if (content.element) delete content.element.dataset.testid; });
}

/** Slide show and full screen. Both end with the lightbox. */
function addLightboxTools(pswp) {
  const { playTitle, pauseTitle, fullTitle, icons } = document.getElementById("lightbox-labels").dataset;
  const drawn = (name) => `<svg class="pswp__icn lightbox-icon" aria-hidden="true"><use href="${icons}#${name}"></use></svg>`;
  let playing = 0;
  const stop = () => {
    clearInterval(playing);
    playing = 0;
  };
  const play = (button) => {
    if (playing) stop();
    else playing = setInterval(() => (pswp.currIndex + 1 < pswp.getNumItems() ? pswp.next() : pswp.goTo(0)), SLIDE_SECONDS * 1000);
    button.title = button.ariaLabel = playing ? pauseTitle : playTitle;
    button.innerHTML = drawn(playing ? "pause" : "play");
  };
  const fill = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {});
  pswp.on("uiRegister", () => {
    pswp.ui.registerElement({ name: "play", order: 7, isButton: true, title: playTitle, html: drawn("play"), onClick: (event, button) => play(button), onInit: (button) => { button.dataset.testid = "slide-show"; } });
    if (!document.fullscreenEnabled) return;
    pswp.ui.registerElement({ name: "full", order: 8, isButton: true, title: fullTitle, html: drawn("maximize"), onClick: fill, onInit: (button) => { button.dataset.testid = "full-screen"; } });
  });
  pswp.on("keydown", ({ originalEvent: { key, ctrlKey, metaKey, altKey } }) => {
    if (ctrlKey || metaKey || altKey) return;
    if (key === "p") play(pswp.element.querySelector('[data-testid="slide-show"]'));
    if (key === "f" && document.fullscreenEnabled) fill();
  });
  pswp.on("close", () => {
    stop();
    if (document.fullscreenElement) document.exitFullscreen();
  });
}

// Taking the user to what an error is about.

document.addEventListener("alpine:init", () => {
  Alpine.data("mend", () => ({
    // Where there is no form, as in the library, there is nothing to be taken to.
    init() { if (!document.getElementById("create")) this.$root.hidden = true; },
    soon() { this.$nextTick(() => this.mend()); },
    mend() {
      const form = document.getElementById("create");
      if (!form) return;
      const { how, part, limit } = this.$root.dataset;
      const found = document.getElementById(part);
      const field = found && form.contains(found) && found.checkVisibility() ? found : form;
      if (field === form) form.tabIndex = -1;
      (field.tabIndex < 0 && field !== form ? field.querySelector("button") ?? field : field).focus({ preventScroll: true });
      // With what is said about it. In a low window the button to paint covers the form's lower edge.
      const said = document.getElementById(`${part}-error`);
      if (field !== form) (said?.textContent.trim() ? said : field).scrollIntoView({ block: "center" });
      if (how === "reword") field.setSelectionRange(field.value.length, field.value.length);
      if (how === "shorten") selectSurplus(field, Number(limit ?? limitOf(form)));
    },
  }));

  // Stands for a control that is elsewhere on the page.
  Alpine.data("stands", () => ({
    get other() { return document.getElementById(this.$root.dataset.for); },
    init() { if (!this.other) this.$root.hidden = true; },
    press() { this.other?.click(); },
  }));
});

/** Characters that the model chosen takes. */
function limitOf(form) {
  return JSON.parse(form.querySelector("#model option:checked").dataset.profile).limit;
}

/** Select what is beyond the limit, in characters as the server counts them: without the blanks around the text. */
function selectSurplus(field, limit) {
  const blanks = field.value.length - field.value.trimStart().length;
  const kept = [...field.value.trim()].slice(0, limit).join("").length;
  const end = field.value.trimEnd().length;
  field.setSelectionRange(Math.min(end, blanks + kept), end);
  // A browser shows where the caret is when it gets there by typing only.
  field.scrollTop = field.scrollHeight;
}

// The whole page: shortcuts, the connection to the server, focus across swaps; and what components share.

const isMac = document.body.dataset.mac === "true"; // the server has looked, to name keys (server/web/keys.py)
const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

const typesText = (element) => element?.matches?.("input:not([type=range]), textarea, select, [contenteditable]") ?? false;
const paintingOf = (element) => element?.closest?.(".painting") ?? null;
// As both languages write numbers; toLocaleString takes 25 ms of the first page to load what it knows.
const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
const press = (painting, handle) => painting?.querySelector(`[data-testid="${handle}"]`)?.click();

document.addEventListener("alpine:init", () => {
  Alpine.data("atelier", () => ({
    lost: false,
    focus: null,
    failures: 0,
    pictureCame: false,

    shortcut(event) {
      const withControl = isMac ? event.metaKey : event.ctrlKey;
      if (withControl && event.key === "Enter") return this.submit(event);
      if (document.querySelector("dialog[open], .pswp--open")) return;
      if (event.key === "?" && !typesText(event.target)) return this.openShortcuts();
      const painting = paintingOf(document.activeElement);
      if (!painting || typesText(event.target)) return;
      if (withControl && event.key === "s") this.act(event, painting, "save-as");
      else if (withControl && event.key === "c" && !String(getSelection())) this.act(event, painting, "copy");
      else if (event.key === "Delete" || (isMac && event.key === "Backspace")) this.act(event, painting, "delete");
    },
    act(event, painting, handle) {
      event.preventDefault();
      press(painting, handle);
    },
    submit(event) {
      const form = document.getElementById("create");
      if (!form || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      form.requestSubmit();
    },
    openShortcuts() { this.$refs.shortcuts.showModal(); },
    closeOutside(event) { if (event.target === this.$refs.shortcuts) this.$refs.shortcuts.close(); },

    // What is told after a new picture waits until that is seen.
    pictureFirst({ detail: { message, waitUntil } }) {
      if (this.pictureCame) waitUntil(seen(document.querySelector(".painting:first-child [data-testid=painting-image]")));
      this.pictureCame = /<img data-testid="painting-image" src="[^"]+"\s+loading="eager"/.test(message.data);
    },

    // One broken stream mends itself unseen; a server that stays away is said.
    streamLost() { this.lost = ++this.failures > 1; },
    streamFound() { this.failures = 0; this.lost = false; },
    // A stream that was never there does not mend itself: only those that broke are opened again by the extension.
    unanswered({ detail: { ctx } }) {
      if (!ctx || ctx.response) return;
      this.lost = true;
      const source = ctx.sourceElement;
      if (source.hasAttribute("hx-sse:connect")) setTimeout(() => htmx.trigger(source, "again"), 2000);
    },
    answered() { if (!this.failures) this.lost = false; },

    // What is replaced while it has the focus keeps it; where it is gone, its card or the next one has it, until what
    // had it comes with the card's buttons.
    rememberFocus() {
      const active = document.activeElement;
      const painting = paintingOf(active);
      const coming = active === painting && painting?.querySelector(".actions:empty") ? this.focus?.id : "";
      this.focus = active !== document.body && { id: coming || active.id, painting: painting?.id, next: painting?.nextElementSibling?.id };
    },
    restoreFocus() {
      if (!this.focus) return;
      const { id, painting, next } = this.focus;
      const active = document.activeElement ?? document.body;
      const again = [id, painting, next].map((each) => each && document.getElementById(each)).find(Boolean);
      if (active === document.body) (again ?? document.getElementById("main")).focus({ preventScroll: true });
      else if (active.id === painting && again !== active) again.focus({ preventScroll: true });
    },
  }));

  Alpine.data("themeSwitch", () => ({
    theme: "",
    init() { this.theme = this.$root.dataset.value; },
    choose() {
      this.theme = this.$el.value;
      if (this.theme === "system") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = this.theme;
      document.querySelector("meta[name=color-scheme]").content = this.theme === "system" ? "light dark" : this.theme;
    },
    isChosen() { return String(this.$el.value === this.theme); },
  }));
});

// What an order costs, and what is left of the day. Both stand inside `create` and use its `each` and `ordered`.

document.addEventListener("alpine:init", () => {
  Alpine.data("price", () => ({
    get text() {
      const { free, unknown, ofDay } = this.$el.dataset;
      if (this.profile.price?.known === false) return unknown;
      const neurons = this.each * this.ordered;
      if (!neurons) return free;
      return `≈ ${grouped(rounded(neurons))} · ${shareOf(neurons / Number(ofDay))}`;
    },
  }));

  Alpine.data("allowance", () => ({
    left: 0,
    limit: 0,
    share: 0,
    init() {
      const { left, limit, share } = this.$root.dataset;
      Object.assign(this, { left: Number(left), limit: Number(limit), share: Number(share) });
    },
    get fitting() { return this.each ? Math.floor((this.left + 0.005) / this.each) : Infinity; },
    get wanted() { return Math.min(100 - this.share, (100 * this.each * this.ordered) / this.limit).toFixed(2); },
    get isOver() { return String(this.fitting < this.ordered); },
    get enough() {
      const { enough, short, none, free, unknown } = this.$el.dataset;
      if (this.profile.price?.known === false) return unknown;
      if (!this.each) return free;
      const pattern = this.fitting >= this.ordered ? enough : this.fitting ? short : none;
      return pattern.replace("{n}", grouped(this.fitting)).replace("{count}", this.ordered);
    },
  }));

  // Beside the form, where there is room for it.
  Alpine.data("allowanceDetails", () => ({
    place() {
      const opener = document.getElementById("allowance-open");
      if (!opener || !this.$root.matches(":popover-open")) return;
      const { right, left, bottom } = opener.closest(".panel").getBoundingClientRect();
      const { offsetWidth, offsetHeight } = this.$root;
      const beside = right + 12 + offsetWidth < innerWidth ? right + 12 : Math.max(8, Math.min(left, innerWidth - offsetWidth - 8));
      this.$root.style.left = `${beside}px`;
      this.$root.style.top = `${Math.max(8, Math.min(bottom, innerHeight - 8) - offsetHeight)}px`;
    },
  }));

  Alpine.data("countdown", () => ({
    minutes: 0,
    timer: 0,
    init() {
      const tick = () => { this.minutes = Math.max(0, Math.ceil((Number(this.$root.dataset.until) - Date.now() / 1000) / 60)); };
      tick();
      this.timer = setInterval(tick, 5000);
    },
    get text() {
      const { time, hours, minutes } = this.$root.dataset;
      return (this.minutes < 60 ? minutes : hours).replace("{time}", time).replace("{h}", Math.floor(this.minutes / 60)).replace("{m}", this.minutes % 60);
    },
    destroy() { clearInterval(this.timer); },
  }));
});

// Of what costs less than ten neurons, one decimal.
const rounded = (neurons) => (neurons >= 10 ? Math.round(neurons) : neurons.toFixed(1));
const shareOf = (share) => `${share >= 0.1 ? Math.round(100 * share) : (100 * share).toFixed(1)}%`;

/** Neurons of one picture, by the same rule as the server's (server/paintings/models/model.py). */
function priceOf(price, width, height, steps, pictures = 0) {
  const share = (width * height) / price.tile_pixels;
  const tiles = price.whole_tiles ? Math.ceil(share) : share;
  const each = price.per_tile + steps * price.per_tile_and_step;
  const given = pictures * (price.per_input_tile + steps * price.per_input_tile_and_step); // each fits into one tile
  return given + (price.first_tile === null ? tiles * each : price.first_tile + Math.max(0, tiles - 1) * each);
}

// Styles to choose from, and a file of them to be taken in.

document.addEventListener("alpine:init", () => {
  Alpine.data("prompts", () => ({
    init() { this.$root.showModal(); },
    edit() {
      const { name, text } = this.$el.dataset;
      const { editor, replaces, called, text: area } = this.$refs;
      editor.open = true;
      replaces.value = called.value = name;
      area.value = text;
      area.focus();
    },
    choose() { this.$refs.file.click(); },
    send() { if (this.$refs.file.files.length) htmx.trigger(this.$refs.file, "file"); },
    attach({ detail: { ctx } }) {
      sendFile(ctx, this.$refs.file.files[0]);
    },
    // Others close the dialog by themselves; WebKit's fields for a search take every Escape.
    escaped() { if (!this.$el.value) this.leave(); },
    leaveSoon() { setTimeout(() => this.leave(), 0); },
    leave() { this.$root.close(); },
    // Later than what was typed last is asked about, which would find its place gone.
    remove() { setTimeout(() => this.$root.remove(), 400); },
  }));
});

// The queue's bar: unfolding it, and moving what waits by key or by dragging.

document.addEventListener("alpine:init", () => {
  // The bar is drawn anew with every change, so what its user has opened is kept here.
  const line = { open: false, top: 0, dragged: "" };
  Alpine.data("queueBar", () => ({
    open: line.open,
    init() { this.$nextTick(() => { if (this.list) this.list.scrollTop = line.top; }); },
    get list() { return this.$root.querySelector(".line"); },
    isOpen() { return String(this.open); },
    // What waits for the network need not wait for its next try.
    online() { fetch("/queue/online", { method: "POST" }); },
    toggle() { this.open = line.open = !this.open; },
    scrolled() { line.top = this.$el.scrollTop; },
    moveByKey(event) {
      const to = event.altKey && { ArrowUp: "up", ArrowDown: "down", Home: "front" }[event.key];
      if (!to) return;
      event.preventDefault();
      event.target.closest("li").querySelector(`[data-testid="move-${to}"]`).click();
    },
    dragStarted(event) {
      line.dragged = this.$el.dataset.id;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    },
    draggedOver(event) {
      if (!line.dragged) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
      this.$el.classList.toggle("drop-after", this.isLower(event));
      this.$el.classList.toggle("drop-before", !this.isLower(event));
    },
    isLower(event) {
      const { top, height } = this.$el.getBoundingClientRect();
      return event.clientY > top + height / 2;
    },
    dragLeft(event) { if (hasLeft(this.$el, event)) this.unmark(); },
    unmark() { this.$el.classList.remove("drop-after", "drop-before"); },
    droppedOn(event) {
      if (!line.dragged) return;
      event.preventDefault();
      const before = this.isLower(event) ? this.$el.nextElementSibling : this.$el;
      htmx.ajax("POST", `/paintings/${line.dragged}/move`, { source: "#queue", swap: "none", values: { to: before?.dataset.id ?? "end" } });
      this.unmark();
    },
    dragEnded() { line.dragged = ""; },
    // One that is taken away while it is dragged has no end of its own.
    destroy() {
      if (line.dragged) window.dispatchEvent(new Event("dragend"));
    },
  }));
});

// Pictures that come from outside, to be asked what they tell of themselves: dropped anywhere, pasted, or chosen.

let incoming = null; // the picture that came last

const firstPicture = (files) => [...files].find(({ type }) => type.startsWith("image/")) ?? files[0];
const takesText = (element) => element?.matches?.("input:not([type=range], [type=file]), textarea") ?? false;

document.addEventListener("alpine:init", () => {
  Alpine.data("pictureReader", () => ({
    over: false,
    isOurs: false, // something of the page itself is being dragged
    get isOver() { return String(this.over); },
    get chooser() { return this.$root.querySelector("input"); },

    started() {
      this.isOurs = true;
      // What is taken away while it is dragged has no end of its own; whoever presses anything drags no more.
      addEventListener("pointerdown", () => this.ended(), { once: true });
    },
    ended() { this.isOurs = false; },
    dragged(event) {
      // A part of the page takes it for itself.
      if (event.defaultPrevented) return this.leave();
      if (bringsFiles(event)) {
        event.preventDefault();
        event.dataTransfer.dropEffect = this.isOurs ? "none" : "copy";
        this.over = !this.isOurs && !document.querySelector("dialog[open]");
        // What is dragged moves no pointer: an end that nobody told of.
        if (this.over) addEventListener("pointermove", () => this.leave(), { once: true });
      } else if (!takesText(event.target)) {
        // Without this a link would be followed, and the page would be gone.
        event.preventDefault();
        event.dataTransfer.dropEffect = "none";
      }
    },
    leave() { this.over = false; },
    left(event) { if (hasLeft(document, event)) this.leave(); },
    dropped(event) {
      const { files } = event.dataTransfer;
      this.leave();
      if (event.defaultPrevented) return;
      if (files.length || !takesText(event.target)) event.preventDefault();
      if (files.length && !this.isOurs) this.read(firstPicture(files));
    },
    pasted(event) {
      const { files, types } = event.clipboardData;
      // A spreadsheet's cells are text and picture at once: in a text field the text is meant.
      if (!files.length || (takesText(event.target) && types.includes("text/plain"))) return;
      event.preventDefault();
      this.read(firstPicture(files));
    },
    choose() { this.chooser.click(); },
    chosen() {
      if (this.chooser.files.length) this.read(this.chooser.files[0]);
      this.chooser.value = "";
    },
    async read(file) {
      if (document.querySelector("dialog[open]:not(.story)")) return;
      const { limit, tooLarge, noPicture } = this.$root.dataset;
      if (file.size > Number(limit)) return say(tooLarge);
      try {
        if (!(await file.slice(0, 4).arrayBuffer()).byteLength) return say(noPicture);
      } catch {
        return say(noPicture); // a folder, or a file that has gone meanwhile
      }
      incoming = file;
      htmx.trigger(this.$root, "picture");
    },
    attach({ detail: { ctx } }) {
      sendFile(ctx, incoming);
    },
  }));

  // The same picture once more, to be described, or to be a reference.
  Alpine.data("sendDropped", () => ({
    leave() { this.$root.closest("dialog").close(); },
    attach({ detail: { ctx } }) {
      sendFile(ctx, incoming);
    },
  }));

  Alpine.data("pictureChooser", () => ({ choose() { this.$dispatch("choose-picture"); } }));

  // The dialog's small picture is the very file that was dropped; it need not come back from the server.
  Alpine.data("droppedPicture", () => ({
    init() {
      const image = this.$root;
      const url = URL.createObjectURL(incoming);
      image.addEventListener("load", () => URL.revokeObjectURL(url), { once: true });
      image.addEventListener("error", () => image.remove(), { once: true });
      image.src = url;
    },
  }));
});

/** The body is the file as it is: not a form, and nothing that has to be taken apart. */
function sendFile(ctx, file) {
  ctx.request.body = file;
  ctx.request.headers["Content-Type"] = "application/octet-stream";
}

// Pictures for a model to go by: chosen, or dropped here rather than anywhere else.

document.addEventListener("alpine:init", () => {
  Alpine.data("references", () => ({
    isAbove: false,
    waiting: [],
    get isOver() { return String(this.isAbove); },
    over(event) {
      if (!bringsFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      this.isAbove = true;
    },
    out(event) { if (hasLeft(this.$root, event)) this.isAbove = false; },
    drop(event) {
      this.isAbove = false;
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      this.send(event.dataTransfer.files);
    },
    paste(event) {
      const { files } = event.clipboardData;
      if (!files.length) return;
      event.preventDefault();
      event.stopPropagation();
      this.send(files);
    },
    choose() { this.$refs.file.click(); },
    chosen() { this.send(this.$refs.file.files); },
    send(files) {
      const { limit, tooLarge } = document.getElementById("reader").dataset;
      for (const file of files) {
        if (file.size > Number(limit)) say(tooLarge);
        else if (file.size) this.waiting.push(file);
      }
      for (let left = this.waiting.length; left > 0; left -= 1) htmx.trigger(this.$root, "picture");
    },
    attach({ detail: { ctx } }) {
      if (ctx.sourceElement !== this.$root) return;
      sendFile(ctx, this.waiting.shift());
    },
  }));

  Alpine.data("referenceCount", () => ({
    init() { this.$dispatch("references", Number(this.$root.dataset.count)); },
  }));
});

// When what the page needs begins: after its first frame, so that nobody waits for it with nothing to see.

// Engines that are not of this year refuse the second argument htmx gives it; without the function htmx takes
// another way.
try { Document.parseHTMLUnsafe?.("", {}); } catch { Document.parseHTMLUnsafe = undefined; }

// The page's first frame is drawn beside what Alpine and htmx do to begin, which takes as long, instead of after it.
// They are on their way already; a page that draws no frames does not wait for one.
const UNSEEN = 200; // milliseconds
const begun = new Promise((resolve) => {
  const begin = () => {
    const ahead = [...document.querySelectorAll("link[rel=preload][as=script]")];
    for (const link of ahead) {
      const script = Object.assign(document.createElement("script"), { src: link.href, async: false });
      if (link === ahead.at(-1)) script.addEventListener("load", () => setTimeout(resolve)); // as htmx begins
      link.replaceWith(script);
    }
  };
  addEventListener("DOMContentLoaded", () => {
    if (document.hidden) return begin();
    requestAnimationFrame(() => setTimeout(begin));
    setTimeout(begin, UNSEEN);
  });
});
begun.then(() => performance.mark("begun"));

// Help with prompts: what the text in the field was made from, and the way back to it.

document.addEventListener("alpine:init", () => {
  Alpine.data("typed", () => ({
    text: "",
    before: "",
    init() {
      this.text = this.$refs.typed.value;
      this.before = document.getElementById("prompt").value;
    },
    rewritten({ detail }) {
      this.text = this.$refs.typed.value = detail;
      this.before = "";
    },
    // A field that is emptied, or written over as a whole, begins anew.
    changed({ target }) {
      if (target.id !== "prompt") return;
      if (this.before && keptOf(this.before, target.value) < this.before.length / 4) this.rewritten({ detail: "" });
      this.before = target.value;
    },
    undo() {
      const prompt = document.getElementById("prompt");
      write(prompt, this.text);
      prompt.focus();
    },
  }));

  // Only a prompt that has them asks the server what comes out of its variables.
  Alpine.data("variables", () => ({
    hasVariables: false,
    init() {
      begun.then(() => this.look(document.getElementById("prompt").value));
    },
    changed({ target }) { if (target.id === "prompt") this.look(target.value); },
    choose() {
      this.$refs.unfold.value = this.$el.value;
      this.look(document.getElementById("prompt").value);
    },
    look(text) {
      const bare = text.replace(/\\[{}|_]/g, "");
      this.hasVariables = hasChoice(bare) || /__[\p{L}\p{N}](?:[\p{L}\p{N}_/-]*?[\p{L}\p{N}])?__/u.test(bare);
      if (!this.hasVariables) return void (this.paintings = 0);
      const form = document.getElementById("unfold");
      form.elements.prompt.value = text;
      form.elements.unfold.value = this.$refs.unfold.value;
      htmx.trigger(form, "changed");
    },
    shown() { this.paintings = Number(this.$root.querySelector("[data-paintings]")?.dataset.paintings ?? 0); },
  }));

  // A helper is asked about the prompt; what it will take stands on its button.
  Alpine.data("writing", () => ({
    prompt: "",
    isBusyWith: "",
    translation: "",
    init() {
      this.translation = this.$root.dataset.translation;
      this.prompt = document.getElementById("prompt").value;
    },
    changed({ target }) { if (target.id === "prompt") this.prompt = target.value; },
    get isEmpty() { return !this.prompt.trim(); },
    isBusy() { return String(this.isBusyWith === this.$el.value); },
    get neurons() {
      const { base, rate } = this.$el.closest("[data-rate]").dataset;
      return Number(base) + Number(rate) * tokensOf(this.prompt.trim());
    },
    get short() { return this.prompt.trim() ? `≈ ${rounded(this.neurons)}` : ""; },
    get cost() { return this.$root.dataset.demo ? "" : this.$root.dataset.about.replace("{n}", this.neurons.toFixed(1)); },
    get addedCost() { return this.cost && ` · ${this.cost}`; },
    get isForeign() { return this.profile.english === true && looksForeign(this.prompt); },
    get offers() { return this.translation === "offer" && this.isForeign; },
    get willTranslate() { return this.translation === "always" && this.isForeign; },
    ask() {
      const form = document.getElementById("help");
      form.elements.prompt.value = this.prompt;
      form.elements.typed.value = document.querySelector("#typed input").value;
      form.elements.task.value = this.$el.value;
      form.elements.model.value = document.getElementById("model").value;
      htmx.trigger(form, "help");
    },
    begun({ detail: { ctx } }) { if (ctx?.sourceElement?.id === "help") this.isBusyWith = ctx.sourceElement.elements.task.value; },
    ended({ detail: { ctx } }) { if (ctx?.sourceElement?.id === "help") this.isBusyWith = ""; },
    decide() {
      const form = document.getElementById("translation");
      this.translation = form.elements.translation.value = this.$el.value;
      htmx.trigger(form, "decided");
      document.getElementById("prompt").focus();
    },
  }));

  // Two texts beside each other; the one that was made can be changed before it is used.
  Alpine.data("beside", () => ({
    init() { this.$root.showModal(); },
    edit() {
      const { written } = this.$refs;
      written.readOnly = false;
      written.focus();
      written.setSelectionRange(written.value.length, written.value.length);
    },
    use() {
      const prompt = document.getElementById("prompt");
      const text = this.$refs.written.value.trim();
      if (prompt) {
        write(prompt, text, this.$root.dataset.typed);
        this.$root.close();
        prompt.focus();
      } else {
        this.$refs.prompt.value = text;
        htmx.trigger(this.$refs.form, "use");
      }
    },
    leave() { this.$root.close(); },
    // Not before a new try has been asked for from here.
    remove() { setTimeout(() => this.$root.remove(), 0); },
  }));
});

/** How many characters of a text are still there, at its beginning and its end. */
function keptOf(text, now) {
  const most = Math.min(text.length, now.length);
  let start = 0;
  while (start < most && text[start] === now[start]) start += 1;
  let end = 0;
  while (end < most - start && text[text.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  return start + end;
}

/** About how many a model counts: Chinese characters one each, four others together one. As server/paintings/models/helpers.py. */
function tokensOf(text) {
  const wide = (text.match(/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff]|[\ud840-\udbff][\udc00-\udfff]/g) ?? []).length;
  return wide + Math.ceil(([...text].length - wide) / 4);
}

/** Whether a fifth of its letters are of no Latin script. */
function looksForeign(text) {
  const letters = (text.match(/\p{L}/gu) ?? []).length;
  const foreign = letters - (text.match(/\p{Script=Latin}/gu) ?? []).length;
  return foreign > 0 && foreign >= letters / 5;
}

/** Whether a bar stands inside brackets. */
function hasChoice(text) {
  let depth = 0;
  for (const [sign] of text.matchAll(/[{|}]/g)) {
    if (sign === "|" && depth) return true;
    depth = Math.max(0, depth + (sign === "{") - (sign === "}"));
  }
  return false;
}
