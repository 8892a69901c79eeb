const TONES_HZ = [660, 440];
const TONE_SECONDS = 0.12;
const VOLUME = 0.12;

/** Two falling tones. Silent where the browser has not been touched yet: it plays nothing before that. */
export function playKillSound(): void {
  const context = new AudioContext();
  const volume = context.createGain();
  volume.gain.value = VOLUME;
  volume.connect(context.destination);
  for (const [index, hertz] of TONES_HZ.entries()) {
    const tone = context.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(volume);
    tone.start(context.currentTime + index * TONE_SECONDS);
    tone.stop(context.currentTime + (index + 1) * TONE_SECONDS);
    if (index === TONES_HZ.length - 1) tone.onended = () => void context.close();
  }
}
