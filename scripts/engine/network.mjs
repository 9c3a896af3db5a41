// The network of one private daemon: its own bridge, and the three firewall rules that let it out.
//
// dockerd is configured to leave iptables alone. By default, every dockerd that starts flushes and rewrites chains of the same names (DOCKER,
// DOCKER-FORWARD, …). An earlier daemon then loses its access to the network. Without its rules, a daemon still does all that builds and tests
// need. Published ports go through docker-proxy.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { dirname } from 'node:path';
import { run, tryRun } from './run.mjs';

/**
 * @typedef {{bridge: string, pool: string, gateway: string}} Network
 * pool: all addresses of this daemon, 16 networks of 254, of which the bridge has the first; gateway: the bridge's own address
 * @typedef {{ip: string, iptables: string}} NetworkPrograms
 */

/**
 * Gives a network that no interface of this machine overlaps. Prefers the last one used if it is still free, so that addresses stay the same, or
 * else the first free one.
 * @param {string} file that records the network
 * @param {string} bridge
 * @returns {Network}
 */
export function chooseNetwork(file, bridge) {
  const taken = Object.entries(networkInterfaces())
    .filter(([name]) => name !== bridge)
    .flatMap(([, addresses]) => addresses ?? [])
    .flatMap(({ family, cidr }) => (family === 'IPv4' && cidr ? [cidr] : []));
  const isFree = (/** @type {Network} */ { pool }) => !taken.some((cidr) => overlap(cidr, pool));
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  const network = [before, ...candidates(bridge)].find(
    (candidate) => candidate?.bridge === bridge && isFree(candidate),
  );
  if (!network) throw new Error("no free network found between 10.192.0.0 and 10.223.255.255 for a daemon's bridge");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(network)}\n`);
  return network;
}

/**
 * All pools in 10.192.0.0/11. The first depends on the bridge's name, so that two daemons that start at the same time do not take the same one.
 * @param {string} bridge
 * @returns {Generator<Network>}
 */
function* candidates(bridge) {
  const first = [...bridge].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 512, 7);
  for (let i = 0; i < 512; i++) {
    const n = (first + i) % 512;
    const start = `10.${192 + (n >> 4)}.${(n & 15) << 4}`;
    yield { bridge, pool: `${start}.0/20`, gateway: `${start}.1` };
  }
}

/**
 * @param {string} one as in "10.1.2.3/8"
 * @param {string} other
 */
function overlap(one, other) {
  const [a, aBits] = parseCidr(one);
  const [b, bBits] = parseCidr(other);
  const size = 2 ** (32 - Math.min(aBits, bBits));
  return Math.floor(a / size) === Math.floor(b / size);
}

/**
 * @param {string} cidr
 * @returns {[address: number, bits: number]}
 */
function parseCidr(cidr) {
  const [address = '', bits = '32'] = cidr.split('/');
  return [address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0), Number(bits)];
}

/**
 * Makes the bridge and the rules if they are missing. Inserts the rules before all others, since another dockerd of this machine may have set the
 * policy of FORWARD to DROP.
 * @param {Network} network
 * @param {NetworkPrograms} programs
 */
export async function raiseNetwork(network, { ip, iptables }) {
  const { bridge, gateway } = network;
  writeFileSync('/proc/sys/net/ipv4/ip_forward', '1');
  const link = await tryRun(ip, ['link', 'show', 'dev', bridge]);
  if (link.code !== 0) await run(ip, ['link', 'add', 'name', bridge, 'type', 'bridge']);
  await run(ip, ['address', 'replace', `${gateway}/24`, 'dev', bridge]);
  await run(ip, ['link', 'set', 'dev', bridge, 'up']);
  for (const [table, chain, ...rule] of rulesOf(network)) {
    const present = await tryRun(iptables, ['--wait', '--table', table, '--check', chain, ...rule]);
    if (present.code !== 0) await run(iptables, ['--wait', '--table', table, '--insert', chain, ...rule]);
  }
}

/**
 * @param {Network} network
 * @param {NetworkPrograms} programs
 */
export async function removeNetwork(network, { ip, iptables }) {
  for (const [table, chain, ...rule] of rulesOf(network))
    await tryRun(iptables, ['--wait', '--table', table, '--delete', chain, ...rule]);
  await tryRun(ip, ['link', 'delete', 'dev', network.bridge]);
}

/**
 * @param {Network} network
 * @returns {[string, string, ...string[]][]} table, chain, rule
 */
function rulesOf({ pool }) {
  return [
    ['nat', 'POSTROUTING', '--source', pool, '!', '--destination', pool, '--jump', 'MASQUERADE'],
    ['filter', 'FORWARD', '--source', pool, '--jump', 'ACCEPT'],
    ['filter', 'FORWARD', '--destination', pool, '--jump', 'ACCEPT'],
  ];
}

/** @returns {Promise<number>} a port on loopback where nothing listens */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
