import fastify from "fastify";
import { headers, rowsOfDay } from "./desk.mjs";
import { page } from "./page_strings.mjs";

const app = fastify();
app.get("/day/:date", async (_request, reply) => {
  reply.headers(headers);
  return `<!DOCTYPE html>${page(await rowsOfDay())}`;
});

await app.listen({ port: 0, host: "127.0.0.1" });
console.log(app.server.address().port);
