import type { Advice } from '../../model/advice.ts';
import type { LayerEntry } from '../../oci/image.ts';
import type { Facts } from './facts.ts';
import { keywordOf, whereOf } from './layers.ts';
import { Pile } from './pile.ts';

interface SecretName {
  /** Line for .dockerignore. */
  readonly ignore: string;
  /** Matches the last name of a path, or its last two names. */
  readonly pattern: RegExp;
  /** An instruction that gives the secret to a build without storing it. */
  readonly mount?: string;
}

const NPMRC = 'RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci';
const PIP = 'RUN --mount=type=secret,id=netrc,target=/root/.netrc pip install --no-cache-dir -r requirements.txt';

/** Conventional names of files with credentials; an .env.example is not one of them. */
const NAMES: readonly SecretName[] = [
  { ignore: '**/.env', pattern: /^\.env$/ },
  {
    ignore: '**/.env.*',
    pattern: /^\.env\.(?!.*(?:example|sample|template|tmpl|tpl|dist|defaults?|schema|tests?|ci)$)[\w.-]+$/,
  },
  { ignore: '**/id_*', pattern: /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/ },
  {
    ignore: '**/*.pem',
    pattern:
      /^(?!.*(?:pub|cert|chain|ca[-_.]))(?:.*[-_.])?(?:key|(?:priv|private|privkey|secret)(?:[-_.]?key)?(?:[-_.].*)?)\.pem$/i,
  },
  { ignore: '**/*.key', pattern: /^(?:(?:.*[-_.])?priv(?:ate|key)?(?:[-_.]?key)?|server|tls|ssl)\.key$/i },
  { ignore: '**/.npmrc', pattern: /^\.npmrc$/, mount: NPMRC },
  { ignore: '**/.netrc', pattern: /^[._]netrc$/, mount: PIP },
  { ignore: '**/.pypirc', pattern: /^\.pypirc$/ },
  { ignore: '**/.git-credentials', pattern: /^\.git-credentials$/ },
  { ignore: '**/.pgpass', pattern: /^\.pgpass$/ },
  { ignore: '**/.aws/credentials', pattern: /^\.aws\/credentials$/ },
  { ignore: '**/.docker/config.json', pattern: /^\.docker\/config\.json$/ },
  { ignore: '**/kubeconfig', pattern: /^(?:\.kube\/config|kubeconfig(?:\.ya?ml)?)$/ },
];

/** Matches part of every name above, so that one test rules out most paths. */
const LIKELY = /(?:env|id_|\.pem|\.key|rc|credentials|\.pgpass|config)[^/]*$/i;

/** Directories where such files are samples, public certificates, or parts of packages. */
const ELSEWHERE =
  /(?:^|\/)(?:usr\/share|usr\/lib|etc\/ssl\/certs|etc\/pki|etc\/ca-certificates|site-packages|dist-packages|node_modules|vendor|gems|go\/pkg|tests?|__tests__|spec|testdata|fixtures?|examples?|samples?|docs?|demo|templates?)\//i;

/** Files with the names of secrets that a COPY or ADD brought into the image. They stay in it even if a later layer removes them. */
export function adviseSecrets({ subject, measurement, firstOwn }: Facts): readonly Advice[] {
  return subject.layers.flatMap((entries, position): readonly Advice[] => {
    if (position < firstOwn || !/^(?:COPY|ADD)$/.test(keywordOf(measurement.layers[position]))) return [];
    const pile = new Pile();
    const found = new Set<SecretName>();
    for (const entry of entries) {
      const name = secretName(entry);
      if (name === undefined) continue;
      pile.add(entry.path, entry.size);
      found.add(name);
    }
    return found.size === 0 ? [] : [secretAdvice([...found], pile, whereOf(measurement, position))];
  });
}

function secretName({ type, path, size }: LayerEntry): SecretName | undefined {
  if (type !== 'file' || size === 0 || !LIKELY.test(path)) return undefined;
  const names = path.split('/');
  const last = names.at(-1) ?? '';
  const lastTwo = names.slice(-2).join('/');
  const name = NAMES.find(({ pattern }) => pattern.test(last) || pattern.test(lastTwo));
  return name === undefined || ELSEWHERE.test(path) ? undefined : name;
}

function secretAdvice(found: readonly SecretName[], pile: Pile, where: ReturnType<typeof whereOf>): Advice {
  const ignored = found.map(({ ignore }) => ignore);
  const mounts = found.flatMap(({ mount }) => mount ?? []);
  const what =
    pile.files === 1 ? 'A file that is named like a secret' : `${pile.files} files that are named like secrets`;
  return {
    rule: 'secrets',
    title: `${what} ${pile.files === 1 ? 'is' : 'are'} copied into the image: everyone who can pull the image can read it.`,
    bytes: 0,
    security: true,
    ...where,
    change: [
      'If it is a secret: change it, exclude it in .dockerignore, and provide it at run time or as a secret mount.',
      ...ignored,
      ...mounts,
    ].join('\n'),
    paths: pile.paths,
  };
}
