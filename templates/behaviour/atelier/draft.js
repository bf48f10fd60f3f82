// A text that is kept elsewhere while it changes. Knows neither the form nor the server.

/** Sends go one after the other, so that the last one counts; what could not be sent is sent again when asked next. */
export class Draft {
  /** @type {string | null} */
  kept = null; // as the server has it
  /** @type {string | null} */
  asked = null; // as it was sent
  last = Promise.resolve();

  /** `read` gives the text as it is now, or null where there is none; `send` says whether it has arrived; `track` is
   * told of what is on its way.
   * @param {{
   *   read: () => string | null,
   *   send: (text: string) => Promise<boolean>,
   *   track: (sending: Promise<void>) => Promise<void>,
   * }} means */
  constructor({ read, send, track }) {
    this.read = read;
    this.send = send;
    this.track = track;
  }

  get isKept() {
    const text = this.read();
    return text === null || text === this.kept;
  }

  /** What the server has is what is there now, or is not known.
   * @param {boolean} isAsServed */
  begin(isAsServed) {
    this.kept = this.asked = isAsServed ? this.read() : null;
  }

  /** Until the text of now, and whatever went before it, has been sent. */
  keep() {
    const text = this.read();
    if (text === null || this.isKept || text === this.asked) return this.last;
    this.asked = text;
    this.last = this.last.then(async () => {
      if (await this.send(text)) this.kept = text;
      else if (this.asked === text) this.asked = null;
    });
    return this.track(this.last);
  }

  /** The text of now has gone a way on which no answer comes. */
  wentUnanswered() {
    this.kept = this.asked = this.read();
  }
}
