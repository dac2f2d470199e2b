import type { DeviceEvents, EndSignal, Size, TerminalDevice } from "./device.ts";
import { type GuardOptions, TerminalGuard } from "./guard.ts";

const END_SIGNALS: readonly EndSignal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];

/** Size where the terminal does not tell: some say nothing, some say 0. */
const UNTOLD_SIZE: Size = { width: 80, height: 24 };

/** Time in which a kill(1) that has ended, rather than stopped, is known to have, s. */
const KILL_EXIT_TIME = 0.05;

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
  async stop(sleep) {
    // The process group is the job: npx and the shell around it stop with the program, or the
    // shell of the user would not notice. SIGTSTP first, since the system drops it where no shell
    // could continue the job: then kill(1), which is of the group, comes back. Where it is stopped
    // instead, SIGSTOP stops the rest of the group: deno task catches SIGTSTP and would keep the
    // terminal for a program that is stopped. Deno.kill would need permission to run anything.
    using stack = new DisposableStack();
    const listen = (signal: Deno.Signal, listener: () => void) => {
      Deno.addSignalListener(signal, listener);
      stack.defer(() => Deno.removeSignalListener(signal, listener));
    };
    try {
      const changed = Promise.withResolvers<void>();
      listen("SIGTSTP", () => {});
      listen("SIGCHLD", changed.resolve);
      const back = signalJob("TSTP").then(() => true);
      const isBack = await Promise.race([
        back,
        changed.promise.then(() => sleep(KILL_EXIT_TIME)).then(() => false),
      ]);
      if (!isBack) await signalJob("STOP");
    } catch {
      // Not permitted, or no such program: the job goes on.
    }
  },
};

async function signalJob(signal: "TSTP" | "STOP"): Promise<void> {
  await new Deno.Command("kill", { args: [`-${signal}`, "0"], stdin: "null" }).output();
}

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
