/** Something a layer of tests cannot do without, and where it comes from. */
export interface Need {
  /** The program that must be found in the path. */
  readonly program: string;
  /** Where the program alone says too little: what must end well with it. */
  readonly proof?: readonly string[];
  /** Debian's package of it, and of what it is of little use without. */
  readonly apt?: string;
  /** The requirement of PyPI; it is put into an environment of its own. */
  readonly pip?: string;
}

/** A folder of tests that need the same things. */
export interface Layer {
  readonly name: string;
  /** The task of deno.json that runs it. */
  readonly task: string;
  readonly needs: readonly Need[];
  /** Past this it is ended and counts as failed. */
  readonly secondsMax: number;
  /** Its clocks bear no other load: it begins once all others have ended. */
  readonly isAlone?: boolean;
}

const poppler = { program: "pdftoppm", apt: "poppler-utils" };
const dmtx = { program: "dmtxread", apt: "dmtx-utils" };
const zbar = { program: "zbarimg", apt: "zbar-tools" };
const chromium = {
  program: "chromium",
  apt: "chromium fonts-liberation fonts-noto-core",
};
const firefox = { program: "firefox-esr", apt: "firefox-esr" };
const shellcheck = { program: "shellcheck", apt: "shellcheck" };
const ss = { program: "ss", apt: "iproute2" };
const venv = {
  program: "python3",
  // Debian leaves this part of Python's own library to a package apart.
  proof: ["-c", "import ensurepip"],
  apt: "python3-venv",
};
/** Puts an authority into a browser's own store. */
const certutil = { program: "certutil", apt: "libnss3-tools" };
const swarm = [
  { program: "dockerd", apt: "docker.io" },
  { program: "debootstrap", apt: "debootstrap" },
  { program: "ip", apt: "iproute2" },
  { program: "nft", apt: "nftables" },
  { program: "dnsmasq", apt: "dnsmasq-base" },
  { program: "openssl", apt: "openssl" },
  { program: "curl", apt: "curl" },
  { program: "s6-svscan", apt: "s6" },
  // Only root may make the namespaces that nodes are, and not everywhere.
  {
    program: "unshare",
    proof: ["--net", "--mount", "--uts", "--pid", "--fork", "true"],
  },
];
const schemathesis = { program: "schemathesis", pip: "schemathesis==4.32.5" };

/**
 * The layers in the order in which they begin: what needs nothing goes first,
 * so that it runs while the others' needs are being installed.
 */
export const layers: readonly Layer[] = [
  layer("walls", [], 120),
  layer("rules", [], 120),
  layer("database", [], 600),
  layer("program", [shellcheck, ss], 600),
  layer("api", [venv, schemathesis], 600),
  layer("sheets", [poppler, zbar, dmtx], 600),
  layer("browser", [poppler, zbar, dmtx, chromium, firefox], 900),
  {
    ...layer(
      "swarm",
      [...swarm, certutil, poppler, zbar, dmtx, chromium],
      2700,
    ),
    isAlone: true,
  },
];

function layer(
  name: string,
  needs: readonly Need[],
  secondsMax: number,
): Layer {
  return { name, task: `test:${name}`, needs, secondsMax };
}
