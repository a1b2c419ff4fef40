import { fontFamily } from "../rendering/theme.ts";

const mono = 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

/** The style of a document, in light and dark and on paper. Diagrams stand on white always. */
export const documentStyle = `
:root {
  color-scheme: light dark;
  --ground: #f4f6f5; --surface: #ffffff; --ink: #16211f; --quiet: #5c6b68; --line: #e0e5e3; --accent: #0f766e; --accent-soft: #e3f3f0;
  --good: #1d6b3a; --good-soft: #e3f4e8; --bad: #a02a20; --bad-soft: #fdeae7; --open: #7d5700; --open-soft: #fff4d9; --plain-soft: #eef1f4;
  --shadow: 0 1px 2px rgb(16 33 31 / .05), 0 12px 32px rgb(16 33 31 / .06); --wash: #e3f3f0;
}
@media (prefers-color-scheme: dark) {
  :root { --ground: #0e1413; --surface: #161e1d; --ink: #e6eeec; --quiet: #93a5a1; --line: #2a3735; --accent: #3cc2b2; --accent-soft: #12302c;
    --good: #7fd6a0; --good-soft: #12301f; --bad: #ff9d92; --bad-soft: #3a1815; --open: #f0c869; --open-soft: #33280c; --plain-soft: #1e2827;
    --shadow: none; --wash: #12302c; }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1.5rem; }
body { margin: 0; background: linear-gradient(var(--wash), var(--ground) 26rem) no-repeat var(--ground); color: var(--ink); font: 16px/1.6 ${fontFamily};
  display: grid; grid-template-columns: minmax(0, 1fr); justify-content: center; padding: clamp(1.2rem, 4vw, 3.5rem) clamp(1rem, 4vw, 3rem) 5rem; gap: 3rem; }
nav { display: none; }
@media (min-width: 76rem) {
  body { grid-template-columns: 13rem minmax(0, 58rem); }
  nav { display: block; position: sticky; top: 2rem; align-self: start; max-height: calc(100vh - 4rem); overflow: auto; font-size: .87rem; }
  nav ol { list-style: none; margin: 0; padding: 0; border-left: 2px solid var(--line); }
  nav a { display: block; padding: .28rem .9rem; margin-left: -2px; border-left: 2px solid transparent; color: var(--quiet); text-decoration: none; line-height: 1.35; }
  nav a:hover { color: var(--accent); }
  nav a.here { color: var(--accent); border-color: var(--accent); font-weight: 600; }
}
main { min-width: 0; width: 100%; max-width: 58rem; margin: 0 auto; }
header { margin-bottom: 2.6rem; }
.kind { margin: 0 0 .4rem; font-size: .8rem; font-weight: 650; letter-spacing: .09em; text-transform: uppercase; color: var(--accent); }
h1 { margin: 0; font-size: clamp(1.9rem, 4vw, 2.7rem); line-height: 1.12; font-weight: 720; letter-spacing: -.028em; overflow-wrap: anywhere; text-wrap: balance; }
.lead { margin: .9rem 0 0; font-size: 1.15rem; line-height: 1.55; color: var(--quiet); max-width: 46rem; overflow-wrap: anywhere; }
section { background: var(--surface); border: 1px solid var(--line); border-radius: 18px; box-shadow: var(--shadow); padding: clamp(1.2rem, 3vw, 2rem) clamp(1.1rem, 3vw, 2.2rem); margin: 0 0 1.4rem; }
section > :last-child, details > :last-child, aside > :last-child { margin-bottom: 0; }
h2 { margin: 0 0 1rem; font-size: 1.35rem; line-height: 1.25; font-weight: 690; letter-spacing: -.018em; overflow-wrap: anywhere; }
h3 { margin: 1.9rem 0 .6rem; font-size: 1.02rem; font-weight: 660; overflow-wrap: anywhere; }
p, ul, ol { margin: 0 0 1rem; max-width: 48rem; overflow-wrap: anywhere; }
li { margin: .2rem 0; }
a { color: var(--accent); text-underline-offset: .18em; }
.quiet { color: var(--quiet); }
code { font: .88em/1.5 ${mono}; background: var(--plain-soft); border-radius: 5px; padding: .1em .38em; overflow-wrap: anywhere; }
pre.code { background: var(--plain-soft); border-radius: 12px; padding: .9rem 1.1rem; overflow: auto; margin: 0 0 1rem; }
pre.code code { background: none; padding: 0; font-size: .86rem; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) minmax(0, 1fr); gap: .45rem 1.6rem; margin: 0 0 1.2rem; }
dl + dl { margin-top: -.75rem; }
dt { color: var(--quiet); max-width: 12rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .8rem; margin: 0 0 1.5rem; }
.tile { display: flex; flex-direction: column; gap: .1rem; border-radius: 13px; padding: .9rem 1.05rem; background: var(--plain-soft); min-width: 0; }
.tile .label { font-size: .8rem; color: var(--quiet); }
.tile .value { font-size: 1.42rem; font-weight: 690; letter-spacing: -.02em; line-height: 1.25; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.tile .note { font-size: .82rem; color: var(--quiet); overflow-wrap: anywhere; line-height: 1.4; }
.tile.good { background: var(--good-soft); } .tile.good .value { color: var(--good); }
.tile.bad { background: var(--bad-soft); } .tile.bad .value { color: var(--bad); }
.tile.open { background: var(--open-soft); } .tile.open .value { color: var(--open); }
.table { overflow-x: auto; margin: 0 0 1.1rem; }
table { border-collapse: collapse; width: 100%; font-size: .91rem; line-height: 1.45; }
th { text-align: left; font-weight: 600; color: var(--quiet); font-size: .8rem; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: bottom; }
td { padding: .45rem .9rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
td code { overflow-wrap: break-word; }
td code.long { overflow-wrap: anywhere; }
tbody tr:last-child td { border-bottom: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
.caption { font-size: .85rem; color: var(--quiet); margin-top: -.5rem; }
.mark { display: inline-block; font-size: .82rem; font-weight: 620; border-radius: 99px; padding: .05rem .62rem; background: var(--plain-soft); color: var(--quiet); white-space: nowrap; }
.mark.good { background: var(--good-soft); color: var(--good); }
.mark.bad { background: var(--bad-soft); color: var(--bad); }
.mark.open { background: var(--open-soft); color: var(--open); }
.bar { display: inline-block; width: 8rem; height: .55rem; border-radius: 99px; background: var(--plain-soft); overflow: hidden; vertical-align: middle; }
.bar i { display: block; height: 100%; border-radius: 99px; background: var(--accent); }
.bar.bad i { background: var(--bad); } .bar.open i { background: var(--open); } .bar.good i { background: var(--good); }
.range { display: inline-flex; align-items: center; gap: .8rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
.range svg { flex: none; }
.range .axis { stroke: var(--line); stroke-width: 1; }
.range .span { stroke: var(--accent); stroke-width: 3; stroke-linecap: round; opacity: .55; }
.range circle { fill: var(--accent); }
.range .bound { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 3 2; }
.callout { border-radius: 13px; padding: .85rem 1.15rem; margin: 0 0 1.3rem; background: var(--plain-soft); border-left: 4px solid var(--quiet); }
.callout.good { background: var(--good-soft); border-color: var(--good); }
.callout.bad { background: var(--bad-soft); border-color: var(--bad); }
.callout.open { background: var(--open-soft); border-color: var(--open); }
figure { margin: 0 0 1.4rem; }
figcaption { font-size: .85rem; color: var(--quiet); margin-top: .5rem; max-width: 48rem; overflow-wrap: anywhere; }
.diagram .stage, .diagram pre { background: #fff; color: #16211f; border: 1px solid var(--line); border-radius: 13px; padding: 1.1rem; margin: 0; overflow: auto; }
.diagram .stage { text-align: center; }
.diagram svg { height: auto; }
.diagram pre { font: 12px/1.5 ${mono}; max-height: 22rem; }
.problem { color: var(--bad); white-space: pre-wrap; font: 13px/1.5 ${mono}; }
.plots { display: flex; flex-wrap: wrap; gap: 1.4rem 1.6rem; margin: 0 0 1.2rem; }
.plot { flex: 1 1 14rem; max-width: 21rem; margin: 0; }
.plot svg { width: 100%; font-size: 12px; fill: var(--quiet); }
.plot .grid { stroke: var(--line); } .plot .diagonal { stroke: var(--quiet); stroke-dasharray: 4 4; }
.plot .curve { fill: none; stroke: var(--accent); stroke-width: 2.2; stroke-linejoin: round; } .plot circle { fill: var(--accent); fill-opacity: .75; }
details { border: 1px solid var(--line); border-radius: 13px; padding: .7rem 1.1rem; margin: 0 0 1.1rem; }
summary { cursor: pointer; color: var(--quiet); font-size: .92rem; }
summary:hover { color: var(--accent); }
details[open] > summary { margin-bottom: .8rem; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 4px; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; gap: .1rem; } dd { margin-bottom: .6rem; } .range svg { width: 90px; } }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media print {
  @page { margin: 16mm 15mm; }
  :root { color-scheme: light; --ground: #fff; --surface: #fff; --ink: #16211f; --quiet: #55625f; --line: #d9dfdd; --accent: #0f766e; --accent-soft: #e3f3f0;
    --good: #1d6b3a; --good-soft: #e3f4e8; --bad: #a02a20; --bad-soft: #fdeae7; --open: #7d5700; --open-soft: #fff4d9; --plain-soft: #f1f4f3; --shadow: none; --wash: #fff; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { display: block; padding: 0; font-size: 10.5pt; background: none; }
  nav { display: none; }
  main { max-width: none; }
  section { border: 0; border-radius: 0; padding: 0; margin: 0 0 8mm; }
  h2, h3, summary { break-after: avoid; }
  tr, figure, .tile, .callout, .plot { break-inside: avoid; }
  .range { flex-direction: column; align-items: flex-start; gap: 0; }
  .range svg { width: 110px; }
  .plot { flex-basis: 10.5rem; }
  .table, .diagram .stage { overflow: visible; }
  .diagram .stage { border: 0; padding: 0; }
  .diagram svg { max-height: 225mm !important; min-width: 0 !important; }
  details { border: 0; padding: 0; }
}
`;
