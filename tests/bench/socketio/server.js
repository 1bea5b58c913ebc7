// A peer: Socket.IO 4 with its Redis adapter. What one says goes to all. node server.js PORT REDIS_URL
import { createServer } from "node:http";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const [port, url] = process.argv.slice(2);
const publisher = createClient({ url });
const subscriber = publisher.duplicate();
await Promise.all([publisher.connect(), subscriber.connect()]);

const http = createServer();
const io = new Server(http, {
  adapter: createAdapter(publisher, subscriber),
  transports: ["websocket"],
  perMessageDeflate: false,
});
io.on("connection", (socket) => {
  socket.on("chat message", (text) => io.emit("chat message", text));
});
http.listen({ port: Number(port), host: "127.0.0.1", backlog: 2048 });
