// `npm run demo`: episode 01 from raw data to an answer over HTTP, with the very commands that a user types.
import { spawn, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

const root = new URL("..", import.meta.url).pathname;
const millrace = join(root, "dist", "cli", "main.js");
const episode = join("examples", "01-bird-strikes");
const home = join(root, episode, ".millrace");
const strike = {
  "Airport Name": "DALLAS/FORT WORTH INTL ARPT",
  "Aircraft Make Model": "MD-80",
  "Flight Date": "2002-10-11",
  "Aircraft Airline Operator": "AMERICAN AIRLINES",
  "Origin State": "Texas",
  "Phase of flight": "Climb",
  "Wildlife Size": "Large",
  "Wildlife Species": "Turkey vulture",
  "Time of day": "Day",
  "Speed IAS in knots": 210,
};

// The demo starts from nothing every time; its home holds nothing else.
rmSync(home, { recursive: true, force: true });

console.log(`$ millrace run ${episode}\n`);
const ran = spawnSync(process.execPath, [millrace, "run", episode], { stdio: "inherit" });
if (ran.status !== 0) process.exit(ran.status ?? 1);

console.log(`\n$ millrace serve --home ${join(episode, ".millrace")}\n`);
const server = spawn(process.execPath, [millrace, "serve", "--home", home, "--port", "0", "--json"], {
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  const { address } = JSON.parse(await firstLine(server.stdout));
  const url = `${address}/predict/bird-strikes`;
  console.log("A large bird at 210 knots in the climb:\n");
  console.log(`$ curl ${url} -H 'content-type: application/json' -d '${JSON.stringify(strike)}'\n`);
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(strike),
  });
  const answer = await response.json();
  console.log(JSON.stringify(answer, null, 2));
  if (!response.ok || answer.predictions?.length !== 1) throw new Error(`the server answered ${response.status}`);
  console.log(
    `\nThe model answered over HTTP. Serve it yourself: npx millrace serve --home ${join(episode, ".millrace")}`,
  );
  console.log("Then open the address that it prints: it shows the model's fields, and lets you ask.");
} finally {
  await stop(server);
}

function firstLine(stream) {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => reject(new Error("the server did not come up within 30 seconds")), 30_000);
    server.once("exit", (code) => reject(new Error(`the server ended with code ${code}`)));
    stream.on("data", (chunk) => {
      text += chunk;
      const end = text.indexOf("\n");
      if (end < 0) return;
      clearTimeout(timer);
      resolve(text.slice(0, end));
    });
  });
}

function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.removeAllListeners("exit");
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  return Promise.race([gone, ended]);
}
