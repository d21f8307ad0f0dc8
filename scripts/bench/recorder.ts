/** One statement as a client sent it, with its values as text. */
export interface Statement {
  readonly text: string;
  readonly values: readonly (string | null)[];
}

/** A relay before PostgreSQL that notes what is asked. */
export interface Recorder {
  /** The address to give to the program in the place of the server's. */
  readonly url: string;
  /** What was asked since it was last called. */
  taken(): readonly Statement[];
  close(): void;
}

/**
 * Notes every statement of a program, so that others can be given the same
 * ones to run. It reads the frontend's messages of the protocol, version 3:
 * Parse names a text, Bind gives it values.
 */
export function recorder(server: string): Recorder {
  const target = new URL(server);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const address = new URL(server);
  address.host = `127.0.0.1:${listener.addr.port}`;
  address.search = "";
  let noted: Statement[] = [];
  serve(listener, target, (statement) => noted.push(statement));
  return {
    url: address.href,
    taken() {
      const all = noted;
      noted = [];
      return all;
    },
    close: () => listener.close(),
  };
}

type Note = (statement: Statement) => void;

async function serve(listener: Deno.TcpListener, target: URL, note: Note) {
  for await (const client of listener) {
    relay(client, target, note).catch(() => {
      // One side went away, and the pipe has closed the other.
    });
  }
}

async function relay(client: Deno.TcpConn, target: URL, note: Note) {
  const server = await connected(target);
  const read = messageReader(note);
  const watch = new TransformStream<
    Uint8Array<ArrayBuffer>,
    Uint8Array<ArrayBuffer>
  >({
    transform(chunk, controller) {
      read(chunk);
      controller.enqueue(chunk);
    },
  });
  await Promise.all([
    client.readable.pipeThrough(watch).pipeTo(server.writable),
    server.readable.pipeTo(client.writable),
  ]);
}

/** A URL may name a socket's folder, as PostgreSQL's own programs have it. */
async function connected({ hostname, port, searchParams }: URL) {
  const folder = searchParams.get("host");
  return folder
    ? await Deno.connect({
      transport: "unix",
      path: `${folder}/.s.PGSQL.${port || 5432}`,
    })
    : await Deno.connect({ hostname, port: Number(port || 5432) });
}

/** Takes the bytes of one connection and notes each Bind with its text. */
function messageReader(note: Note): (chunk: Uint8Array) => void {
  const texts = new Map<string, string>();
  let rest = new Uint8Array();
  // The first message has no letter in front.
  let head = 0;
  return (chunk) => {
    const joined = new Uint8Array(rest.length + chunk.length);
    joined.set(rest);
    joined.set(chunk, rest.length);
    rest = joined;
    while (rest.length >= head + 4) {
      const length = new DataView(rest.buffer, rest.byteOffset).getInt32(head);
      if (rest.length < head + length) return;
      const letter = head ? String.fromCharCode(rest[0] ?? 0) : "";
      const body = fields(rest.subarray(head + 4, head + length));
      if (letter === "P") texts.set(body.text(), body.text());
      if (letter === "B") note(bound(body, texts));
      rest = rest.subarray(head + length);
      head = 1;
    }
  };
}

function bound(body: Fields, texts: ReadonlyMap<string, string>): Statement {
  body.text();
  const text = texts.get(body.text()) ?? "";
  const formats = body.short();
  for (let i = 0; i < formats; i++) body.short();
  const values = Array.from({ length: body.short() }, () => body.value());
  return { text, values };
}

type Fields = ReturnType<typeof fields>;

/** Reads the parts of a message, one after the other. */
function fields(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const decoder = new TextDecoder();
  let at = 0;
  const upTo = (end: number) => {
    const text = decoder.decode(bytes.subarray(at, end));
    at = end;
    return text;
  };
  return {
    text() {
      const text = upTo(bytes.indexOf(0, at));
      at += 1;
      return text;
    },
    short() {
      at += 2;
      return view.getInt16(at - 2);
    },
    value() {
      const length = view.getInt32(at);
      at += 4;
      return length < 0 ? null : upTo(at + length);
    },
  };
}
