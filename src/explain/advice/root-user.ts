import type { Advice } from '../../model/advice.ts';
import { isRootUser } from '../../model/check.ts';
import { baseName } from './base-name.ts';
import type { Facts } from './facts.ts';
import { commandWords } from './purpose.ts';

/** Official images whose start-up as root gives its rights up by itself. */
const DROP_RIGHTS =
  /^(?:postgres|mysql|mariadb|mongo|redis|valkey|rabbitmq|memcached|nginx|httpd|haproxy|traefik|cassandra|couchdb|influxdb)(?::|$)/;
const DROPPERS = /(?:^|\/)(?:gosu|su-exec|setpriv|runuser|s6-setuidgid|chpst|init)$/;
/** Official images that have a user for the purpose. */
const USERS: Readonly<Record<string, string>> = { node: 'node' };

/** An image that starts as root, unless what it starts is known to change the user. */
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
      title: 'It runs as root: whoever breaks out of the program is root in the container.',
      bytes: 0,
      security: true,
      change: `Name another user in the last stage, before ENTRYPOINT or CMD; files that it writes must be its own (COPY --chown).\nUSER ${user}`,
      paths: [],
    },
  ];
}
