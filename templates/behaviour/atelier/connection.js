// The account and the way to it: what the forms of a connection show.

import { say } from "./dialogs.js";
import { found } from "./pasted.js";

document.addEventListener("alpine:init", () => {
  // One thing at a time: the ways there are, where the token is made, where it is pasted.
  Alpine.data("welcome", () => ({
    choose() {
      this.go("choose");
    },
    prepare() {
      this.go("prepare");
    },
    paste() {
      this.go("paste");
    },
    /** @param {string} stage */
    go(stage) {
      this.$root.dataset.stage = stage;
      for (const step of this.$root.querySelectorAll(".welcome-rail li")) {
        if (step.dataset.of === stage) step.setAttribute("aria-current", "step");
        else step.removeAttribute("aria-current");
      }
      this.$root.querySelector(`.stage[data-of="${stage}"] :is([data-first], #account-id)`)?.focus();
    },
  }));

  // Said once, on the page that follows.
  Alpine.data("greeting", () => ({
    init() {
      say(this.$root.dataset.message);
    },
  }));

  // The fields of one's own proxy are there only where it is chosen.
  Alpine.data("proxy", () => ({
    choose() {
      this.$refs.own.dataset.own = String(this.$el.value === "own");
    },
  }));

  Alpine.data("login", () => ({
    kind: "password",
    // Whatever is pasted into either field, each gets its own. A field of one line would join what stood on two.
    /** @param {Heard<ClipboardEvent>} event */
    pasted(event) {
      if (this.share(event.clipboardData?.getData("text") ?? "")) event.preventDefault();
    },
    read() {
      this.share(this.$el.value);
    },
    /** Whether there was anything to be shared out.
     * @param {string} text */
    share(text) {
      const shares = Object.entries(found(text));
      if (!shares.some(([, value]) => value)) return false;
      for (const [name, value] of shares) {
        const field = this.$refs[name];
        if (value || this.$el === field) field.value = value;
      }
      const { account, token } = this.$refs;
      (account.value ? token : account).focus();
      return true;
    },
    toggle() {
      this.kind = this.kind === "password" ? "text" : "password";
    },
    isShown() {
      return String(this.kind === "text");
    },
  }));
});
