import { fontFamily } from "./theme.ts";

/** The style of a page of pictures, in light and dark and on paper. A picture itself always stands on white. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #f4f6f5; --surface: #ffffff; --ink: #16211f; --quiet: #5c6b68; --line: #e0e5e3; --accent: #0f766e; --accent-soft: #e3f3f0;
  --shadow: 0 1px 2px rgb(16 33 31 / .05), 0 12px 32px rgb(16 33 31 / .07); --paper: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root { --ground: #0e1413; --surface: #161e1d; --ink: #e6eeec; --quiet: #93a5a1; --line: #2a3735; --accent: #3cc2b2; --accent-soft: #12302c; --shadow: none; }
}
* { box-sizing: border-box; }
html { height: 100%; }
body { margin: 0; min-height: 100%; background: var(--ground); color: var(--ink); font: 15px/1.5 ${fontFamily};
  padding: clamp(1rem, 3vh, 2.2rem) clamp(1rem, 3vw, 2.6rem); display: flex; flex-direction: column; gap: 1.1rem; }
header { display: flex; flex-wrap: wrap; gap: .8rem 2rem; align-items: flex-end; justify-content: space-between; }
.heading { min-width: 0; flex: 1 1 24rem; }
h1 { margin: 0; font-size: clamp(1.25rem, 2.2vw, 1.7rem); line-height: 1.2; font-weight: 680; letter-spacing: -.02em; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
#summary { margin: .25rem 0 0; max-width: 60rem; }
.tools { display: flex; align-items: center; gap: .3rem; flex-wrap: wrap; }
button { font: inherit; font-size: .85rem; color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: .32rem .75rem; cursor: pointer; }
button:hover { border-color: var(--accent); color: var(--accent); }
button[aria-pressed="true"] { background: var(--accent-soft); border-color: transparent; color: var(--accent); }
button:focus-visible, summary:focus-visible, #stage:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.tools .step { width: 2.1rem; padding-inline: 0; font-size: 1rem; line-height: 1.35; }
#scale { min-width: 3.6rem; text-align: center; font-size: .85rem; color: var(--quiet); font-variant-numeric: tabular-nums; }
.gap { width: .5rem; }
nav { display: flex; flex-wrap: wrap; gap: .3rem; }
nav button { background: none; border-color: transparent; color: var(--quiet); border-radius: 99px; padding: .3rem .9rem; }
nav button:hover { background: var(--accent-soft); border-color: transparent; }
nav button[aria-selected="true"] { background: var(--accent); color: var(--ground); font-weight: 600; }
main { flex: 1 1 auto; min-height: min(70vh, 30rem); display: flex; }
#stage { flex: 1; min-width: 0; overflow: auto; display: flex; padding: 32px; background: var(--paper); border: 1px solid var(--line); border-radius: 16px; box-shadow: var(--shadow); color: #16211f; }
#stage svg { margin: auto; flex: none; display: block; max-width: none; }
#stage.wide { cursor: grab; }
#stage.held { cursor: grabbing; user-select: none; }
#stage[aria-busy] > svg { opacity: .35; }
.desk { position: fixed; left: 0; top: 0; width: 4000px; visibility: hidden; pointer-events: none; }
.problem { margin: auto; max-width: 50rem; white-space: pre-wrap; font: 13px/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; color: #a02a20; }
main:fullscreen { background: #fff; }
main:fullscreen #stage { border: 0; border-radius: 0; box-shadow: none; }
details { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: .7rem 1.1rem; position: relative; }
summary { cursor: pointer; color: var(--quiet); font-size: .9rem; width: fit-content; border-radius: 4px; }
summary:hover { color: var(--accent); }
.copy { position: absolute; top: .5rem; right: .7rem; }
details:not([open]) .copy { display: none; }
pre { margin: .7rem 0 .3rem; max-height: 28rem; overflow: auto; font: 12.5px/1.55 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
footer { font-size: .82rem; color: var(--quiet); }
footer p { margin: 0; }
@media print {
  @page { size: landscape; margin: 12mm; }
  :root { color-scheme: light; --ground: #fff; --ink: #16211f; --quiet: #5c6b68; }
  body { padding: 0; display: block; }
  .tools, nav, details { display: none; }
  #stage { display: block; border: 0; padding: 6mm 0; box-shadow: none; overflow: visible; }
  #stage svg { max-width: 100%; max-height: 150mm; width: auto; height: auto; margin: 0 auto; }
}
`;
