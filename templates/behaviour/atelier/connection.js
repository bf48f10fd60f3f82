// The account and the way to it: what the forms of a connection show.

document.addEventListener("alpine:init", () => {
  // The keyring answered after the page was there, and it holds nothing.
  Alpine.data("firstStart", () => ({
    init() {
      if (location.pathname === "/") location.assign("/connection");
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
    toggle() {
      this.kind = this.kind === "password" ? "text" : "password";
    },
    isShown() {
      return String(this.kind === "text");
    },
  }));
});
