"use strict";
(() => {
  const byId = name => document.getElementById(name);
  const controls = byId("controls"), stepper = byId("step"), rater = byId("rate"), play = byId("play");
  const words = descent.words, n = descent.start.length;
  let rows = [], timer = 0, late = 0;

  // The same walk as in Python: until a value or a slope is no number any more.
  function walk(rate) {
    const found = [];
    let state = [...descent.start, ...descent.memory];
    for (let t = 1; t <= descent.steps + 1; t++) {
      const [value, ...after] = oneStep(...state, ...(rate === null ? [] : [rate]), t);
      const point = state.slice(0, n), gradient = after.slice(0, n);
      if (![value, ...point, ...gradient].every(Number.isFinite)) break;
      found.push({ point, value, gradient });
      state = after.slice(n);
      for (let i = 0; i < n; i++) {
        if (descent.low[i] !== null && state[i] < descent.low[i]) state[i] = descent.low[i];
        if (descent.high[i] !== null && state[i] > descent.high[i]) state[i] = descent.high[i];
      }
    }
    return found;
  }

  // Ten steps of the slider double the rate; its middle is the rate of the example, exactly.
  function rate() {
    if (!rater) return null;
    const place = Number(rater.value);
    return place === 0 ? descent.rate : Number((descent.rate * 2 ** (place / 10)).toPrecision(3));
  }

  // 3.5275e-8 as 3.5275 times a power of ten.
  const raised = digits => [...digits].map(c => "\u207b\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"["-0123456789".indexOf(c)]).join("");
  const shown = (x, digits = 10) => {
    const [lead, power] = String(Number(x.toPrecision(digits))).split("e");
    return lead.replace("-", "\u2212") + (power ? `\u00b710${raised(power.replace("+", ""))}` : "");
  };
  const filled = (text, parts) => text.replace(/\{(\w+)\}/g, (_, name) => parts[name]);
  const list = xs => xs.length === 1 ? shown(xs[0], 6) : `(${xs.map(x => shown(x, 6)).join(", ")})`;

  function told(k) {
    const here = rows[k], lost = rows.length <= descent.steps && k === rows.length - 1;
    const text = filled(words.here, { k, point: list(here.point), value: shown(here.value, 6) });
    return lost ? `${text} ${words.lost}` : text;
  }

  function tabulate(k) {
    const first = Math.max(0, k - 9), body = byId("iterates");
    body.replaceChildren(...rows.slice(first, k + 1).map((row, i) => {
      const line = document.createElement("tr");
      for (const text of [String(first + i), ...row.point.map(x => shown(x)), shown(row.value)]) {
        const cell = document.createElement("td");
        cell.className = "number";
        cell.textContent = text;
        line.append(cell);
      }
      return line;
    }));
  }

  function draw(k) {
    const live = byId("live");
    if (!live) return;
    const { left, top, width, height, across, up, plane } = descent.frame;
    const scaled = (x, axis) => axis.logarithmic ? Math.log10(x) : x;
    const share = (x, axis) => (scaled(x, axis) - scaled(axis.low, axis))
      / (scaled(axis.high, axis) - scaled(axis.low, axis));
    const near = x => Math.min(Math.max(x, -5), 6);
    const place = row => {
      const [x, y] = plane ? row.point : [row.point[0], row.value];
      return [left + width * near(share(x, across)), top + height * (1 - near(share(y, up)))]
        .map(x => Math.round(100 * x) / 100);
    };
    const places = rows.slice(0, k + 1).map(place);
    const make = (tag, attributes) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [name, text] of Object.entries(attributes)) made.setAttribute(name, text);
      return made;
    };
    const dots = places.slice(places.length > 150 ? -1 : 0).map(([cx, cy]) => make("circle", { cx, cy, r: 1.8, class: "live-point" }));
    const [cx, cy] = places[k];
    live.replaceChildren(
      make("polyline", { points: places.join(" "), class: "live-path" }),
      ...dots, make("circle", { cx, cy, r: 4.5, class: "live-here" }));
    live.closest("figure").classList.add("live");
  }

  function show(wanted) {
    const k = Math.min(wanted, rows.length - 1);
    stepper.value = k;
    stepper.setAttribute("aria-valuetext", filled(words.step, { k }));
    byId("step-now").textContent = k;
    tabulate(k);
    draw(k);
    const status = byId("status");
    clearTimeout(late);  // a reader is told once, when the hand rests
    late = setTimeout(() => { status.textContent = told(k); }, timer ? 1500 : 250);
    return k;
  }

  function start(k) {
    rows = walk(rate());
    if (rater) {
      byId("rate-now").textContent = shown(rate());
      rater.setAttribute("aria-valuetext", shown(rate()));
    }
    if (rows.length) show(k);
    else byId("status").textContent = words.lost;
  }

  function pause() {
    clearInterval(timer);
    timer = 0;
    play.textContent = words.play;
  }

  function run() {
    const slow = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const last = rows.length - 1, stride = slow ? Math.ceil(last / 8) : Math.ceil(last / 150);
    if (Number(stepper.value) >= last) show(0);
    timer = setInterval(() => {
      if (show(Number(stepper.value) + stride) >= last) { pause(); show(last); }
    }, slow ? 1200 : 100);
    play.textContent = words.pause;
  }

  stepper.addEventListener("input", () => { pause(); show(Number(stepper.value)); });
  if (rater) rater.addEventListener("input", () => { pause(); start(Number(stepper.value)); });
  play.addEventListener("click", () => { if (timer) pause(); else if (rows.length) run(); });
  byId("reset").addEventListener("click", () => {
    pause();
    if (rater) rater.value = 0;
    start(descent.steps);
  });
  controls.hidden = false;
  rows = walk(rate());
  start(Math.min(descent.taken, rows.length - 1));
})();
