import { testBehaviour } from "../behaviour.ts";
import { SocketTap } from "./socket_tap.ts";

testBehaviour("real sockets", (parts) => SocketTap.open(parts));
