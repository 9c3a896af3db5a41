import { isSystemPackage } from '../../model/package-url.ts';
import { keyed } from '../../text/group-by.ts';
import type { Facts } from './facts.ts';
import type { FileRule, MakeFileRule } from './file-rule.ts';
import { parsePurl } from './purl.ts';

const DOCUMENTATION = /^usr\/(?:local\/)?share\/(?:doc|man|info|gtk-doc)(?=\/|$)/;
/** Files that a licence may require to be kept with the program. Slim base images keep them too. */
const LICENCE = /^(?:copyright|licen[cs]e|copying|notice|authors)/i;
const LOCALES = /^usr\/share\/(?:locale|i18n)(?=\/|$)/;
const ENGLISH = /^usr\/share\/locale\/(?:en(?:[_@][^/]*)?\/|locale\.alias$)/;
/** Packages that are installed to have translations. */
const LANGUAGES = /^(?:locales(?:-all)?|(?:glibc-)?(?:all-)?lang(?:uage-)?packs?(?:-.*)?|musl-locales(?:-lang)?|lang)$/;

const DPKG_DOCUMENTATION = [
  "RUN printf 'path-exclude=/usr/share/%s/*\\n' doc man info gtk-doc > /etc/dpkg/dpkg.cfg.d/nodoc \\",
  " && echo 'path-include=/usr/share/doc/*/copyright' >> /etc/dpkg/dpkg.cfg.d/nodoc \\",
  ' && apt-get update && apt-get install -y --no-install-recommends …',
];
const DPKG_LOCALES = [
  "RUN printf '%s\\n' path-exclude=/usr/share/locale/* path-include=/usr/share/locale/en* \\",
  '      path-include=/usr/share/locale/locale.alias > /etc/dpkg/dpkg.cfg.d/nolocale \\',
  ' && apt-get update && apt-get install -y --no-install-recommends …',
];

/** Manuals and other documentation, except licences. */
export const documentationRule: MakeFileRule = (facts): FileRule => ({
  rule: 'documentation',
  claim: (directory) => rootClaim(DOCUMENTATION, directory),
  takes: (_, name) => !LICENCE.test(name),
  say: () => ({
    title: 'Documentation is in the image: nobody reads it in a container.',
    change: changeFor(facts, 'Leave documentation out when packages are installed; copyright files stay.', {
      deb: DPKG_DOCUMENTATION,
      rpm: ['RUN dnf install -y --setopt=tsflags=nodocs …'],
      other: ['RUN … && rm -rf /usr/share/doc /usr/share/man /usr/share/info /usr/share/gtk-doc'],
    }),
  }),
});

/** Translations of distribution packages, except English. An application may use its own translations, so they are left alone. */
export const localeRule: MakeFileRule = (facts): FileRule | undefined => {
  const wanted = [...facts.ownPackages.values()].some((found) => isSystemPackage(found) && LANGUAGES.test(found.name));
  if (wanted) return undefined;
  const isSystem = memo((owner: string) => {
    const found = parsePurl(owner);
    return found !== undefined && isSystemPackage(found);
  });
  return {
    rule: 'locales',
    claim: (directory) => rootClaim(LOCALES, directory),
    takes: ({ owner, path }) => owner !== undefined && isSystem(owner) && !ENGLISH.test(path),
    say: () => ({
      title: 'Translations of system packages are in the image.',
      change: changeFor(
        facts,
        'If the application needs English only, leave translations out when packages are installed.',
        {
          deb: DPKG_LOCALES,
          rpm: ['RUN dnf install -y --setopt=install_weak_deps=False --setopt=override_install_langs=en_US.utf8 …'],
          other: [
            "RUN … && find /usr/share/locale -mindepth 1 -maxdepth 1 ! -name 'en*' ! -name locale.alias -exec rm -rf {} +",
          ],
        },
      ),
    }),
  };
};

function rootClaim(pattern: RegExp, directory: string): { root: string } | undefined {
  const root = pattern.exec(directory)?.[0];
  return root === undefined ? undefined : { root };
}

function changeFor(
  { subject: { packages } }: Facts,
  sentence: string,
  texts: { readonly deb: readonly string[]; readonly rpm: readonly string[]; readonly other: readonly string[] },
): string {
  const all = packages.flat();
  const type = all.some((purl) => purl.startsWith('pkg:deb/'))
    ? 'deb'
    : all.some((purl) => purl.startsWith('pkg:rpm/'))
      ? 'rpm'
      : 'other';
  return [sentence, ...texts[type]].join('\n');
}

function memo(of: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => keyed(known, text, of);
}
