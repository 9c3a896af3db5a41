import type { Advice } from '../../model/advice.ts';
import type { LayerEntry } from '../../oci/image.ts';
import type { Facts } from './facts.ts';
import { keywordOf, whereOf } from './layers.ts';
import { Pile } from './pile.ts';

interface SecretName {
  /** Line for .dockerignore. */
  readonly ignore: string;
  /** Matches the end of a path, from a '/' or its start. */
  readonly pattern: RegExp;
  /** Another way for a build to have it. */
  readonly mount?: string;
}

const NPMRC = 'RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci';
const PIP = 'RUN --mount=type=secret,id=netrc,target=/root/.netrc pip install --no-cache-dir -r requirements.txt';

/** Names that files with credentials have by convention; an .env.example is no such. */
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

/** What any of these names has in it, so that most paths are asked one question. */
const LIKELY = /(?:env|id_|\.pem|\.key|rc|credentials|\.pgpass|config)[^/]*$/i;

/** Where such names are those of samples, of public certificates, or of what others ship. */
const ELSEWHERE =
  /(?:^|\/)(?:usr\/share|usr\/lib|etc\/ssl\/certs|etc\/pki|etc\/ca-certificates|site-packages|dist-packages|node_modules|vendor|gems|go\/pkg|tests?|__tests__|spec|testdata|fixtures?|examples?|samples?|docs?|demo|templates?)\//i;

/** Files named as secrets are, that a COPY or ADD brought into the image, and so into every copy of it: removed later they still are. */
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
  const what = pile.files === 1 ? 'A file that is named as a secret' : `${pile.files} files that are named as secrets`;
  return {
    rule: 'secrets',
    title: `${what} ${pile.files === 1 ? 'is' : 'are'} copied into the image; whoever has the image has what is in it.`,
    bytes: 0,
    security: true,
    ...where,
    change: [
      'If it is one: change it, keep it out of the build context by .dockerignore, and give it at run time or as a secret mount.',
      ...ignored,
      ...mounts,
    ].join('\n'),
    paths: pile.paths,
  };
}
