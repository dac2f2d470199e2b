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
/** Height of a chart, and of its axis of time, in CSS pixels. */
const HEIGHT = 160;
const TIME_AXIS = 26;
/** Where the token is kept until the tab is closed. */
const TOKEN = "kpp.token";
const USUAL = ["power", "power.net", "chain.speed", "receiver.pressure"];

const $ = (id) => document.getElementById(id);

const state = {
  schema: undefined,
  token: sessionStorage.getItem(TOKEN) ?? "",
  /** What the tap calls this page. */
  client: undefined,
  socket: undefined,
  failures: 0,
  epoch: undefined,
  frame: undefined,
  frameAt: 0,
  /** Charts by field. */
  charts: new Map(),
  control: false,
  /** Parameters by name, and where each is changed. */
  inputs: new Map(),
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

/** Asks for the token; resolves when one has been given. */
async function askToken() {
  $("refusal").textContent = state.token === "" ? "" : "This one is wrong, or no longer valid";
  $("token").value = "";
  await new Promise((resolve) => {
    $("ask").addEventListener("close", resolve, { once: true });
    $("ask").showModal();
  });
  state.token = $("token").value;
  sessionStorage.setItem(TOKEN, state.token);
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
        height: HEIGHT,
        legend: { show: false },
        cursor: { y: false },
        scales: { x: { time: false } },
        axes: [
          { ...axis, size: TIME_AXIS, values: (_, times) => times.map((time) => `${time} s`) },
          { ...axis, size: 64 },
        ],
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
    if (width !== this.plot.width) this.plot.setSize({ width, height: HEIGHT });
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
  welcome: ({ epoch, control, client_id: client }) => {
    if (epoch !== state.epoch) {
      for (const chart of state.charts.values()) chart.times.length = chart.values.length = 0;
    }
    Object.assign(state, { epoch, control, client, failures: 0 });
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
  error: ({ message, id }) => {
    showOutcome({ outcome: "refused", reason: message });
    if (state.inputs.has(id)) void showParameters(id);
  },
};

function showOutcome({ command, outcome, reason, origin }) {
  const { kind = "", ...rest } = command ?? {};
  const what = [kind, ...Object.values(rest)].join(" ");
  const isOwn = origin?.split(" ")[0] === state.client;
  const who = origin === undefined || isOwn ? "" : ` (${origin})`;
  $("outcome").textContent = `${what} ${outcome}${reason ? `: ${reason}` : ""}${who}`.trim();
  $("outcome").classList.toggle("bad", outcome === "refused");
  if (kind === "set") void showParameters(isOwn ? rest.parameter : undefined);
}

function showAlarms({ alarms = [], annunciated = [] }) {
  const { length } = annunciated;
  $("annunciated").hidden = length === 0;
  $("annunciated").textContent = length === 1 ? "1 alarm" : `${length} alarms`;
  $("annunciated").classList.remove("bad");
  const rows = annunciated.map((name) => {
    const { label, level, state: standing, guidance } = alarms.find((each) => each.name === name);
    const row = element("li", "");
    const text = element("div", "");
    const words = standing.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    const title = element("span", `${level}: ${label}, ${words}`);
    if (level === "error" || level === "critical") {
      for (const each of [title, $("annunciated")]) each.classList.add("bad");
    }
    text.append(title, element("small", guidance));
    row.append(text);
    if (!state.control) return row;
    const button = element("button", "Acknowledge");
    const command = { kind: "alarm", event: "acknowledge", alarm: name };
    button.addEventListener("click", () => send({ type: "command", command }));
    row.append(button);
    return row;
  });
  $("alarms").replaceChildren(...rows.length > 0 ? rows : [element("li", "none")]);
}

function inputOf(row) {
  if (row.kind === "choice") {
    const select = element("select", "");
    select.append(...row.choices.map((each) => element("option", each)));
    return select;
  }
  const type = row.kind === "boolean" ? "checkbox" : "text";
  return Object.assign(element("input", ""), { type, inputMode: "decimal" });
}

function valueIn(row, input) {
  if (row.kind === "boolean") return input.checked;
  if (row.kind === "choice" || input.value === "Infinity") return input.value;
  return input.value.trim() === "" ? NaN : Number(input.value);
}

/** One parameter: its label, its unit, and where it is changed. */
function parameterLine(row) {
  const line = element("label", "", { className: "row", title: row.description });
  const input = inputOf(row);
  input.name = row.name;
  input.addEventListener("change", () => {
    const command = { kind: "set", parameter: row.name, value: valueIn(row, input) };
    send({ type: "command", id: row.name, command });
  });
  const name = element("span", `${row.label} `);
  name.append(element("small", row.unit ?? ""));
  line.append(name, input);
  state.inputs.set(row.name, { row, input });
  return line;
}

function buildParameters() {
  const groups = Object.groupBy(state.schema.parameters, ({ group }) => group);
  const details = Object.entries(groups).map(([group, rows]) => {
    const detail = element("details", "");
    detail.append(element("summary", group), ...rows.map(parameterLine));
    return detail;
  });
  $("parameters").replaceChildren(...details);
}

/** Shows the parameters as they are. What is being typed stays, unless it was `settled`. */
async function showParameters(settled) {
  const values = await read("parameters");
  if (state.inputs.size === 0) buildParameters();
  for (const [name, { row, input }] of state.inputs) {
    if (input === document.activeElement && name !== settled) continue;
    if (row.kind === "boolean") input.checked = values[name];
    else input.value = values[name];
  }
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
  socket.addEventListener("close", async ({ reason }) => {
    const pause = PAUSES[Math.min(state.failures++, PAUSES.length - 1)];
    say(`not connected${reason ? ` (${reason})` : ""}, trying again`, true);
    // Many pages that lose one tap must not come back all at once.
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    await checkToken();
    connect();
  });
}

/** Asks for another token where the tap, if it is there, does not take this one. */
async function checkToken() {
  try {
    await read("status");
  } catch (error) {
    if (error.name === "NotAllowedError") await askToken();
  }
}

function draw() {
  requestAnimationFrame(draw);
  const { frame } = state;
  if (frame === undefined) return;
  const age = performance.now() - state.frameAt;
  const isStale = age > STALE;
  $("status").textContent = isStale ? `stale, ${Math.floor(age / 1e3)} s old` : frame.status;
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
      await askToken();
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
  $("annunciated").addEventListener("click", () => {
    $("alarms").closest("section").scrollIntoView({ behavior: "smooth" });
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
