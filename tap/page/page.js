/**
 * The page of a tap: charts of any fields, alarms, and where it is allowed the parameters. Speaks
 * kpp.v1.json-delta, see docs/PROTOCOL.md.
 */

/* global uPlot */

/** Seconds that a chart shows, frames a second, and pauses before it tries again, ms. */
const SPAN = 60;
const RATE = 10;
const PAUSES = [250, 500, 1000, 2000, 4000, 8000];
/** Age of the newest frame from which it is called stale, ms. */
const STALE = 2000;
const USUAL = ["power", "power.net", "chain.speed", "receiver.pressure"];

const $ = (id) => document.getElementById(id);

const state = {
  schema: undefined,
  token: "",
  socket: undefined,
  failures: 0,
  epoch: undefined,
  frame: undefined,
  frameAt: 0,
  /** Charts by field. */
  charts: new Map(),
  control: false,
};

function element(name, text, properties = {}) {
  return Object.assign(document.createElement(name), { textContent: text }, properties);
}

function say(link, isBad = false) {
  $("link").textContent = link;
  $("link").classList.toggle("bad", isBad);
}

async function read(path) {
  const headers = state.token === "" ? {} : { authorization: `Bearer ${state.token}` };
  const response = await fetch(path, { headers });
  if (response.status === 401) throw new DOMException("a token is needed", "NotAllowedError");
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return await response.json();
}

function askToken() {
  return new Promise((resolve) => {
    $("ask").addEventListener("close", () => resolve($("token").value), { once: true });
    $("ask").showModal();
  });
}

/** A colour of the style sheet as a canvas takes it, light or dark as the page is now. */
function color(name) {
  document.documentElement.style.setProperty("outline-color", `var(${name})`);
  return getComputedStyle(document.documentElement).outlineColor;
}

/** One chart with the newest value beside its name. */
class Chart {
  constructor({ id, label, unit, decimals }) {
    this.id = id;
    this.decimals = decimals ?? 3;
    this.times = [];
    this.values = [];
    this.output = element("output", "no data");
    this.unit = unit;
    const drop = element("button", "✕", { ariaLabel: `Remove ${id}` });
    drop.addEventListener("click", () => removeChart(id));
    const caption = element("figcaption", "");
    caption.append(element("span", label, { title: id }), this.output, drop);
    this.figure = element("figure", "");
    this.figure.dataset.field = id;
    this.figure.append(caption);
    $("charts").append(this.figure);
    const axis = {
      stroke: () => color("--faint"),
      grid: { stroke: () => color("--line"), width: 1 },
      ticks: { stroke: () => color("--line"), width: 1 },
    };
    this.plot = new uPlot(
      {
        width: this.figure.clientWidth,
        height: 160,
        legend: { show: false },
        cursor: { y: false },
        scales: { x: { time: false } },
        axes: [axis, { ...axis, size: 64 }],
        series: [{}, { stroke: () => color("--series"), width: 1.5 }],
      },
      [[], []],
      this.figure,
    );
  }

  take(time, value) {
    // Time that runs backwards is a run that was started again.
    if (time < this.times.at(-1)) this.times.length = this.values.length = 0;
    this.times.push(time);
    this.values.push(value);
    while (this.times.length > SPAN * RATE) {
      this.times.shift();
      this.values.shift();
    }
    const shown = typeof value === "number" ? `${value.toFixed(this.decimals)} ${this.unit}` : null;
    this.output.textContent = shown ?? value ?? "no data";
  }

  draw() {
    const width = this.figure.clientWidth;
    if (width !== this.plot.width) this.plot.setSize({ width, height: 160 });
    this.plot.setData([this.times, this.values]);
  }
}

function addChart(id) {
  const field = state.schema.channels.find((each) => each.id === id);
  if (field === undefined || state.charts.has(id)) return;
  state.charts.set(id, new Chart(field));
  remember();
}

function removeChart(id) {
  state.charts.get(id)?.figure.remove();
  state.charts.delete(id);
  remember();
}

/** Keeps the choice in the address, where it can be shared. */
function remember() {
  history.replaceState(null, "", `#${[...state.charts.keys()].join(",")}`);
  subscribe();
}

function send(message) {
  if (state.socket?.readyState === WebSocket.OPEN) state.socket.send(JSON.stringify(message));
}

function subscribe() {
  const fields = [...state.charts.keys(), "status", "clock.rtf", "clock.fps"];
  send({ type: "subscribe", topic: "frames", rate: RATE, fields: [...new Set(fields)] });
}

function valueOf(frame, id) {
  return (id in frame ? frame[id] : frame.metadata[id]) ?? null;
}

function takeFrame(frame) {
  state.frame = frame;
  state.frameAt = performance.now();
  for (const [id, chart] of state.charts) chart.take(frame.simulation_time, valueOf(frame, id));
}

const TAKE = {
  welcome: ({ epoch, control }) => {
    if (epoch !== state.epoch) {
      for (const chart of state.charts.values()) chart.times.length = chart.values.length = 0;
    }
    Object.assign(state, { epoch, control, failures: 0 });
    subscribe();
    for (const topic of ["alarms", "events"]) send({ type: "subscribe", topic });
    $("control").hidden = !control;
    if (control) void showParameters();
    say("live");
  },
  frame_update: ({ frame }) => takeFrame(frame),
  frame_delta: ({ base, frame }) => {
    const { frame: before } = state;
    if (before?.frame_id !== base) return;
    takeFrame({ ...before, ...frame, metadata: { ...before.metadata, ...frame.metadata } });
  },
  gap: ({ conflated, dropped }) => say(`live, ${conflated + dropped} frames missed`),
  snapshot: ({ topic, data }) => topic === "alarms" && showAlarms(data),
  event: ({ topic, data }) => {
    if (topic === "alarms") void read("alarms").then(showAlarms);
    if (topic === "events" && data.event === "command") showOutcome(data);
  },
  error: ({ message }) => showOutcome({ outcome: "refused", reason: message }),
};

