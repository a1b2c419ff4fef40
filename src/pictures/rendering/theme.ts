/** Fonts that every system has; pictures and the page around them are set in the same. */
export const fontFamily =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", Arial, "Noto Color Emoji", sans-serif';

const ink = "#1c2128";
const line = "#5b6470";
const paper = "#ffffff";

/**
 * Filled areas that stand side by side: slices, bars. Neighbours differ in lightness, so that they differ in grey, too; dark text can be
 * read on each.
 */
const strong = [
  ...["#5fb3a5", "#c9e6df", "#7fa6de", "#d3e0f5", "#e2b95a", "#f7e6bb"],
  ...["#a896e3", "#e0d9f7", "#e58d83", "#f7d5d0", "#98a3b0", "#e0e4e9"],
];

/** What bears white words: the root of a mind map, names of branches. */
const deep = ["#0f766e", "#3a66ad", "#94690a", "#5b47b5", "#b3352a", "#4d5763", "#2a7a45", "#7a4a86"];

/** Backgrounds of words: sections of a timeline, branches of a mind map. Dark text can be read on each. */
const soft = [
  ...["#e3f4f0", "#e6eefb", "#fff2d1", "#ece8fc", "#fde9e6", "#eef1f4"],
  ...["#d6ebe4", "#d7e4f7", "#f9e6b5", "#ddd6f7", "#f8d9d4", "#e1e6ea"],
];

/**
 * How every picture looks, as Mermaid's configuration: one theme that suits the colours of states, on white. What isn't named
 * here is as Mermaid has it by default, and so as the same text looks elsewhere. Nothing in a picture is run or followed.
 * @see https://mermaid.js.org/config/theming.html
 */
export const mermaidConfig = {
  startOnLoad: false,
  securityLevel: "strict",
  theme: "base",
  fontFamily,
  // A picture with everything unfolded is large and still wanted.
  maxTextSize: 2_000_000,
  maxEdges: 20_000,
  flowchart: {
    curve: "basis",
    padding: 14,
    nodeSpacing: 36,
    rankSpacing: 44,
    useMaxWidth: true,
    subGraphTitleMargin: { top: 6, bottom: 14 },
  },
  class: { useMaxWidth: true },
  state: { useMaxWidth: true },
  sequence: {
    useMaxWidth: true,
    actorFontSize: 15,
    noteFontSize: 14,
    messageFontSize: 14,
    mirrorActors: true,
    wrap: false,
    messageMargin: 38,
    diagramMarginX: 24,
  },
  gantt: { useWidth: 1240, barHeight: 22, barGap: 6, topPadding: 56, leftPadding: 150, gridLineStartPadding: 40 },
  er: { useMaxWidth: true },
  journey: {
    ...{ useMaxWidth: true, actorColours: deep, sectionFills: soft, sectionColours: soft.map(() => ink) },
    ...{ titleColor: ink, titleFontFamily: fontFamily, titleFontSize: "18px" },
  },
  pie: { useMaxWidth: true, textPosition: 0.8 },
  themeCSS: [
    ".edgeLabel rect, .edgeLabel .label rect, .labelBkg { opacity: 1; fill: #fff }",
    ".grid .tick line, .grid .tick { stroke: #dfe4e2; opacity: 1 }",
    ".eventWrapper { filter: none }",
    ".cluster-label text, .cluster-label span { font-weight: 600 }",
  ].join("\n"),
  themeVariables: {
    ...{ fontFamily, fontSize: "15px", background: paper, textColor: ink, titleColor: ink, lineColor: line },
    ...{ primaryColor: paper, primaryTextColor: ink, primaryBorderColor: line },
    ...{ secondaryColor: "#eef3f2", secondaryTextColor: ink, secondaryBorderColor: "#9fb3af" },
    ...{ tertiaryColor: "#f6f8f7", tertiaryTextColor: ink, tertiaryBorderColor: "#cfd8d5" },
    ...{ clusterBkg: "#f6f8f7", clusterBorder: "#cfd8d5", edgeLabelBackground: paper },
    ...{ noteBkgColor: "#fff8e3", noteBorderColor: "#d9bd6c", noteTextColor: "#4a3403" },
    ...{ actorBkg: "#e3f4f0", actorBorder: "#1f7a70", actorTextColor: "#0c332e", actorLineColor: "#b9c4c1" },
    ...{
      signalColor: line,
      signalTextColor: ink,
      labelBoxBkgColor: "#eef3f2",
      labelBoxBorderColor: "#9fb3af",
      sequenceNumberColor: paper,
    },
    ...{ activationBkgColor: "#e6eefb", activationBorderColor: "#3a66ad", loopTextColor: ink },
    ...ganttColours(),
    ...numbered("pie", strong, 1),
    ...{ pieStrokeColor: paper, pieStrokeWidth: "2px", pieOuterStrokeWidth: "0px", pieOpacity: "1" },
    ...{ pieTitleTextSize: "18px", pieSectionTextSize: "14px", pieSectionTextColor: ink, pieLegendTextSize: "15px" },
    ...numbered("cScale", soft, 0),
    ...numbered("cScaleInv", strong, 0),
    ...numbered("cScalePeer", strong, 0),
    ...numbered(
      "cScaleLabel",
      soft.map(() => ink),
      0,
    ),
    ...numbered("fillType", soft, 0),
    ...numbered("actor", deep, 0),
    ...gitColours(),
    ...{ requirementBackground: paper, requirementBorderColor: line, requirementTextColor: ink, relationColor: line },
    ...{ relationLabelBackground: paper, relationLabelColor: ink, rowOdd: paper, rowEven: "#f6f8f7" },
    xyChart: {
      ...{ backgroundColor: paper, titleColor: ink, xAxisTitleColor: line, yAxisTitleColor: line },
      ...{ xAxisLabelColor: ink, yAxisLabelColor: ink, xAxisLineColor: line, yAxisLineColor: line },
      ...{ xAxisTickColor: line, yAxisTickColor: line },
      plotColorPalette: deep.join(", "),
    },
  },
} as const;

function ganttColours() {
  return {
    ...{ taskBkgColor: "#cfe3f7", taskBorderColor: "#3a66ad", taskTextColor: ink, taskTextDarkColor: ink },
    ...{ taskTextLightColor: ink, taskTextOutsideColor: ink, taskTextClickableColor: ink },
    ...{ doneTaskBkgColor: "#cfead9", doneTaskBorderColor: "#2a7a45" },
    ...{ activeTaskBkgColor: "#ded8f8", activeTaskBorderColor: "#5b47b5" },
    ...{ critBkgColor: "#f9cfca", critBorderColor: "#b3352a" },
    ...{ sectionBkgColor: "#f6f8f7", sectionBkgColor2: "#eef3f2", altSectionBkgColor: paper },
    ...{ gridColor: "#d5dbd9", todayLineColor: "transparent" },
  };
}

function gitColours() {
  return {
    ...numbered("git", deep, 0),
    ...numbered(
      "gitBranchLabel",
      deep.map(() => paper),
      0,
    ),
    // Around a commit that stands out, whose middle is paper.
    ...numbered("gitInv", deep, 0),
    ...{ commitLabelColor: ink, commitLabelBackground: "#eef3f2", commitLabelFontSize: "12px" },
    ...{ tagLabelColor: "#4a3403", tagLabelBackground: "#fff2d1", tagLabelBorder: "#94690a", tagLabelFontSize: "12px" },
  };
}

function numbered(name: string, colours: readonly string[], from: number): Record<string, string> {
  return Object.fromEntries(colours.map((colour, i) => [`${name}${i + from}`, colour]));
}
