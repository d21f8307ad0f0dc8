/** Where what can be made again is kept: built images, the builder's layers. */
export const cacheFolder = "/var/cache/visite-lab";

/** Where running labs keep what is theirs. */
export const stateFolder = "/var/lib/visite-lab";

/** One of up to twenty labs that stand side by side on a machine. */
export interface Lab {
  readonly number: number;
  readonly folder: string;
  /** The network namespace of the switch that the nodes hang on. */
  readonly hub: string;
  /** The first three bytes of the lab's addresses. */
  readonly net: string;
}

/** A machine of the lab, as far as a Swarm can tell. */
export interface LabNode {
  readonly lab: Lab;
  readonly name: string;
  readonly ip: string;
  readonly netns: string;
  /** The hub's end of the node's cable. */
  readonly port: string;
  readonly folder: string;
  readonly socket: string;
}

export function labOf(number: number): Lab {
  if (!Number.isInteger(number) || number < 0 || number > 19) {
    throw new Error(`VISITE_LAB_NUMBER is 0 to 19, not "${number}"`);
  }
  return {
    number,
    folder: `${stateFolder}/${number}`,
    hub: `vl${number}-hub`,
    net: `10.77.${number}`,
  };
}

export function nodeOf(lab: Lab, name: string): LabNode {
  const number = Number(/^n(\d+)$/.exec(name)?.[1]);
  if (!(number >= 1 && number <= 40)) {
    throw new Error(`Nodes are called n1 to n40, not "${name}"`);
  }
  const folder = `${lab.folder}/${name}`;
  return {
    lab,
    name,
    ip: `${lab.net}.${10 + number}`,
    netns: `vl${lab.number}-${name}`,
    port: `p${number}`,
    folder,
    socket: `${folder}/docker.sock`,
  };
}

/** The first nodes of a lab: n1 manages, and holds the edge and the data. */
export function nodesOf(lab: Lab, count: number): readonly LabNode[] {
  return Array.from({ length: count }, (_, i) => nodeOf(lab, `n${i + 1}`));
}

/** The lab that the environment names; 0 is the tests' own. */
export function chosenLab(): Lab {
  return labOf(Number(Deno.env.get("VISITE_LAB_NUMBER") ?? 0));
}
