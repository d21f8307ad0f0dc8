import * as stack from "./stack.ts";
import * as configs from "./stack_configs.ts";
import type { Wall } from "./tree.ts";

/** The walls of stack.yml and of what it mounts, as an operator may ask. */
export const stackWalls = {
  strangeServices: wall(
    "every service is known, and is in the networks it needs",
    stack.strangeServices,
  ),
  looseImages: wall("an image is one exact version", stack.looseImages),
  openPorts: wall("three ports are open, on the host", stack.openPorts),
  virtualAddresses: wall("no service needs IPVS", stack.virtualAddresses),
  openNetworks: wall("networks have no way out", stack.openNetworks),
  socketHolders: wall("only fleet holds the socket", stack.socketHolders),
  spelledSecrets: wall("a secret is a file for one user", stack.spelledSecrets),
  unhashedNames: wall("a changed file is a new name", stack.unhashedNames),
  silentVariables: wall("a missing variable says so", stack.silentVariables),
  boundless: wall("each service has limits", stack.boundless),
  tooLarge: wall("all of it fits a small node", stack.tooLarge),
  unseenHealth: wall("each service is asked how it is", stack.unseenHealth),
  hastyRestarts: wall("restarts have a policy", stack.hastyRestarts),
  carelessUpdates: wall("an update goes one by one", stack.carelessUpdates),
  shortSighted: wall("an update is watched long enough", stack.shortSighted),
  namelessImpacts: wall("a restart's impact is told", stack.namelessImpacts),
  misplaced: wall("labels say where a service runs", stack.misplaced),
  mortalBridges: wall("only bridges scale, and end last", stack.mortalBridges),
  unhardened: wall("our own services hold no power", stack.unhardened),
  unheardKeys: wall("no key is there in vain", stack.unheardKeys),
  graceless: wall("each service may stop in peace", stack.graceless),
  foldersUnlike: wall("services have one shape", configs.foldersUnlike),
  foreignHosts: wall("nobody else's host is named", configs.foreignHosts),
  talkativeEdge: wall("the edge keeps what it hears", configs.talkativeEdge),
  openRelays: wall("a relay leads to bridges alone", configs.openRelays),
  openDatabase: wall("the database hears only TLS", configs.openDatabase),
  strangersInCalls: wall("a call holds no strangers", configs.strangersInCalls),
} as const;

function wall(rule: string, complaints: Wall["complaints"]): Wall {
  return { rule, complaints };
}
