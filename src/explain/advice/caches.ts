import type { Facts } from './facts.ts';
import type { FileRule, MakeFileRule, Saying } from './file-rule.ts';
import { commandWords } from './purpose.ts';

interface Cache {
  /** Name for users. */
  readonly name: string;
  /** Matches the directory of the cache at the start of a path. */
  readonly pattern: RegExp;
  /** Text for a Dockerfile. */
  readonly change: string;
  /** Programs that need the cache if the image starts them. */
  readonly neededBy?: RegExp;
}

const APT =
  'RUN apt-get update && apt-get install -y --no-install-recommends … && apt-get clean && rm -rf /var/lib/apt/lists/*';

/** Cache directories: each is the default of its tool, and holds only what can be fetched or computed again. */
const CACHES: readonly Cache[] = [
  { name: 'apt', pattern: /^var\/(?:lib\/apt\/lists|cache\/apt)(?=\/|$)/, change: APT },
  { name: 'apk', pattern: /^(?:var\/cache\/apk|etc\/apk\/cache)(?=\/|$)/, change: 'RUN apk add --no-cache …' },
  {
    name: 'dnf',
    pattern: /^var\/(?:cache\/(?:dnf|yum|libdnf5)|lib\/dnf\/system-upgrade)(?=\/|$)/,
    change: 'RUN dnf install -y … && dnf clean all && rm -rf /var/cache/dnf /var/cache/yum',
  },
  { name: 'zypper', pattern: /^var\/cache\/zypp(?=\/|$)/, change: 'RUN zypper install -y … && zypper clean --all' },
  { name: 'pip', pattern: /^(?:.*?\/)?\.cache\/pip(?=\/|$)/, change: 'RUN pip install --no-cache-dir …' },
  { name: 'uv', pattern: /^(?:.*?\/)?\.cache\/uv(?=\/|$)/, change: 'RUN uv sync --no-cache' },
  {
    name: 'poetry',
    pattern: /^(?:.*?\/)?\.cache\/pypoetry\/(?:cache|artifacts)(?=\/|$)/,
    change: 'RUN poetry install --no-cache',
  },
  {
    name: 'npm',
    pattern: /^(?:.*?\/)?\.npm\/_(?:cacache|logs)(?=\/|$)/,
    change: 'RUN --mount=type=cache,target=/root/.npm npm ci',
  },
  {
    name: 'yarn',
    pattern: /^(?:usr\/local\/share\/\.cache|(?:.*?\/)?\.cache)\/yarn(?=\/|$)/,
    change: 'RUN yarn install --frozen-lockfile && yarn cache clean',
  },
  {
    name: 'go build',
    pattern: /^(?:.*?\/)?\.cache\/go-build(?=\/|$)/,
    change: 'RUN --mount=type=cache,target=/root/.cache/go-build go build …',
    neededBy: /^go$/,
  },
  {
    name: 'go module',
    pattern: /^(?:go|root\/go|home\/[^/]+\/go)\/pkg\/mod(?=\/|$)/,
    change: 'RUN --mount=type=cache,target=/go/pkg/mod go build …',
    neededBy: /^go$/,
  },
  {
    name: 'cargo',
    pattern: /^(?:usr\/local\/cargo|(?:.*?\/)?\.cargo)\/(?:registry|git)(?=\/|$)/,
    change: 'RUN --mount=type=cache,target=/usr/local/cargo/registry cargo build --release',
    neededBy: /^cargo$/,
  },
  {
    name: 'conda',
    pattern: /^(?:opt\/(?:mini)?conda3?|(?:.*?\/)?mini(?:conda|forge)3)\/pkgs(?=\/|$)/,
    change: 'RUN conda install -y … && conda clean --all --yes',
  },
];

/** Matches part of every path above, so that one test rules out most directories. */
const LIKELY = /cache|apt\/lists|\.npm|cargo|pkg\/mod|pkgs/;

/** Caches of package managers and build tools that are left in a layer. A cache mount leaves none. */
export const cacheRule: MakeFileRule = (facts): FileRule => {
  const caches = CACHES.filter((cache) => !isNeeded(cache, facts));
  return {
    rule: 'cache',
    claim(directory) {
      if (!LIKELY.test(directory)) return undefined;
      for (const { name, pattern } of caches) {
        const root = pattern.exec(directory)?.[0];
        if (root !== undefined) return { root, group: name };
      }
      return undefined;
    },
    say: ({ group }) => sayCache(group),
  };
};

/** Name of the cache that a path lies in (without leading '/'): `apt`, `pip`, …; undefined for none. */
export function cacheNameOf(path: string): string | undefined {
  return CACHES.find(({ pattern }) => pattern.test(path))?.name;
}

function isNeeded({ neededBy, name }: Cache, { measurement, isWorkshop }: Facts): boolean {
  if (neededBy === undefined) return false;
  const isStarted = commandWords(measurement.config).some((word) =>
    neededBy.test(word.slice(word.lastIndexOf('/') + 1)),
  );
  return isStarted || (isWorkshop && name !== 'go build');
}

function sayCache(name: string): Saying {
  const change = CACHES.find((cache) => cache.name === name)?.change ?? '';
  return {
    title: `The ${name} cache is left in the layer that made it.`,
    change: `Empty it in the same RUN, or keep it out of the layer with a cache mount.\n${change}`,
  };
}
