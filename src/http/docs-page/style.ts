/** The mark: water over a wheel. */
export const iconSvg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0f766e"/><g fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round"><circle cx="16" cy="17" r="8"/><circle cx="16" cy="17" r="2" fill="#fff"/><path d="M16 9v16M8 17h16M10.3 11.3l11.4 11.4M21.7 11.3 10.3 22.7" stroke-opacity=".7"/><path d="M3 7c4-3 7 3 11 0s7 2 9 1"/></g></svg>`;

/** The style of the docs page, in light and dark. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f6; --surface: #ffffff; --ink: #16211f; --quiet: #5c6b68; --line: #e0e5e3;
  --accent: #0f766e; --accent-soft: #e3f3f0; --warn: #a85b09; --warn-soft: #fdf1de; --bad: #b42323; --bad-soft: #fdebea;
  --get: #1d5fa8; --get-soft: #e6f0fb; --shadow: 0 1px 2px rgb(16 33 31 / .05), 0 6px 20px rgb(16 33 31 / .05);
  --mono: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1413; --surface: #161e1d; --ink: #e6eeec; --quiet: #93a5a1; --line: #263230;
    --accent: #3cc2b2; --accent-soft: #12302c; --warn: #f0b45f; --warn-soft: #32240e; --bad: #ff8f88; --bad-soft: #371a19;
    --get: #7db8f5; --get-soft: #14273b; --shadow: none;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1.5rem; }
body { margin: 0; display: grid; grid-template-columns: 15rem minmax(0, 1fr); min-height: 100vh; background: var(--ground);
  color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1rem 1rem 1.5rem; border-right: 1px solid var(--line);
  display: flex; flex-direction: column; gap: .1rem; background: var(--surface); }
nav a { color: inherit; text-decoration: none; padding: .25rem .5rem; margin-left: -.5rem; border-radius: 6px; overflow-wrap: anywhere; }
nav a:hover { background: var(--accent-soft); color: var(--accent); }
nav h2 { margin: 1.4rem 0 .2rem; font-size: .72rem; letter-spacing: .08em; text-transform: uppercase; color: var(--quiet); font-weight: 600; }
nav .brand { display: flex; align-items: center; gap: .6rem; font-size: 1.15rem; font-weight: 650; letter-spacing: -.01em; }
nav .brand:hover { background: none; color: inherit; }
nav .foot { margin-top: auto; padding-top: 1.5rem; font-size: .8rem; }
nav .foot a { padding: 0; margin: 0; color: var(--accent); }
.status { align-self: flex-start; margin-top: .7rem; font-size: .8rem; padding: .15rem .6rem .15rem .5rem; border-radius: 99px;
  background: var(--accent-soft); color: var(--accent); font-weight: 550; }
.status::before { content: ""; display: inline-block; width: .5rem; height: .5rem; border-radius: 50%; background: currentColor; margin-right: .4rem; }
.status.warn { background: var(--warn-soft); color: var(--warn); }
main { padding: 2.5rem clamp(1rem, 4vw, 3.5rem) 5rem; max-width: 66rem; width: 100%; }
.lead { margin: 0 0 1.4rem; }
.lead:not(:first-child) { margin-top: 3rem; }
h1 { font-size: 1.7rem; line-height: 1.2; letter-spacing: -.02em; margin: 0; font-weight: 680; }
.lead p { margin: .3rem 0 0; color: var(--quiet); font-size: 1rem; }
h3 { margin: 0; font-size: 1.1rem; letter-spacing: -.01em; overflow-wrap: anywhere; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 14px; padding: 1.3rem 1.5rem; margin: 0 0 1.2rem; box-shadow: var(--shadow); }
.quiet { color: var(--quiet); }
.model header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; justify-content: space-between; align-items: flex-start; margin-bottom: 1.1rem; }
.model header p { margin: .1rem 0 0; overflow-wrap: anywhere; }
.tags { display: flex; gap: .35rem; flex-wrap: wrap; }
.tag { font-size: .75rem; padding: .1rem .55rem; border-radius: 99px; border: 1px solid var(--line); color: var(--quiet); white-space: nowrap; }
.tag.accent { background: var(--accent-soft); color: var(--accent); border-color: transparent; font-weight: 600; }
.mono, code, pre { font-family: var(--mono); font-size: .85em; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .9rem 1rem; }
label { display: flex; flex-direction: column; min-width: 0; }
label .name { font-size: .85rem; font-weight: 550; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
label small { color: var(--quiet); font-size: .74rem; margin-top: .15rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
input, select { font: inherit; font-size: .92rem; height: 2.25rem; width: 100%; margin-top: .2rem; padding: 0 .6rem; color: inherit; background: var(--ground);
  border: 1px solid var(--line); border-radius: 8px; }
input:focus-visible, select:focus-visible, button:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.actions { display: flex; align-items: center; gap: 1rem; margin-top: 1.2rem; font-size: .85rem; }
button { font: inherit; font-weight: 600; border: 0; border-radius: 8px; padding: .5rem 1.3rem; background: var(--accent); color: var(--surface); cursor: pointer; }
button:hover { filter: brightness(1.08); }
button:disabled { opacity: .6; cursor: default; }
details { margin-top: 1rem; }
summary { cursor: pointer; color: var(--quiet); font-size: .85rem; width: fit-content; border-radius: 4px; }
summary:hover { color: var(--accent); }
form details .fields { margin-top: .8rem; }
.answer { margin-top: 1.2rem; padding: 1rem 1.2rem; border-radius: 10px; background: var(--accent-soft); }
.answer.failed { background: var(--bad-soft); }
.answer.failed strong { color: var(--bad); }
.answer p { margin: .5rem 0 0; font-size: .85rem; }
.answer .warning { color: var(--warn); }
.result { display: flex; align-items: baseline; gap: .8rem; }
.result .value { font-size: 1.35rem; letter-spacing: -.01em; color: var(--accent); overflow-wrap: anywhere; }
.bars { display: grid; grid-template-columns: minmax(3rem, max-content) 1fr 4.2rem; gap: .35rem .8rem; align-items: center; margin-top: .7rem; font-size: .88rem; }
.bars .label { max-width: 16rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bars .number { text-align: right; font-variant-numeric: tabular-nums; }
progress { appearance: none; width: 100%; height: .6rem; border: 0; border-radius: 99px; overflow: hidden; background: var(--surface); }
progress::-webkit-progress-bar { background: var(--surface); }
progress::-webkit-progress-value { background: var(--accent); border-radius: 99px; }
progress::-moz-progress-bar { background: var(--accent); }
pre { margin: .6rem 0 0; padding: .9rem 1rem; border-radius: 10px; overflow: auto; background: var(--ground); border: 1px solid var(--line); max-height: 24rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.code { position: relative; }
.copy { position: absolute; top: 2.4rem; right: .6rem; padding: .15rem .7rem; font-size: .78rem; background: var(--surface); color: var(--quiet); border: 1px solid var(--line); }
.problem { background: var(--warn-soft); border-color: transparent; color: var(--warn); }
.routes h3 { margin-bottom: .5rem; }
.routes ul { list-style: none; margin: 0; padding: 0; }
.routes li { display: grid; grid-template-columns: 3.6rem minmax(0, 22rem) 1fr auto; gap: .8rem; align-items: center; padding: .45rem 0; border-top: 1px solid var(--line); }
.routes li:first-child { border-top: 0; }
.routes code { overflow-wrap: anywhere; }
.routes .summary { color: var(--quiet); font-size: .9rem; }
.method { font: 600 .72rem var(--mono); text-align: center; padding: .15rem 0; border-radius: 6px; background: var(--get-soft); color: var(--get); }
.method.post { background: var(--accent-soft); color: var(--accent); }
@media (max-width: 52rem) {
  body { display: block; }
  nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); flex-flow: row wrap; align-items: center; padding: 1rem; gap: .3rem .9rem; }
  nav h2, nav .foot { display: none; }
  nav a { margin: 0; }
  .status { align-self: center; margin: 0; }
  .routes li { grid-template-columns: 3.6rem 1fr; }
  .routes li .tag { display: none; }
  .routes .summary { grid-column: 2; }
}
`;
