// The chart of a report: bars for the period, a line for the one it is compared with; results are stacked.
"use strict";

(() => {
  const COLOURS = ["#2f6fd0", "#c2571a", "#2c8a4b", "#8a4fb3", "#b08a00", "#0f8a96", "#b3365e", "#6b7785", "#7a5c3e", "#4c4fd6", "#999999"];
  const THEN = "#c2571a";
  let plot = null;

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function written(value, kind) {
    if (value === null || value === undefined) return "–";
    if (kind === "share") return `${(100 * value).toLocaleString(lang, { maximumFractionDigits: 1 })} %`;
    if (kind === "seconds") return clockText(value);
    return value.toLocaleString(lang);
  }

  function cumulated(series) {
    const sums = [];
    const heights = series[0] ? series[0].values.map(() => 0) : [];
    for (const one of series) {
      one.values.forEach((value, place) => { heights[place] += value || 0; });
      sums.push([...heights]);
    }
    return sums;
  }

  function draw() {
    const box = document.getElementById("chart");
    if (plot) plot.destroy();
    plot = null;
    if (!box) return;
    box.replaceChildren();
    const chart = JSON.parse(box.dataset.chart);
    const places = chart.names.map((_name, place) => place);
    const bars = uPlot.paths.bars({ size: [0.7, 60] });
    const choice = document.getElementById("measure");
    let kind = "count";
    let data = [places];
    const series = [{ label: "\u00a0", value: (_u, place) => chart.names[place] ?? "" }];
    if (chart.stacked) {
      // The whole column first, so that each part is drawn over what stands behind it.
      const sums = cumulated(chart.series);
      for (let part = chart.series.length - 1; part >= 0; part -= 1) {
        const fill = COLOURS[part % COLOURS.length];
        data.push(sums[part]);
        series.push({
          label: chart.series[part].name, stroke: fill, fill, paths: bars, points: { show: false },
          value: (_u, _v, _s, place) => (place === null ? "" : written(chart.series[part].values[place], "count")),
        });
      }
    } else {
      const one = chart.series[choice ? Number(choice.value) : 0];
      kind = one.kind;
      data.push(one.values);
      series.push({
        label: chart.now, stroke: COLOURS[0], fill: COLOURS[0], paths: bars, points: { show: false },
        value: (_u, value) => written(value, kind),
      });
      if (one.before) {
        data.push(one.before);
        series.push({
          label: chart.then, stroke: THEN, width: 2, points: { show: true, size: chart.ordered ? 7 : 11, fill: THEN },
          // A line leads through what follows one another, and through nothing else.
          ...(chart.ordered ? {} : { paths: () => null }),
          value: (_u, value) => written(value, kind),
        });
      }
    }
    const text = colour("--quiet");
    const grid = { stroke: colour("--line"), width: 1 };
    const wide = Math.max(...chart.names.map((name) => name.length), 1) * 7.5 * places.length > box.clientWidth - 100;
    const longest = Math.max(...chart.names.map((name) => Math.min(name.length, 18)), 1);
    plot = new uPlot({
      width: box.clientWidth, height: wide ? 320 : 260, cursor: { drag: { x: false, y: false } }, legend: { live: true },
      scales: {
        x: { time: false, range: [-0.6, Math.max(places.length - 0.4, 0.6)] },
        y: { range: (_u, _low, high) => [0, (high || 1) * 1.08] },
      },
      series,
      axes: [
        {
          stroke: text, grid: { show: false }, ticks: grid, rotate: wide ? -45 : 0, space: 1, size: wide ? 20 + longest * 5 : 34,
          splits: () => places, incrs: [1],
          filter: (_u, splits) => {
            const step = Math.ceil(splits.length / Math.max(1, box.clientWidth / 26));
            return splits.map((place, n) => (n % step ? null : place));
          },
          values: (_u, splits) => splits.map((place) => {
            const name = place === null ? "" : chart.names[place] ?? "";
            return name.length > 18 ? `${name.slice(0, 17)}…` : name;
          }),
        },
        {
          stroke: text, grid, ticks: grid, size: 70,
          values: (_u, splits) => splits.map((value) => written(value, kind)),
        },
      ],
    }, data, box);
  }

  // The zone of whoever looks can be chosen, too.
  function offerZone() {
    const zones = document.querySelector('select[name="zone"]');
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zones || !here || here === zones.dataset.site) return;
    for (const option of zones.options) {
      if (option.value === here) {
        option.textContent = `${here} ${zones.dataset.yours}`;
        return;
      }
    }
    zones.add(new Option(`${here} ${zones.dataset.yours}`, here));
  }

  function begin() {
    offerZone();
    draw();
  }

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.id === "measure") draw();
    // Who chooses a day means the period from and to it.
    if (field.dataset && field.dataset.custom) field.form.elements[field.dataset.custom].value = "custom";
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });
  document.body.addEventListener("htmx:afterSettle", begin);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  let width = 0;
  addEventListener("resize", () => {
    const box = document.getElementById("chart");
    if (box && box.clientWidth !== width) {
      width = box.clientWidth;
      draw();
    }
  });
  addEventListener("beforeprint", draw);
  begin();
})();
