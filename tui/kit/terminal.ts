import type { DeviceEvents, EndSignal, Size, TerminalDevice } from "./device.ts";
import { type GuardOptions, TerminalGuard } from "./guard.ts";

const END_SIGNALS: readonly EndSignal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];

/** Size where the terminal does not tell: some say nothing, some say 0. */
const UNTOLD_SIZE: Size = { width: 80, height: 24 };

/** The terminal of the program: standard input and output. The only door to it. */
const terminal: TerminalDevice = {
  get hasKeys() {
    return Deno.stdin.isTerminal();
  },
  read: (buffer) => Deno.stdin.read(buffer),
  write: (bytes) => Deno.stdout.write(bytes),
  writeSync(bytes) {
    for (let rest = bytes; rest.length > 0;) rest = rest.subarray(Deno.stdout.writeSync(rest));
  },
  setRaw: (raw) => Deno.stdin.setRaw(raw),
  size() {
    try {
      const { columns, rows } = Deno.consoleSize();
      return columns > 0 && rows > 0 ? { width: columns, height: rows } : UNTOLD_SIZE;
    } catch {
      return UNTOLD_SIZE;
    }
  },
  listen,
  async stop() {
    // Signal 0's process group is the job: npx and the shell around it stop with the program, or
    // the shell of the user would not notice. SIGTSTP and not SIGSTOP, since the system drops it
    // where no shell could continue the job. Deno.kill would need permission to run anything.
    try {
      const kill = new Deno.Command("kill", { args: ["-TSTP", "0"], stdin: "null" });
      await kill.output();
    } catch {
      // Not permitted, or no such program: the job goes on.
    }
  },
};

function listen(events: DeviceEvents): Disposable {
  const stack = new DisposableStack();
  const onSignal = (signal: Deno.Signal, listener: () => void) => {
    Deno.addSignalListener(signal, listener);
    stack.defer(() => Deno.removeSignalListener(signal, listener));
  };
  const onEvent = (type: string, listener: (event: Event) => void) => {
    globalThis.addEventListener(type, listener);
    stack.defer(() => globalThis.removeEventListener(type, listener));
  };
  for (const signal of END_SIGNALS) onSignal(signal, () => events.ended(signal));
  if (Deno.build.os !== "windows") {
    onSignal("SIGWINCH", events.resized);
    onSignal("SIGCONT", events.continued);
  }
  // The runtime would report these and exit; whoever waits for the end of the guard does.
  onEvent("error", (event) => {
    event.preventDefault();
    events.faulted((event as ErrorEvent).error);
  });
  onEvent("unhandledrejection", (event) => {
    event.preventDefault();
    events.faulted((event as PromiseRejectionEvent).reason);
  });
  onEvent("unload", events.unloading);
  return stack;
}

/** Takes over the terminal of the program; see {@linkcode TerminalGuard}. */
export function enterTerminal(options: GuardOptions): TerminalGuard {
  return new TerminalGuard(terminal, options);
}
