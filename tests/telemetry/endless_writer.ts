/** A Worker that writes frames as fast as they are taken, and posts how many once told to stop. */

import { type FrameRing, FrameWriter } from "../../telemetry/mod.ts";

const port = globalThis as unknown as {
  onmessage: (event: MessageEvent<FrameRing>) => void;
  postMessage(committed: number): void;
};

port.onmessage = ({ data }) => {
  const writer = new FrameWriter(data);
  let committed = 0;
  while (writer.reserve("wait") !== undefined) {
    writer.commit();
    committed++;
  }
  port.postMessage(committed);
};
