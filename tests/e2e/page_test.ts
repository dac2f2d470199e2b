import assert from "node:assert/strict";
import { Chromium } from "./chromium.ts";
import { has } from "./shell.ts";
import { TappedProgram } from "./tapped_program.ts";

// The page of a real tap in a real browser.

const ignore = !has("chromium");
const SIZES = { desk: { width: 1200, height: 800 }, phone: { width: 360, height: 740 } };

Deno.test({
  name: "e2e: Chromium reads frames over a WebSocket, but not from another site",
  ignore,
  fn: async () => {
    await using program = await TappedProgram.start();
    await using chromium = await Chromium.start(SIZES.desk);
    await chromium.open(`${program.url}/`);
    await chromium.until(`document.readyState === "complete" && document.title === "kpp"`);
    const ids = await chromium.value(`new Promise((resolve, reject) => {
      const socket = new WebSocket("ws://" + location.host + "/ws", ["kpp.v1.json"]);
      const ids = [];
      socket.onerror = reject;
      socket.onmessage = ({ data }) => {
        const { type, frame } = JSON.parse(data);
        if (type === "frame_update" && ids.push(frame.frame_id) === 6) resolve(ids);
      };
    })`);
    assert.deepEqual(ids.slice(2).map((id: number, i: number) => id - ids[i + 1]), [3, 3, 3, 3]);
    // Another site may not, whatever the browser would let it.
    await chromium.open("about:blank");
    await chromium.until(`location.href === "about:blank"`);
    const other = await chromium.value(`new Promise((resolve) => {
      const socket = new WebSocket("ws://${program.host}/ws");
      socket.onopen = () => resolve("open");
      socket.onerror = () => resolve("refused");
    })`);
    assert.equal(other, "refused");
  },
});

Deno.test({
  name: "e2e: the page draws the fields it is asked for, and changes the plant",
  ignore,
  fn: async () => {
    await using program = await TappedProgram.start("--control");
    await using chromium = await Chromium.start(SIZES.desk);
    await chromium.becomePhone(SIZES.phone);
    await chromium.open(`${program.url}/#power,chain.speed`);
    await chromium.until(`document.querySelector("#link")?.textContent === "live"`);
    await chromium.until(`document.querySelector("#status").textContent === "running"`);
    const fields = `[...document.querySelectorAll("figure")].map((each) => each.dataset.field)`;
    assert.deepEqual(await chromium.value(fields), ["power", "chain.speed"]);
    await chromium.value(`document.querySelector("#channel").value = "power.net";
      document.querySelector("#add button").click()`);
    assert.deepEqual(await chromium.value(fields), ["power", "chain.speed", "power.net"]);
    assert.equal(await chromium.value("location.hash"), "#power,chain.speed,power.net");
    await chromium.until(`[...document.querySelectorAll("figure output")]
      .every(({ textContent }) => /^-?[\\d.]+ (W|m\\/s)$/.test(textContent))`);
    await chromium.value(`document.querySelector("figure button").click()`);
    assert.deepEqual(await chromium.value(fields), ["chain.speed", "power.net"]);

    await chromium.until(`document.querySelector("[name='water.depth']")`);
    await chromium.value(`{
      const input = document.querySelector("[name='water.depth']");
      input.value = "9.5";
      input.dispatchEvent(new Event("change"));
    }`);
    const outcome = `document.querySelector("#outcome").textContent`;
    await chromium.until(`${outcome}.includes("water.depth 9.5 applied")`);
    assert.equal(await chromium.value(outcome), "set water.depth 9.5 applied");
    // What somebody else changes is shown with who it was, and what is being typed stays.
    const mass = `document.querySelector("[name='chain.massPerMetre']")`;
    await chromium.value(`{ ${mass}.closest("details").open = true; ${mass}.focus();
      ${mass}.value = "12"; }`);
    await fetch(`${program.url}/parameters`, {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ "chain.massPerMetre": 21, "water.depth": 9.4 }),
    }).then((response) => response.json());
    await chromium.until(`document.querySelector("[name='water.depth']").value === "9.4"`);
    assert.match(await chromium.value(outcome), /^set [\w.]+ [\d.]+ applied \(http 127\S+\)$/);
    assert.equal(await chromium.value(`${mass}.value`), "12");
    await chromium.value(`${mass}.blur()`);
    await chromium.value(`{
      const input = document.querySelector("[name='water.depth']");
      input.value = "-1";
      input.dispatchEvent(new Event("change"));
    }`);
    await chromium.until(`${outcome}.includes("refused")`);
    await chromium.until(`document.querySelector("[name='water.depth']").value !== "-1"`);
    await chromium.value(`document.querySelector("#commands button").click()`);
    await chromium.until(`document.querySelector("#status").textContent === "held"`);
    const { "water.depth": depth } = await (await fetch(`${program.url}/parameters`)).json();
    assert.equal(depth, 9.4);
    const [page, window] = await chromium.value(
      "[document.documentElement.scrollWidth, window.innerWidth]",
    );
    assert.ok(page <= window, "nothing sticks out on a phone");
    const small = await chromium.value(`[...document.querySelectorAll("main button, main input")]
      .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 37)
      .map((each) => each.outerHTML)`);
    assert.deepEqual(small.filter((html: string) => !html.includes("checkbox")), []);
  },
});