function showOutcome({ command, outcome, reason, origin }) {
  const { kind = "", ...rest } = command ?? {};
  const what = [kind, ...Object.values(rest)].join(" ");
  const who = origin === undefined ? "" : ` (${origin})`;
  $("outcome").textContent = `${what} ${outcome}${reason ? `: ${reason}` : ""}${who}`;
  $("outcome").classList.toggle("bad", outcome === "refused");
  if (kind === "set") void showParameters();
}

function showAlarms({ alarms = [], annunciated = [] }) {
  const rows = annunciated.map((name) => {
    const { label, level, state: standing, guidance } = alarms.find((each) => each.name === name);
    const row = element("li", `${level}: ${label} (${standing}). ${guidance} `);
    row.classList.toggle("bad", level === "error" || level === "critical");
    if (!state.control) return row;
    const button = element("button", "Acknowledge");
    const command = { kind: "alarm", event: "acknowledge", alarm: name };
    button.addEventListener("click", () => send({ type: "command", command }));
    row.append(button);
    return row;
  });
  $("alarms").replaceChildren(...rows.length > 0 ? rows : [element("li", "none")]);
}

function inputOf(row, value) {
  if (row.kind === "choice") {
    const select = element("select", "");
    select.append(...row.choices.map((each) => element("option", each)));
    select.value = value;
    return select;
  }
  if (row.kind === "boolean") {
    return Object.assign(element("input", ""), { type: "checkbox", checked: value });
  }
  return Object.assign(element("input", ""), { type: "text", inputMode: "decimal", value });
}

function valueIn(row, input) {
  if (row.kind === "boolean") return input.checked;
  if (row.kind === "choice" || input.value === "Infinity") return input.value;
  return input.value.trim() === "" ? NaN : Number(input.value);
}

async function showParameters() {
  const values = await read("parameters");
  const groups = Object.groupBy(state.schema.parameters, ({ group }) => group);
  const open = new Set(
    [...$("parameters").querySelectorAll("details[open]")].map((each) => each.dataset.group),
  );
  const details = Object.entries(groups).map(([group, rows]) => {
    const detail = element("details", "", { open: open.has(group) });
    detail.dataset.group = group;
    detail.append(element("summary", group));
    for (const row of rows) {
      const line = element("label", "", { className: "row", title: row.description });
      const input = inputOf(row, values[row.name]);
      input.name = row.name;
      input.addEventListener("change", () => {
        const command = { kind: "set", parameter: row.name, value: valueIn(row, input) };
        send({ type: "command", command });
      });
      line.append(element("span", row.label), input, element("span", row.unit ?? ""));
      detail.append(line);
    }
    return detail;
  });
  $("parameters").replaceChildren(...details);
}

function connect() {
  const protocols = ["kpp.v1.json-delta"];
  if (state.token !== "") {
    const bytes = new TextEncoder().encode(state.token);
    const base64 = btoa(String.fromCharCode(...bytes));
    const url = base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    protocols.push(`kpp.token.${url}`);
  }
  const socket = new WebSocket(new URL("ws", location.href).href.replace(/^http/, "ws"), protocols);
  state.socket = socket;
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(data);
    TAKE[message.type]?.(message);
  });
  socket.addEventListener("close", ({ reason }) => {
    const pause = PAUSES[Math.min(state.failures++, PAUSES.length - 1)];
    say(`not connected${reason ? ` (${reason})` : ""}, trying again`, true);
    // Many pages that lose one tap must not come back all at once.
    setTimeout(connect, pause * (0.5 + Math.random()));
  });
}

function draw() {
  requestAnimationFrame(draw);
  const { frame } = state;
  if (frame === undefined) return;
  const isStale = performance.now() - state.frameAt > STALE;
  $("status").textContent = isStale ? `stale (${frame.status})` : frame.status;
  $("status").classList.toggle("bad", isStale || frame.status === "fault");
  $("time").textContent = `${frame.simulation_time.toFixed(1)} s`;
  const rtf = valueOf(frame, "clock.rtf");
  $("clock").textContent = rtf === null ? "" : `RTF ${rtf.toFixed(2)}`;
  if (state.drawn === frame) return;
  state.drawn = frame;
  for (const chart of state.charts.values()) chart.draw();
}

async function start() {
  try {
    state.schema = await read("schema");
  } catch (error) {
    if (error.name === "NotAllowedError") {
      state.token = await askToken();
    } else {
      say("not connected, trying again", true);
      await new Promise((resolve) => setTimeout(resolve, PAUSES.at(-1)));
    }
    return start();
  }
  const numbers = state.schema.channels.filter(({ id }) => !["status", "timestamp"].includes(id));
  $("channels").append(...numbers.map(({ id, label }) => element("option", label, { value: id })));
  const asked = decodeURIComponent(location.hash.slice(1)).split(",").filter((each) => each !== "");
  for (const id of asked.length > 0 ? asked : USUAL) addChart(id);
  $("add").addEventListener("submit", (event) => {
    event.preventDefault();
    addChart($("channel").value);
    $("channel").value = "";
  });
  $("commands").append(...["hold", "resume", "step"].map((kind) => {
    const button = element("button", kind);
    button.addEventListener("click", () => send({ type: "command", command: { kind } }));
    return button;
  }));
  connect();
  draw();
}

void start();
