// Makes flats.csv: 500 invented flats with their rent, the same every time. Run it with: node make-data.mjs
import { writeFileSync } from "node:fs";

const random = seeded(7);
const pick = (items) => items[Math.floor(random() * items.length)];
const around = (middle, spread) => middle + (random() + random() + random() - 1.5) * spread;
const pricePerSquareMetre = { harbour: 17, centre: 16, hills: 13, station: 11 };

const rows = Array.from({ length: 500 }, () => {
  const district = pick(Object.keys(pricePerSquareMetre));
  const rooms = 1 + Math.floor(random() * 5);
  const area = Math.round(around(18 + 19 * rooms, 16));
  const built = 1900 + Math.floor(random() * 120);
  const floor = Math.floor(random() * 7);
  const lift = floor > 3 || random() < 0.3;
  const rent =
    area * pricePerSquareMetre[district] * (built > 2000 ? 1.15 : 1) - (lift ? 0 : 18 * floor) + around(0, 120);
  return {
    flat: `F${Math.floor(random() * 1e9).toString(36)}`,
    district,
    area_m2: area,
    rooms,
    floor,
    lift: lift ? "yes" : "no",
    built: random() < 0.08 ? "unknown" : built,
    rent: Math.round(Math.max(250, rent)),
  };
});

const header = Object.keys(rows[0]);
const lines = [header, ...rows.map((row) => header.map((name) => row[name]))].map((cells) => cells.join(";"));
writeFileSync(new URL("flats.csv", import.meta.url), `${lines.join("\n")}\n`);

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
