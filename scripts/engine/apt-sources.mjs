// apt's source lists as values. Reads both formats of sources.list(5) and writes deb822. Pure.

/**
 * @typedef {{
 *   types: readonly string[], uris: readonly string[], suites: readonly string[], components: readonly string[],
 *   options: Readonly<Record<string, string>>,
 * }} AptSource options: the other fields under their lower-case deb822 name ("signed-by", "trusted", …)
 */

/** One-line options whose deb822 field has another name; sources.list(5), "DEB822-STYLE FORMAT". */
const FIELD_OF_OPTION = new Map([
  ['arch', 'architectures'],
  ['lang', 'languages'],
  ['target', 'targets'],
]);

/**
 * Reads one source file of apt. Disabled stanzas and comments are left out.
 * @param {string} text
 * @param {string} fileName decides the format as apt does: *.sources is deb822, anything else has one source a line
 * @returns {AptSource[]}
 */
export function parseAptSources(text, fileName) {
  return fileName.endsWith('.sources') ? parseDeb822(text) : parseOneLine(text);
}

/**
 * @param {string} text
 * @returns {AptSource[]}
 */
function parseOneLine(text) {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(deb|deb-src)\s+(?:\[([^\]]*)\]\s*)?([^#]+)/.exec(line);
    if (!match) return [];
    const [, type = '', options = '', rest = ''] = match;
    const [uri = '', suite = '', ...components] = words(rest);
    return suite ? [{ types: [type], uris: [uri], suites: [suite], components, options: parseOptions(options) }] : [];
  });
}

/** @param {string} text as in "arch=amd64,arm64 signed-by=/a/key.gpg" */
function parseOptions(text) {
  return Object.fromEntries(
    words(text).map((option) => {
      const [name = '', ...value] = option.split('=');
      const field = name.toLowerCase();
      return [FIELD_OF_OPTION.get(field) ?? field, value.join('=').replaceAll(',', ' ')];
    }),
  );
}

/**
 * @param {string} text
 * @returns {AptSource[]}
 */
function parseDeb822(text) {
  // A comment line may be anywhere, also between a field and its continuation lines.
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  return lines
    .join('\n')
    .split(/\n[ \t]*\n/)
    .map(parseFields)
    .flatMap(({ types, uris, suites, components, enabled, ...options }) => {
      if (!uris || !suites || /^(no|false|0)$/i.test(enabled ?? '')) return [];
      return [
        { types: words(types), uris: words(uris), suites: words(suites), components: words(components), options },
      ];
    });
}

/**
 * @param {string} stanza
 * @returns {Record<string, string>} lower-case field names; continuation lines stay lines (Signed-By may hold a key)
 */
function parseFields(stanza) {
  /** @type {Record<string, string>} */
  const fields = {};
  let current = '';
  for (const line of stanza.split('\n')) {
    const [, name, value = ''] = /^([A-Za-z][A-Za-z0-9-]*)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (name) {
      current = name.toLowerCase();
      fields[current] = value;
    } else if (current && /^[ \t]/.test(line)) fields[current] += `\n${line.trimEnd()}`;
  }
  return fields;
}

/**
 * @param {readonly AptSource[]} sources
 * @returns {string} the text of a .sources file
 */
export function formatAptSources(sources) {
  return sources
    .map((source) => {
      const fields = [
        ['Types', source.types.join(' ')],
        ['URIs', source.uris.join(' ')],
        ['Suites', source.suites.join(' ')],
        ['Components', source.components.join(' ')],
        ...Object.entries(source.options),
      ];
      return fields
        .filter(([, value]) => value)
        .map(([name, value]) => `${name}: ${value}\n`)
        .join('');
    })
    .join('\n');
}

/**
 * The sources of the distribution itself (release, updates, security), binary packages only. Leaves out other repositories of the machine: those
 * have no "main" component for one of the distribution's suites.
 * @param {readonly AptSource[]} sources
 * @param {string} codename as in /etc/os-release
 * @returns {{suite: string, sources: AptSource[]} | undefined} suite: the release's name in the machine's list
 */
export function findDistributionSources(sources, codename) {
  const main = sources
    .filter(
      ({ types, components, uris }) => types.includes('deb') && components.includes('main') && !uris.every(isRemovable),
    )
    .map((source) => ({ ...source, types: ['deb'], uris: source.uris.filter((uri) => !isRemovable(uri)) }));
  const suite = [codename, 'stable', 'testing', 'unstable', 'sid'].find((name) =>
    main.some(({ suites }) => suites.includes(name)),
  );
  if (!suite) return undefined;
  const own = new Set([suite, `${suite}-updates`, `${suite}-security`, `${suite}/updates`]);
  return {
    suite,
    sources: main
      .map((source) => ({ ...source, suites: source.suites.filter((name) => own.has(name)) }))
      .filter(({ suites }) => suites.length > 0),
  };
}

/** @param {string} uri */
function isRemovable(uri) {
  return uri.startsWith('cdrom:');
}

/**
 * The sources of the same mirror for another release of the distribution.
 * @param {{suite: string, sources: readonly AptSource[]}} distribution from findDistributionSources
 * @param {string} suite the release wanted
 * @param {{updates: boolean}} options updates: also the -updates and -security suites, if the machine has their mirrors
 * @returns {AptSource[]}
 */
export function sourcesOfSuite(distribution, suite, { updates }) {
  return distribution.sources
    .map((source) => ({
      ...source,
      components: ['main'],
      suites: source.suites
        .filter((name) => updates || name === distribution.suite)
        .map((name) => suite + name.slice(distribution.suite.length)),
    }))
    .filter(({ suites }) => suites.length > 0);
}

/** @param {string | undefined} text */
function words(text) {
  return (text ?? '').split(/\s+/).filter(Boolean);
}
