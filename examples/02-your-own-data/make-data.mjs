// Makes subscriptions.csv: 600 invented customers, the same every time. Run it with: node make-data.mjs
import { writeFileSync } from "node:fs";

const random = seeded(20_240_115);
const pick = (items) => items[Math.floor(random() * items.length)];
const around = (middle, spread) => middle + (random() + random() + random() - 1.5) * spread;

const rows = Array.from({ length: 600 }, (_, i) => {
  const plan = pick(["basic", "basic", "standard", "standard", "family"]);
  const months = 1 + Math.floor(random() ** 2 * 60);
  const hours = Math.max(0, around(plan === "family" ? 30 : 16, 16));
  const calls = Math.floor(random() ** 3 * 7);
  const discount = random() < 0.3;
  const score =
    -0.6 - 0.11 * (hours - 16) + 0.75 * calls - 0.03 * months + (discount ? -0.9 : 0) + (plan === "basic" ? 0.7 : 0);
  const cancelled = random() < 1 / (1 + Math.exp(-score));
  const day = new Date(Date.UTC(2024, 0, 1) + Math.floor((i / 600) * 300) * 86_400_000).toISOString().slice(0, 10);
  return {
    customer: `C${String(10_001 + i)}`,
    asked_on: day,
    plan,
    country: pick(["DE", "DE", "FR", "IT", "NL"]),
    months_subscribed: months,
    hours_watched: random() < 0.06 ? "" : hours.toFixed(1),
    support_calls: calls,
    discount: discount ? "yes" : "no",
    cancelled: cancelled ? "yes" : "no",
  };
});

const header = Object.keys(rows[0]);
const lines = [header, ...rows.map((row) => header.map((name) => row[name]))].map((cells) => cells.join(","));
writeFileSync(new URL("subscriptions.csv", import.meta.url), `${lines.join("\n")}\n`);

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
