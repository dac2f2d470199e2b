import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { allGood, channelIndex, CHANNELS, QUALITIES } from "../../../telemetry/mod.ts";
import { PAGE_IDS, PAGES } from "../../../tui/pages/pages.ts";
import { alarmed, dashboard, press, running, withFrame } from "../fixtures.ts";
import { checklist, panelText, screenOf, sent, started } from "./read_back.ts";

checklist({
  "pages are switchable by digit, always, and by Tab"() {
    for (const from of PAGE_IDS) {
      for (const to of PAGE_IDS) {
        equal(press({ ...started(1), page: from }, PAGES[to].key).page, to);
      }
    }
    equal(press(started(1), "tab").page, PAGE_IDS[1]);
  },
  "Enter opens typed entry"() {
    match(screenOf(press(started(), "enter", ..."0.1")), /free air per fill +0\.1/);
  },
  "plus and minus go to the focused panel"() {
    const [effect] = sent(started(), "+");
    ok(effect.kind === "send" && effect.command.kind === "set");
    const chart = press(started(), "f");
    deepEqual(sent(chart, "+"), []);
    equal(press(chart, "+").chartView.span, 30);
    equal(press(chart, "-").chartView.span, 120);
  },
  "overview: floaters, water, receiver gauge, valves, clutch and flow arrows"() {
    const loop = panelText(running(dashboard({ columns: 120, rows: 40 }), 100), "loop");
    for (const sign of ["≈", "↑ air", "water ↓", "» valves", "receiver", "clutch"]) {
      ok(loop.includes(sign), sign);
    }
  },
  "energy: flow bars from the compressor to net, per lap and cumulative"() {
    const flows = panelText(press(started(200), "2"), "flows");
    match(flows, /lap 87\.0 s, W {2}all, kJ/);
    match(flows, /^compressor, electric .*█/m);
    match(flows, /^net .*█/m);
  },
  "energy: both sides add up to the watt"() {
    const lines = panelText(press(started(200), "2"), "balance").split("\n");
    const watts = (line: string) => Number(/(-?\d+) +-?[\d.]+$/.exec(line)?.[1]);
    const at = (word: string) => lines.findIndex((line) => line.startsWith(word));
    const sum = (from: number, to: number) =>
      lines.slice(from, to).reduce((total, line) => total + watts(line), 0);
    equal(watts(lines[at("IN ")]), sum(at("IN ") + 1, at("OUT ")));
    equal(watts(lines[at("OUT ")]), sum(at("OUT ") + 1, at("STORED")));
    equal(watts(lines[at("IN ")]), watts(lines[at("OUT ")]) + watts(lines[at("STORED")]));
  },
  "energy: ceiling and Carnot markers, and the text of the verdict"() {
    const screen = screenOf(press(started(200), "2"));
    match(screen, /│ ceiling 97\.0 % {2}┊ Carnot 0\.0 %/);
    match(screen, /Over unity: no/);
    const warm = { ...started(200).parameters, "h2.enabled": true, "h2.waterTemperature": 333.15 };
    const heated = press(running(dashboard({ parameters: warm }), 100), "2");
    match(screenOf(heated), /┊ Carnot 12\.0 %/);
  },
  "floaters: position, leg, air mass, volume, temperature, valve"() {
    const table = panelText(press(started(), "4"), "floaters");
    match(table, /# +position m +leg +air kg +volume m3 +temp K +valve/);
    for (const leg of ["ascending", "descending", "top", "bottom"]) ok(table.includes(leg), leg);
    match(table, /» open/);
  },
  "alarms: what asks for attention, and the journal of what happened"() {
    const model = press(alarmed(press(started(), "+"), "starved"), "5");
    match(panelText(model, "alarms"), /▲ error +active, new +0:01:39\.9 +1 {2}starved/);
    match(panelText(model, "journal"), /injector\.freeAirVolume 0\.160 m3 → 0\.165 m3/);
    match(panelText(model, "journal"), /error starved: raise, active, new/);
    deepEqual(sent(model, "a"), [
      { kind: "send", command: { kind: "alarm", event: "acknowledge", alarm: "starved" } },
    ]);
  },
  "performance: histogram of lateness, cost of a step, health"() {
    const screen = screenOf(press(started(), "6"));
    match(screen, /lateness of ticks ─+ of 3000/);
    match(screen, /below 10 µs +3000 █/);
    match(screen, /relative residual +3\.2e-15/);
    match(screen, /profile ─+\n.* core +median +99 % +max ms/);
    match(screen, /frame ring +0 of 64/);
    match(screen, /command ring +0 of 524288 B/);
    match(screen, /tap ring +no data/);
    const sick = withFrame(press(started(), "6"), { "stability": 0.4, "stability.worst": 7 });
    match(screenOf(sick), /worst sign +rejected steps/);
  },
  "pages are made of channels, so that page 7 shows every channel of any source"() {
    const source = press({ ...started(), columns: 120, rows: 200 }, "7");
    const table = panelText(source, "source");
    for (const { id } of CHANNELS) ok(table.includes(id), id);
    match(table, /generator\.power +generator power +2\.5\d\d kW good/);
    match(table, /lap\.time +lap time +87\.000 s good/);
    match(
      panelText(press(started(10), "7", "/", ..."lap.time"), "source"),
      /lap time +no data *$/m,
    );
  },
  "the channels of a source are searched with /, as they are typed"() {
    const found = press(started(), "7", "/", ..."stability");
    match(screenOf(found), /channels of kpp-01 ─+ 2 of \d+/);
    match(screenOf(found), / 2 channels with these words/);
    match(screenOf(press(found, "enter")), /─ \/stability/);
    ok(screenOf(press(found, "escape")).includes("chain.position"));
    match(screenOf(press(found, "q", "enter")), /! No channel has "stabilityq" in it/);
  },
  "what comes from a frame of long ago is marked as stale, channel by channel"() {
    const stale = press(withFrame(started(), {}, { status: "stale" }), "7");
    match(panelText(stale, "source"), /generator\.power .* ▲ stale/);
  },
  "a channel that cannot be right is marked, with for how long"() {
    const index = channelIndex("generator.power");
    const quality = allGood(CHANNELS.length);
    quality.bad = 1;
    quality.quality[index] = QUALITIES.indexOf("bad");
    quality.goodAt[index] = 88;
    const model = press(withFrame(started(), {}, { quality }), "7");
    match(panelText(model, "source"), /generator\.power .* ▲ bad 12s/);
    match(panelText(model, "source"), /shaft\.torque .* good/);
  },
  "the help says which digits show pages"() {
    match(screenOf(press(started(1), "?")), /1 to 7 +Show the page of that number/);
  },
  "overview: the schematic follows the plant as floaters rise, fill and vent"() {
    const before = panelText(started(100), "loop");
    const later = panelText(started(101), "loop");
    notEqual(before, later);
    for (const loop of [before, later]) match(loop, /»/);
  },
  "performance: frame bytes, queue depths and the profile, each as channels"() {
    const model = withFrame(press(started(), "6"), {
      "screen.frameBytes": 812,
      "queue.frames": 3,
      "queue.commands": 96,
      "profile.engineShare": 0.0123,
      "profile.engineP50": 0.00052,
    });
    const queues = panelText(model, "queues");
    match(queues, /bytes to the terminal, per frame +812 B/);
    match(queues, /frame ring +3 of 64/);
    match(queues, /command ring +96 of 524288 B/);
    match(queues, /journal outbox +0 of 4096/);
    match(panelText(model, "profile"), /engine +1\.23 % +0\.520/);
  },
});
