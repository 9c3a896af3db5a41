import type { TreeFile } from '../../measure/final-tree.ts';
import { isSystemPackage } from '../../model/package-url.ts';
import { keyed } from '../../text/group-by.ts';
import type { FileRule, MakeFileRule } from './file-rule.ts';
import { keywordOf } from './layers.ts';
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
/** By rpm's own setting, since yum's option `override_install_langs` does nothing in dnf. */
const RPM_LOCALES = [
  "RUN mkdir -p /etc/rpm && echo '%_install_langs en_US' > /etc/rpm/macros.image-language-conf \\",
  ' && dnf install -y …',
];

/** Manuals and other documentation, except licences. */
export const documentationRule: MakeFileRule = ({ measurement: { layers } }): FileRule => ({
  rule: 'documentation',
  claim: (directory) => rootClaim(DOCUMENTATION, directory),
  takes: (_, name) => !LICENCE.test(name),
  groupOf: ownerGroup(),
  say: ({ group, pile, layer }) => ({
    title: 'Documentation is in the image: nobody reads it in a container.',
    change: changeFor(group, 'Leave documentation out when packages are installed; copyright files stay.', {
      deb: DPKG_DOCUMENTATION,
      rpm: ['RUN dnf install -y --setopt=tsflags=nodocs …'],
      apk: ['Install no package whose name ends in -doc, and do not install the package docs.'],
      other: [removeDirectories(pile.allPaths, keywordOf(layers[layer]))],
    }),
  }),
});

/** Translations of distribution packages, except English. An application may use its own translations, so they are left alone. */
export const localeRule: MakeFileRule = (facts): FileRule | undefined => {
  const wanted = [...facts.ownPackages.values()].some((found) => isSystemPackage(found) && LANGUAGES.test(found.name));
  if (wanted) return undefined;
  const groupOf = ownerGroup();
  return {
    rule: 'locales',
    claim: (directory) => rootClaim(LOCALES, directory),
    takes: (file) => groupOf(file) !== 'other' && !ENGLISH.test(file.path),
    groupOf,
    say: ({ group }) => ({
      title: 'Translations of system packages are in the image.',
      change: changeFor(
        group,
        'If the application needs English only, leave translations out when packages are installed.',
        {
          deb: DPKG_LOCALES,
          rpm: RPM_LOCALES,
          apk: ['Install no package whose name ends in -lang, and do not install the package lang.'],
          other: [],
        },
      ),
    }),
  };
};

/** What no package manager owns is removed in the step that wrote it, or never copied. */
function removeDirectories(directories: readonly string[], keyword: string): string {
  const paths = directories.map((path) => `/${path}`).join(' ');
  if (keyword !== 'RUN') return `Copy without ${paths}.`;
  const kept = ['copyright*', 'licen[cs]e*', 'copying*', 'notice*', 'authors*'].map((name) => `! -iname '${name}'`);
  return `RUN … && find ${paths} -type f ${kept.join(' ')} -delete`;
}

function rootClaim(pattern: RegExp, directory: string): { root: string } | undefined {
  const root = pattern.exec(directory)?.[0];
  return root === undefined ? undefined : { root };
}

/** The package manager that owns a file, since only its own options leave it out: `deb`, `rpm`, `apk`; `other` for any other file. */
function ownerGroup(): (file: TreeFile) => Owner {
  const known = new Map<string, Owner>();
  return ({ owner = '' }) => keyed(known, owner, groupOf);
}

function groupOf(owner: string): Owner {
  const type = parsePurl(owner)?.type;
  return type === 'deb' || type === 'rpm' || type === 'apk' ? type : 'other';
}

type Owner = 'deb' | 'rpm' | 'apk' | 'other';

function changeFor(group: string, sentence: string, texts: Readonly<Record<string, readonly string[]>>): string {
  return [sentence, ...(texts[group] ?? [])].join('\n');
}
