/** Prints the TCP ports that an address answers on: scan.ts ADDRESS */
const [hostname = ""] = Deno.args;
const open: number[] = [];
let port = 0;

async function look() {
  while (port < 65535) {
    const mine = ++port;
    const isOpen = await Deno.connect({ hostname, port: mine })
      .then((connection) => (connection.close(), true), (fault) => {
        if (fault instanceof Deno.errors.ConnectionRefused) return false;
        throw fault;
      });
    if (isOpen) open.push(mine);
  }
}

await Promise.all(Array.from({ length: 200 }, look));
const text = JSON.stringify(open.toSorted((a, b) => a - b));
Deno.stdout.writeSync(new TextEncoder().encode(text));
