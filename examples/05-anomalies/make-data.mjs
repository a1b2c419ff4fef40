// Makes payments.csv: 400 invented card payments, a few of them fraud, the same every time. Run it with: node make-data.mjs
import { writeFileSync } from "node:fs";

const random = seeded(404);
const pick = (items) => items[Math.floor(random() * items.length)];
const around = (middle, spread) => middle + (random() + random() + random() - 1.5) * spread;

const rows = Array.from({ length: 400 }, (_, i) => {
  const fraud = random() < 0.05;
  return {
    payment: `P${5000 + i}`,
    amount: Math.max(1, around(38, 30) + (fraud ? 30 * random() : 0)).toFixed(2),
    hour: Math.floorfraud ? 24 * random() : 8 + 13 * random(),
    kilometres_from_home: Math.max(0, around(5, 6) + (fraud ? 3 + 9 * random() : 0)).toFixed(1),
    channel: pick(["shop", "shop", "online"]),
    review: fraud ? "fraud" : "fine",
  };
});

const header = Object.keys(rows[0]);
const lines = [header, ...rows.map((row) => header.map((name) => row[name]))].map((cells) => cells.join(","));
writeFileSync(new URL("payments.csv", import.meta.url), `${lines.join("\n")}\n`);

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
