import { entry } from "./entry.ts";

/** What can go wrong where pictures are made visible. */
export const renderingErrors = {
  RENDERING_NO_BROWSER: entry<{ looked: string }>({
    status: 501,
    exit: 2,
    meaning: "An SVG or a PNG is drawn by Chromium or Chrome, and none was found.",
    message: (d) => `No Chromium or Chrome was found to draw the picture with. Looked at: ${d.looked}.`,
    fix: () =>
      "Install one (Debian: apt-get install chromium; elsewhere: Chrome), or name it in MILLRACE_CHROMIUM. --format html and --format mmd need none.",
  }),
  RENDERING_BROWSER_FAILED: entry<{ path: string; reason: string }>({
    status: 502,
    exit: 2,
    meaning: "Chromium was found, but it doesn't start, or ended while it was drawing.",
    message: (d) => `${d.path} can't draw the picture: ${d.reason}.`,
    fix: () =>
      "Start it once by hand to see what it lacks, or name another one in MILLRACE_CHROMIUM. --format html and --format mmd need none.",
  }),
  RENDERING_REFUSED: entry<{ title: string; kind: string; reason: string }>({
    status: 500,
    exit: 1,
    meaning: "Mermaid can't read the text of a picture: a defect of ours.",
    message: (d) => `Mermaid refuses the ${d.kind} of ${d.title}: ${d.reason}`,
    fix: () => "Write the text with --format mmd and report it; other pictures are not concerned.",
  }),
  RENDERING_TIMEOUT: entry<{ title: string; kind: string; seconds: number }>({
    status: 504,
    exit: 2,
    meaning: "A picture wasn't drawn within its time: it is very large, or the machine very busy.",
    message: (d) => `The ${d.kind} of ${d.title} wasn't drawn within ${d.seconds} seconds.`,
    fix: () => "Fold more of it (--fold 5), or write it with --format html and open that in a browser.",
  }),
  RENDERING_MERMAID_MISSING: entry<{ path: string }>({
    status: 500,
    exit: 1,
    meaning: "The file of Mermaid that this package brings along is gone.",
    message: (d) => `Mermaid is not at ${d.path}.`,
    fix: () => "Install Millrace again. --format mmd needs no Mermaid.",
  }),
} as const;
