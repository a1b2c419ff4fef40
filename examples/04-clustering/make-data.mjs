// Makes pumps.csv: 400 invented readings, the same every time. Run it with: node make-data.mjs
import { writeFileSync } from "node:fs";

const random = seeded(99);
const around = (middle, spread) => middle + (random() + random() + random() - 1.5) * spread;
// Three ways in which a pump runs.
const regimes = [
  { temperature: 41, vibration: 1.2, current: 4.1 },
  { temperature: 63, vibration: 2.1, current: 7.6 },
  { temperature: 55, vibration: 4.4, current: 6.0 },
];

const rows = Array.from({ length: 400 }, (_, i) => {
  const regime = regimes[Math.floor(random() * regimes.length)];
  return {
    reading: `R${1000 + i}`,
    temperature: around(regime.temperature, 6).toFixed(1),
    vibration: around(regime.vibration, 0.7).toFixed(2),
    current: around(regime.current, 0.9).toFixed(2),
  };
});

const header = Object.keys(rows[0]);
const lines = [header, ...rows.map((row) => header.map((name) => row[name]))].map((cells) => cells.join(","));
writeFileSync(new URL("pumps.csv", import.meta.url), `${lines.join("\n")}\n`);

/** Numbers from 0 to 1 that follow from the seed alone (mulberry32). */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296;
  };
}
