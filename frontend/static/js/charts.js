// Charts by Apache ECharts, from the JSON beside them; the table below each says the same, and a button swaps the two.
// Colours come from the style sheet, patterns make them readable without colour, everything is drawn again for
// another theme, another width and for paper.
import { each, number, say } from "./page.js";

let library;

// As a module: the address of a script element is a text that Trusted Types refuse.
const load = (address) => (library ??= import(address).then(() => window.echarts));

/** The colour that a custom property has just now, whatever the theme. */
const colour = (name) => {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
};

const palette = () => ["--sea", "--warning", "--good", "--accent", "--bad", "--neutral"].map(colour);
const shown = (value) => (value == null ? "–" : number(value));

const frame = (data, ink) => ({
  color: palette(),
  textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
  animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  animationDuration: 300,
  aria: { enabled: true, label: { enabled: false }, decal: { show: data.series.length > 1 || data.kind === "pie" } },
  tooltip: { trigger: data.kind === "pie" ? "item" : "axis", renderMode: "richText", confine: true, valueFormatter: shown },
  legend: { show: data.series.length > 1 || data.required.length > 0 || data.kind === "pie", bottom: 0, textStyle: { color: ink, fontSize: 13 } },
});

/** Bars whose names have no room below them lie on their side. */
const lies = (data, width) => data.across || (data.kind !== "line" && width / data.categories.length < 70);

/** How wide the longest of some names is, in pixels. */
const longest = (names) => {
  const ruler = document.createElement("canvas").getContext("2d");
  ruler.font = `13px ${getComputedStyle(document.body).fontFamily}`;
  return Math.ceil(Math.max(0, ...names.map((name) => ruler.measureText(name).width)));
};

const axes = (data, ink, line, width) => {
  const across = lies(data, width);
  const room = across ? Math.min(260, width * 0.48, longest(data.categories) + 8) : Math.floor((width - 80) / data.categories.length) - 8;
  const wraps = across || room >= 56;
  const label = { color: ink, fontSize: 13, lineHeight: 18, hideOverlap: true };
  const names = {
    type: "category",
    data: data.categories,
    inverse: across,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: line } },
    axisLabel: wraps ? { ...label, interval: 0, width: room, overflow: across ? "truncate" : "break" } : label,
  };
  const values = {
    type: "value",
    name: across ? "" : data.unit,
    nameTextStyle: { color: ink },
    axisLabel: { ...label, formatter: (value) => number(value) },
    minInterval: data.series.every((row) => row.values.every((value) => value == null || Number.isInteger(value))) ? 1 : 0,
    splitLine: { lineStyle: { color: line } },
  };
  const grid = { left: 8, right: 24, top: data.unit && !across ? 36 : 16, bottom: 44, containLabel: true };
  return across ? { grid, xAxis: values, yAxis: names } : { grid, xAxis: names, yAxis: values };
};

const seriesOf = (data, ink, across) => {
  const looks = { type: data.kind === "line" ? "line" : "bar", stack: data.stacked ? "all" : undefined, barMaxWidth: 36, symbolSize: 8 };
  const drawn = data.series.map((row) => ({ ...looks, name: row.name, data: row.values, lineStyle: { width: 2.5 } }));
  if (!data.required.length) return drawn;
  const style = { color: ink, borderColor: colour("--surface"), borderWidth: 1.5, opacity: 1, decal: { symbol: "none" } };
  const symbol = { symbol: "rect", symbolSize: across ? [5, 26] : [26, 5], itemStyle: style, z: 5 };
  return [...drawn, { ...symbol, name: data.required_name || say("target"), type: "scatter", data: data.required }];
};

const pie = (data, ink, width) => {
  const values = data.series[0].values;
  const parts = data.categories.map((name, at) => ({ name, value: values[at] }));
  const named = (name) => `${name}: ${shown(values[data.categories.indexOf(name)])}`;
  const label = { show: width >= 440, color: ink, formatter: ({ name }) => named(name) };
  const look = frame(data, ink);
  const series = [{ type: "pie", radius: ["40%", "68%"], center: ["50%", "42%"], data: parts, label }];
  return { ...look, legend: { ...look.legend, formatter: named }, series };
};

const optionOf = (data, width) => {
  const ink = colour("--ink");
  if (data.kind === "pie") return pie(data, ink, width);
  return { ...frame(data, ink), ...axes(data, ink, colour("--line"), width), series: seriesOf(data, ink, lies(data, width)) };
};

const begin = async (figure) => {
  const drawing = figure.querySelector("[data-chart-drawing]");
  const table = figure.querySelector("[data-chart-table]");
  const toggle = figure.querySelector("[data-chart-toggle]");
  const data = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  const echarts = await load(figure.dataset.library);

  const show = (charted) => {
    drawing.hidden = !charted;
    table.hidden = charted;
    toggle.textContent = say(charted ? "show_table" : "show_chart");
    if (charted) chart.resize();
  };
  drawing.hidden = false;
  if (lies(data, drawing.clientWidth)) drawing.style.height = `${Math.max(200, data.categories.length * 40 + 90)}px`;
  const chart = echarts.init(drawing, null, { renderer: "svg", locale: "EN" });
  const draw = () => chart.setOption(optionOf(data, chart.getWidth()), { notMerge: true });
  draw();

  chart.on("click", ({ seriesIndex, dataIndex }) => {
    const address = data.series[seriesIndex]?.links[dataIndex];
    if (address) location.assign(address);
  });
  let charted = true;
  toggle.hidden = false;
  toggle.addEventListener("click", () => show((charted = !charted)));
  show(true);
  document.addEventListener("theme", draw);
  new ResizeObserver(() => {
    if (drawing.hidden || drawing.clientWidth === chart.getWidth()) return;
    chart.resize();
    draw();
  }).observe(figure);
  printed.push({
    before: () => {
      show(true);
      table.hidden = false;
      chart.resize({ width: 640 });
      draw();
    },
    after: () => {
      show(charted);
      draw();
    },
  });
  figure.dataset.drawn = "yes";
};

// Paper is light, whatever the screen is.
const printed = [];
let theme;
window.addEventListener("beforeprint", () => {
  theme = document.documentElement.dataset.bsTheme;
  document.documentElement.dataset.bsTheme = "light";
  for (const { before } of printed) before();
});
window.addEventListener("afterprint", () => {
  if (theme) document.documentElement.dataset.bsTheme = theme;
  else delete document.documentElement.dataset.bsTheme;
  for (const { after } of printed) after();
});

// A library that does not arrive leaves the table, which says the same.
export const start = (root) => each(root, "[data-chart]", (figure) => begin(figure).catch(() => {}));
