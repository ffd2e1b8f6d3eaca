// Charts: <div data-chart="id"> is drawn from the data-values of the element with that id, and again when they change.
// The values are series: moments in seconds, two of counts (bars), and one of percents (a line) if it has a name.
"use strict";

(() => {
  const drawn = new Map();
  const short = new Intl.DateTimeFormat(lang, { day: "numeric", month: "numeric" });

  function color(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  // Days where they begin, hours between them.
  function moments(_plot, ticks) {
    return ticks.map((tick) => {
      const moment = new Date(tick * 1000);
      return moment.getHours() || moment.getMinutes() ? formats.time.format(moment) : short.format(moment);
    });
  }

  function draw(place) {
    const source = document.getElementById(place.dataset.chart);
    if (!source || drawn.get(place)?.text === source.dataset.values) return;
    const values = JSON.parse(source.dataset.values);
    const before = drawn.get(place);
    if (before) {
      before.plot.setData(values);
      before.text = source.dataset.values;
      return;
    }
    const names = JSON.parse(source.dataset.names);
    const axis = { stroke: color("--quiet"), grid: { stroke: color("--line"), width: 1 }, ticks: { stroke: color("--line") } };
    const bars = uPlot.paths.bars({ size: [0.8, 60] });
    const rate = names.slice(2);
    const series = (label, name, more) => ({ label, stroke: color(name), fill: color(`${name}-back`), width: 1, points: { show: false }, ...more });
    const plot = new uPlot({
      width: place.clientWidth,
      height: 240,
      // Half a bar of room, or the first and the last one are cut.
      scales: { x: { range: (_plot, low, high) => [low - 1800, high + 1800] }, percent: { range: [0, 100] }, y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.05)] } },
      axes: [{ ...axis, values: moments }, axis, ...rate.map(() => ({ ...axis, scale: "percent", side: 1, size: 60, grid: { show: false }, values: (_plot, ticks) => ticks.map((tick) => `${tick} %`) }))],
      series: [
        { value: (_plot, moment) => (moment == null ? "" : formats.moment.format(moment * 1000)) },
        series(names[0], "--none", { paths: bars, fill: color("--line") }),
        series(names[1], "--good", { paths: bars, fill: color("--good") }),
        ...rate.map((name) => series(name, "--busy", { scale: "percent", fill: undefined, width: 2, spanGaps: false,
          points: { show: true, size: 4 }, value: (_plot, percent) => (percent == null ? "" : `${percent} %`) })),
      ],
    }, values, place);
    drawn.set(place, { plot, text: source.dataset.values });
  }

  function drawAll(anew = false) {
    if (anew) {
      for (const { plot } of drawn.values()) plot.destroy();
      drawn.clear();
    }
    for (const place of document.querySelectorAll("[data-chart]")) draw(place);
  }

  drawAll();
  document.body.addEventListener("htmx:afterSettle", () => drawAll());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll(true));
  addEventListener("resize", () => {
    for (const [place, { plot }] of drawn) plot.setSize({ width: place.clientWidth, height: 240 });
  });
})();
