import type { Advice } from '../../model/advice.ts';
import { isRootUser } from '../../model/check.ts';
import { baseName } from './base-name.ts';
import type { Facts } from './facts.ts';
import { commandWords } from './purpose.ts';

/** Official images that start as root and then switch to another user. */
const DROP_RIGHTS =
  /^(?:postgres|mysql|mariadb|mongo|redis|valkey|rabbitmq|memcached|nginx|httpd|haproxy|traefik|cassandra|couchdb|influxdb)(?::|$)/;
const DROPPERS = /(?:^|\/)(?:gosu|su-exec|setpriv|runuser|s6-setuidgid|chpst|init)$/;
/** Official images that provide a user for the application. */
const USERS: Readonly<Record<string, string>> = { node: 'node' };

/** Advises against running as root, unless the command is known to switch the user. */
export function adviseRootUser({ measurement }: Facts): readonly Advice[] {
  const { config } = measurement;
  const words = commandWords(config);
  const base = baseName(measurement);
  if (!isRootUser(config.user) || words.length === 0) return [];
  if (DROP_RIGHTS.test(base) || words.some((word) => DROPPERS.test(word))) return [];
  const user = USERS[base.split(':')[0] ?? ''] ?? '10001:10001';
  return [
    {
      rule: 'root-user',
      title: 'It runs as root: an attacker who takes over the program is root in the container.',
      bytes: 0,
      security: true,
      change: `Name another user in the last stage, before ENTRYPOINT or CMD. It must own the files that it writes (COPY --chown).\nUSER ${user}`,
      paths: [],
    },
  ];
}
