/**
 * What the tap is measured beside: 30 frames a second to every client, by Node with ws or with
 * socket.io, as their documentation has it. Words: ws | socket.io, file with a frame as JSON.
 */

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";

const FPS = 30;
const [, , library, file] = process.argv;
const frame = JSON.parse(readFileSync(file, "utf8"));
const require = createRequire(`${process.cwd()}/`);
const server = createServer();
let broadcast;

if (library === "ws") {
  const { WebSocketServer } = require("ws");
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  broadcast = (message) => {
    const data = Buffer.from(JSON.stringify(message));
    for (const socket of sockets.clients) socket.send(data, { binary: false });
  };
} else {
  const { Server } = require("socket.io");
  const io = new Server(server, { transports: ["websocket"] });
  broadcast = (message) => io.emit("frame", message);
}

server.listen(0, "127.0.0.1", () => {
  console.log(server.address().port);
  const start = performance.now();
  let tick = 0;
  const publish = () => {
    const timestamp = (performance.timeOrigin + performance.now()) / 1000;
    const values = { ...frame.frame, frame_id: tick, timestamp, simulation_time: tick / FPS };
    broadcast({ ...frame, frame: values });
    tick++;
    setTimeout(publish, start + (1000 * tick) / FPS - performance.now());
  };
  publish();
});