Deno.test({
  name: "e2e: the page is dark where it is asked to be, and marks what is stale",
  ignore,
  fn: async () => {
    const program = await TappedProgram.start();
    await using chromium = await Chromium.start(SIZES.desk);
    const paper = "getComputedStyle(document.body).backgroundColor";
    await chromium.prefer("dark");
    await chromium.open(`${program.url}/`);
    await chromium.until(`document.querySelector("#link")?.textContent === "live"`);
    assert.equal(await chromium.value(paper), "rgb(20, 24, 28)");
    const isDrawn = (line: string) =>
      `(() => {
        const canvas = document.querySelector("canvas");
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        const line = [${line}, 255];
        return data.some((_, i) => i % 4 === 0 && line.every((part, j) => data[i + j] === part));
      })()`;
    await chromium.until(isDrawn("143, 184, 222"));
    // Of a picture of the page most is paper, some is the line of a chart, some is text.
    const looks = async (paper: string, series: string, ink: string) => {
      const colours = await chromium.colours();
      const share = (colour: string) => colours.get(colour) ?? 0;
      assert.ok(share(paper) > 0.7 && share(paper) < 0.99, `paper ${share(paper)}`);
      assert.ok(share(series) > 1e-4, `line ${share(series)}`);
      assert.ok(share(ink) > 1e-4, `text ${share(ink)}`);
    };
    await looks("20,24,28", "143,184,222", "228,232,236");
    await chromium.prefer("light");
    assert.equal(await chromium.value(paper), "rgb(255, 255, 255)");
    await chromium.until(isDrawn("31, 106, 165"));
    await looks("255,255,255", "31,106,165", "28,34,41");
    const asked = `performance.getEntriesByType("resource").map(({ name }) => new URL(name).host)`;
    assert.deepEqual([...new Set(await chromium.value(asked))], [program.host], "no other network");
    await program[Symbol.asyncDispose]();
    await chromium.until(`document.querySelector("#link").textContent.startsWith("not connected")`);
    await chromium.until(`document.querySelector("#status").textContent.startsWith("stale")`);
  },
});

Deno.test({
  name: "e2e: the page asks for the token it needs",
  ignore,
  fn: async () => {
    await using program = await TappedProgram.start("--token", "for-the-page");
    await using chromium = await Chromium.start(SIZES.desk);
    await chromium.open(`${program.url}/`);
    const show = (token: string) =>
      chromium.value(`{
        document.querySelector("#token").value = "${token}";
        document.querySelector("#ask button").click();
      }`);
    const asked = `document.querySelector("#ask")?.open`;
    await chromium.until(asked);
    const refusal = `document.querySelector("#refusal").textContent`;
    assert.equal(await chromium.value(refusal), "");
    await show("not-this-one");
    await chromium.until(`${asked} && ${refusal}.startsWith("This one is wrong")`);
    await show("for-the-page");
    const live = `document.querySelector("#link").textContent === "live"`;
    await chromium.until(live);
    // It is asked for once in a tab, and again when the tap has another.
    await chromium.reload();
    await chromium.until(live);
    const { port } = new URL(program.url);
    await program[Symbol.asyncDispose]();
    await using _again = await TappedProgram.start("--tap", port, "--token", "another-one");
    await chromium.until(asked);
    await show("another-one");
    await chromium.until(live);
  },
});

Deno.test({
  name: "e2e: Foxglove, a page of another site, is let in by the token in its address",
  ignore,
  fn: async () => {
    await using program = await TappedProgram.start("--token", "for-foxglove");
    await using chromium = await Chromium.start(SIZES.desk);
    // What Lichtblick and Foxglove do with the address that a person gives them.
    const first = (token: string) =>
      chromium.value(`new Promise((resolve) => {
        const protocols = ["foxglove.websocket.v1", "foxglove.sdk.v1"];
        const socket = new WebSocket("ws://${program.host}/ws?token=${token}", protocols);
        socket.onmessage = ({ data }) => resolve(JSON.parse(data).op);
        socket.onerror = () => resolve("refused");
      })`);
    assert.equal(await first("for-foxglove"), "serverInfo");
    assert.equal(await first("for-somebody"), "refused");
  },
});
