// Whether somebody looks, for the program to know whom to notify; and the sound, made here: two soft tones.

document.addEventListener("alpine:init", () => {
  Alpine.data("attention", () => ({
    init() {
      if (this.$root.dataset.front !== String(document.hasFocus())) this.tell();
    },
    tell() {
      navigator.sendBeacon("/window/front", new URLSearchParams({ front: document.hasFocus() ? "yes" : "no" }));
    },
  }));

  Alpine.data("chime", () => ({
    init() {
      ring();
    },
  }));
  Alpine.data("soundChoice", () => ({
    sample() {
      if (this.$root.value === "on") ring();
    },
  }));
});

let audio;

function ring() {
  audio ??= new AudioContext();
  audio.resume();
  for (const [pitch, after] of [
    [659.3, 0],
    [880, 0.14],
  ]) {
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
