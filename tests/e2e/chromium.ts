import { TextLineStream } from "./text_lines.ts";

/** What Chromium answers when a page goes before an expression has its value there. */
const PAGE_GONE = /Inspected target navigated|context was destroyed|Cannot find .* context/;

/** A headless Chromium with one page, driven by its debugging protocol; ended when disposed of. */
export class Chromium implements AsyncDisposable {
  readonly #folder: string;
  readonly #child: Deno.ChildProcess;
  #socket: WebSocket | undefined;
  #session: string | undefined;
  #count = 0;
  readonly #waiting = new Map<number, PromiseWithResolvers<Answer>>();

  /** Starts it with a page of this size. */
  static async start({ width, height }: { width: number; height: number }): Promise<Chromium> {
    const folder = await Deno.makeTempDir({ prefix: "kpp-test-" });
    const chromium = new Chromium(folder, [`--window-size=${width},${height}`]);
    await chromium.#attach();
    return chromium;
  }

  private constructor(folder: string, flags: readonly string[]) {
    this.#folder = folder;
    this.#child = new Deno.Command("chromium", {
      args: [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--remote-debugging-port=0",
        `--user-data-dir=${folder}`,
        ...flags,
        "about:blank",
      ],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
  }

  async #attach(): Promise<void> {
    const lines = this.#child.stderr.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream());
    const reader = lines.getReader();
    let address: string | undefined;
    while (address === undefined) {
      const { value, done } = await reader.read();
      if (done) throw new Error("Chromium said no address");
      address = /DevTools listening on (ws:\S+)/.exec(value)?.[1];
    }
    void (async () => {
      while (!(await reader.read()).done);
    })();
    const socket = new WebSocket(address);
    this.#socket = socket;
    await new Promise((resolve) => socket.onopen = resolve);
    socket.onmessage = ({ data }) => {
      const { id, result, error } = JSON.parse(data);
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(new Error(error.message));
      else waiting?.resolve(result);
    };
    const { targetInfos } = await this.#call("Target.getTargets", {});
    const { targetId } = targetInfos.find(({ type }: { type: string }) => type === "page");
    const attached = await this.#call("Target.attachToTarget", { targetId, flatten: true });
    this.#session = attached.sessionId;
  }

  #call(method: string, params: object): Promise<Answer> {
    const id = ++this.#count;
    const waiting = Promise.withResolvers<Answer>();
    this.#waiting.set(id, waiting);
    this.#socket!.send(JSON.stringify({ id, method, params, sessionId: this.#session }));
    return waiting.promise;
  }

  /** Opens an address. */
  async open(url: string): Promise<void> {
    await this.#call("Page.navigate", { url });
  }

  /** Opens the address again that is open. Ends when the page that was there is gone. */
  async reload(): Promise<void> {
    await this.value("document.isBefore = true");
    await this.#call("Page.reload", {});
    await this.until(`!document.isBefore && document.readyState === "complete"`);
  }

  /** Shows the page in light or dark. */
  async prefer(scheme: "light" | "dark"): Promise<void> {
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await this.#call("Emulation.setEmulatedMedia", { features });
  }

  /** Shows the page as a phone of this size would. */
  async becomePhone({ width, height }: { width: number; height: number }): Promise<void> {
    const metrics = { width, height, deviceScaleFactor: 2, mobile: true };
    await this.#call("Emulation.setDeviceMetricsOverride", metrics);
  }

  /** Value of an expression in the page. */
  async value(expression: string): Promise<Answer> {
    const params = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.#call("Runtime.evaluate", params);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
    return result.value;
  }

  /** Waits until an expression in the page is true, whatever page that comes to be. */
  async until(expression: string): Promise<void> {
    while (!(await this.#isTrue(expression))) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async #isTrue(expression: string): Promise<boolean> {
    try {
      return await this.value(`Boolean(${expression})`);
    } catch (error) {
      if (error instanceof Error && PAGE_GONE.test(error.message)) return false;
      throw error;
    }
  }

  /** Which part of a picture of the page each colour is, `r,g,b`. */
  async colours(): Promise<Map<string, number>> {
    const { data } = await this.#call("Page.captureScreenshot", { format: "png" });
    // The browser reads its own picture: no other decoder is needed.
    const counts = await this.value(`(async () => {
      const picture = new Blob([Uint8Array.fromBase64("${data}")]);
      const bitmap = await createImageBitmap(picture);
      const { width, height } = bitmap;
      const canvas = new OffscreenCanvas(width, height).getContext("2d");
      canvas.drawImage(bitmap, 0, 0);
      const { data } = canvas.getImageData(0, 0, width, height);
      const counts = new Map();
      for (let i = 0; i < data.length; i += 4) {
        const colour = data.slice(i, i + 3).join();
        counts.set(colour, (counts.get(colour) ?? 0) + 4 / data.length);
      }
      return [...counts];
    })()`);
    return new Map(counts);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket?.close();
    this.#child.kill("SIGKILL");
    await this.#child.status;
    // Its own children may still write there.
    for (let attempt = 0; attempt < 20; attempt++) {
      try {
        return await Deno.remove(this.#folder, { recursive: true });
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}

// deno-lint-ignore no-explicit-any -- what the debugging protocol answers
type Answer = any;
