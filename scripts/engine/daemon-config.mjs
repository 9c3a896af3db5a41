// Writes the configuration files of one private daemon, for containerd, dockerd and the docker client.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceLink } from './pairs.mjs';

/**
 * Writes the configuration of containerd, dockerd and the docker client of one daemon.
 * @param {import("./daemon.mjs").Daemon} daemon
 * @param {import("./network.mjs").Network} network
 * @param {import("./pairs.mjs").Programs} programs
 */
export function writeConfiguration(daemon, network, programs) {
  writeFileSync(join(daemon.run, 'containerd.toml'), containerdConfiguration(daemon));
  writeFileSync(join(daemon.run, 'daemon.json'), JSON.stringify(dockerdConfiguration(daemon, network), undefined, 2));
  writeFileSync(
    join(daemon.dockerConfig, 'config.json'),
    JSON.stringify(clientConfiguration(process.env), undefined, 2),
  );
  replaceLink(join(daemon.dockerConfig, 'cli-plugins', 'docker-buildx'), programs.buildx);
}

/**
 * We start containerd ourselves. dockerd would use the machine's containerd if one runs, and two private daemons would share its content store.
 * containerd 1.7 and 2.x read version 2 of the format. The disabled plugins write outside our folders (/opt/containerd, /var/run/nri) and serve
 * Kubernetes only.
 * @param {import("./daemon.mjs").Daemon} daemon
 */
function containerdConfiguration({ data, run, containerdSocket }) {
  return `version = 2
root = "${data}/containerd"
state = "${run}/containerd"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime", "io.containerd.internal.v1.opt", "io.containerd.nri.v1.nri"]

[grpc]
  address = "${containerdSocket}"
`;
}

/**
 * @param {import("./daemon.mjs").Daemon} daemon
 * @param {import("./network.mjs").Network} network
 */
function dockerdConfiguration({ store, data, run, dockerSocket, containerdSocket }, { bridge, pool }) {
  return {
    hosts: [`unix://${dockerSocket}`],
    containerd: containerdSocket,
    'data-root': join(data, 'docker'),
    'exec-root': join(run, 'docker'),
    pidfile: join(run, 'docker.pid'),
    bridge,
    'default-address-pools': [{ base: pool, size: 24 }],
    iptables: false,
    ip6tables: false,
    features: { 'containerd-snapshotter': store === 'containerd' },
  };
}

/**
 * Passes the proxies of this machine to RUN steps through the client's configuration, as build args that leave no trace in the image.
 * @param {NodeJS.ProcessEnv} env
 */
function clientConfiguration(env) {
  const proxies = Object.entries({
    httpProxy: env.HTTP_PROXY ?? env.http_proxy,
    httpsProxy: env.HTTPS_PROXY ?? env.https_proxy,
    noProxy: env.NO_PROXY ?? env.no_proxy,
  }).filter(([, value]) => value);
  return proxies.length > 0 ? { proxies: { default: Object.fromEntries(proxies) } } : {};
}
