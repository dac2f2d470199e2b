import type { ServiceSocket } from "./service.ts";

/**
 * Opens a way to the datagram socket of a service manager.
 *
 * @param path Where it is in the file system; abstract sockets cannot be reached from here.
 */
export function openServiceSocket(path: string): ServiceSocket {
  if (!path.startsWith("/")) {
    throw new RangeError(`Cannot use NOTIFY_SOCKET as it must be a path: current value is ${path}`);
  }
  // A socket that sends needs a name of its own.
  const folder = Deno.makeTempDirSync({ prefix: "kpp-" });
  const own = Deno.listenDatagram({ transport: "unixpacket", path: `${folder}/notify` });
  const manager: Deno.UnixAddr = { transport: "unixpacket", path };
  const utf8 = new TextEncoder();
  return {
    async send(text) {
      await own.send(utf8.encode(text), manager);
    },
    [Symbol.dispose]() {
      own.close();
      Deno.removeSync(folder, { recursive: true });
    },
  };
}
