/**
 * Many readers of one server, in a process of their own: for how long each frame was on its way.
 * Words: address, how many, sub-protocol or "-", seconds. Prints JSON.
 */

// @ts-types="../tap/ws.d.ts"
import { WebSocket } from "ws";

const [address, count, subprotocol, seconds] = Deno.args;

/** Where the timestamp of a binary frame stands. */
const TIMESTAMP = 16;
/** Connections that are being opened at once. */
const OPENING = 50;

const wall = () => (performance.timeOrigin + performance.now()) / 1000;

let isMeasuring = false;
let bytes = 0;
let gaps = 0;
const latencies: number[] = [];

function take(data: Uint8Array, isBinary: boolean, socket: WebSocket): void {
  const now = wall();
  if (!isBinary && data.length < 8) {
    // Engine.IO: an opening is answered by joining, a ping by a pong.
    if (data[0] === 0x32) socket.send("3");
    return;
  }
  let timestamp: number;
  if (isBinary) {
    timestamp = new DataView(data.buffer, data.byteOffset, data.length).getFloat64(TIMESTAMP, true);
  } else {
    const head = new TextDecoder().decode(data.subarray(0, 200));
    if (head.startsWith("0{")) socket.send("40");
    if (head.includes(`"type":"gap"`)) gaps += isMeasuring ? 1 : 0;
    timestamp = Number(/"timestamp":([\d.]+)/.exec(head)?.[1] ?? NaN);
  }
  if (!isMeasuring || Number.isNaN(timestamp)) return;
  bytes += data.length;
  latencies.push((now - timestamp) * 1000);
}

function open(): Promise<void> {
  return new Promise((resolve, reject) => {
    const protocols = subprotocol === "-" ? [] : [subprotocol];
    const socket = new WebSocket(address, protocols, { perMessageDeflate: false });
    socket.on("message", (data, isBinary) => take(data, isBinary, socket));
    socket.on("error", reject);
    socket.once("open", () => {
      // The rate of the source, where it can be asked for.
      if (subprotocol !== "-") socket.send(`{"type":"subscribe","topic":"frames","rate":30}`);
      resolve();
    });
  });
}

for (let opened = 0; opened < Number(count); opened += OPENING) {
  const some = Math.min(OPENING, Number(count) - opened);
  await Promise.all(Array.from({ length: some }, open));
}
const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, 1000 * time));
await pause(2);
isMeasuring = true;
console.error("measuring");
await pause(Number(seconds));
isMeasuring = false;
const sorted = Float64Array.from(latencies).sort();
const quantile = (q: number) => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? NaN;
console.log(JSON.stringify({
  p50: quantile(0.5),
  p99: quantile(0.99),
  frames: sorted.length / Number(count) / Number(seconds),
  bytes: bytes / Number(count) / Number(seconds),
  gaps,
}));
Deno.exit(0);
