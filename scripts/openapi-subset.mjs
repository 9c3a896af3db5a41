/**
 * Cuts the operations of GitHub's REST API that this project calls out of GitHub's own OpenAPI description, with every component they refer to.
 * Writes them to `__tests__/support/github/openapi.json`. The tests' stand-in for GitHub validates every request and response with that file.
 *
 * The description is published as the npm package @octokit/openapi. With 385 MB it is too large for a dependency: fetch it into a temporary
 * folder, cut, and delete it.
 *
 *     cd "$(mktemp -d)" && npm pack @octokit/openapi@23.0.2 && tar -xzf octokit-openapi-*.tgz
 *     node REPOSITORY/scripts/openapi-subset.mjs package/generated/api.github.com.json
 *
 * Keeps paths, parameters, request and response schemas (`$ref`s stay), the link to the documentation that GitHub quotes in its errors, and
 * `x-multi-segment` (a path parameter that may contain slashes). Drops prose, examples, and media types other than JSON. The same input gives the
 * same result, whatever the order of the list below.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** @typedef {null | boolean | number | string | Json[] | { [key: string]: Json }} Json */
/** @typedef {{ [key: string]: Json }} JsonObject */

const TARGET = fileURLToPath(new URL('../__tests__/support/github/openapi.json', import.meta.url));
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const WIDTH = 120;

const OPERATIONS = [
  'actions/download-artifact',
  'actions/list-workflow-run-artifacts',
  'git/create-blob',
  'git/create-commit',
  'git/create-ref',
  'git/create-tree',
  'git/get-blob',
  'git/get-commit',
  'git/get-ref',
  'git/get-tree',
  'git/update-ref',
  'issues/create-comment',
  'issues/delete-comment',
  'issues/get-comment',
  'issues/list-comments',
  'issues/list-events',
  'issues/list-labels-on-issue',
  'issues/remove-label',
  'issues/update-comment',
  'pulls/create-review-comment',
  'pulls/delete-review-comment',
  'pulls/get',
  'pulls/list',
  'pulls/list-files',
  'pulls/list-review-comments',
  'pulls/list-reviews',
  'repos/compare-commits-with-basehead',
  'repos/get',
  'repos/get-branch',
  'repos/get-commit',
  'repos/get-content',
  'repos/list-releases',
  'repos/list-tags',
  'teams/get-membership-for-user-in-org',
  'users/get-authenticated',
];

/** Keywords of a schema, parameter or response that serve only documentation. */
const PROSE = new Set([
  'title',
  'description',
  'summary',
  'example',
  'examples',
  'deprecated',
  'discriminator',
  'tags',
]);

/** Keywords whose value is a map by name. A key `description` in it is a property, not prose. */
const MAPS = new Set(['properties', 'patternProperties', 'responses', 'headers', 'schemas']);

/**
 * @param {Json | undefined} value
 * @returns {value is JsonObject}
 */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * @param {Json | undefined} value
 * @returns {JsonObject}
 */
const object = (value) => (isObject(value) ? value : {});

/** @param {string} key */
const isKept = (key) => !PROSE.has(key) && (!key.startsWith('x-') || key === 'x-multi-segment');

/**
 * The value without prose. Keys are sorted, so that the file changes only when GitHub's description does.
 * @param {Json} value
 * @param {boolean} [isMap] whether the keys are names rather than keywords
 * @returns {Json}
 */
function strip(value, isMap = false) {
  if (Array.isArray(value)) return value.map((item) => strip(item));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => isMap || isKept(key));
  const sorted = kept.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, child]) => [key, isMap ? strip(child) : keyword(key, child)]));
}

/**
 * @param {string} key
 * @param {Json} value
 * @returns {Json}
 */
function keyword(key, value) {
  return key === 'content' ? json(value) : strip(value, MAPS.has(key));
}

/**
 * @param {Json} content the media types of a body
 * @returns {Json}
 */
function json(content) {
  const body = object(content)['application/json'];
  return body === undefined ? {} : { 'application/json': strip(body) };
}

/**
 * @param {JsonObject} operation
 * @returns {JsonObject}
 */
function operationSubset(operation) {
  const kept = object(strip(operation));
  return { ...kept, externalDocs: { url: object(operation.externalDocs).url ?? '' } };
}

/**
 * @param {JsonObject} description
 * @returns {JsonObject}
 */
function pathsSubset(description) {
  const wanted = new Set(OPERATIONS);
  /** @type {JsonObject} */
  const paths = {};
  for (const path of Object.keys(object(description.paths)).sort()) {
    const item = object(object(description.paths)[path]);
    const methods = METHODS.filter((method) => wanted.delete(String(object(item[method]).operationId)));
    if (methods.length > 0) paths[path] = Object.fromEntries(methods.map((m) => [m, operationSubset(object(item[m]))]));
  }
  if (wanted.size > 0) throw new Error(`GitHub's description has no operation called ${[...wanted].join(', ')}`);
  return paths;
}

/**
 * @param {Json} value
 * @returns {string[]}
 */
function references(value) {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isObject(value)) return [];
  const own = typeof value.$ref === 'string' ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(references)];
}

/**
 * Everything under `components` that `roots` refer to, and basic-error, which GitHub may answer everywhere.
 * @param {JsonObject} description
 * @param {JsonObject} roots
 * @returns {JsonObject}
 */
function componentsSubset(description, roots) {
  /** @type {Map<string, Json>} */
  const found = new Map();
  const queue = ['#/components/schemas/basic-error', ...references(roots)];
  for (let ref = queue.pop(); ref !== undefined; ref = queue.pop()) {
    if (found.has(ref)) continue;
    const [, , kind = '', name = ''] = ref.split('/');
    const component = strip(object(object(description.components)[kind])[name] ?? null);
    if (component === null) throw new Error(`GitHub's description has no ${ref}`);
    found.set(ref, component);
    queue.push(...references(component));
  }
  return byKind(found);
}

/**
 * @param {ReadonlyMap<string, Json>} components
 * @returns {JsonObject}
 */
function byKind(components) {
  /** @type {{ [kind: string]: JsonObject }} */
  const kinds = {};
  for (const ref of [...components.keys()].sort()) {
    const [, , kind = '', name = ''] = ref.split('/');
    kinds[kind] = { ...kinds[kind], [name]: components.get(ref) ?? null };
  }
  return kinds;
}

/**
 * JSON with a value on one line if it fits, or else one line for each member. So the file is small, and a change by GitHub changes few lines.
 * @param {Json} value
 * @param {number} [depth]
 * @param {number} [used] characters already on the line
 * @returns {string}
 */
function format(value, depth = 0, used = 0) {
  const flat = JSON.stringify(value);
  if (used + depth + flat.length < WIDTH || typeof value !== 'object' || value === null) return flat;
  const pad = ' '.repeat(depth + 1);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const members = Array.isArray(value)
    ? value.map((item) => format(item, depth + 1))
    : Object.entries(value).map(([key, child]) => `"${key}":${format(child, depth + 1, key.length + 3)}`);
  return `${open}\n${members.map((member) => pad + member).join(',\n')}\n${' '.repeat(depth)}${close}`;
}

/** @param {string} source */
function cut(source) {
  /** @type {JsonObject} */
  const description = JSON.parse(readFileSync(source, 'utf8'));
  const paths = pathsSubset(description);
  const { version = '' } = object(description.info);
  const info = { title: "Subset of GitHub's REST API description", version };
  const subset = { openapi: description.openapi ?? '', info, paths, components: componentsSubset(description, paths) };
  const text = `${format(subset)}\n`;
  writeFileSync(TARGET, text);
  console.log(`${TARGET}: ${OPERATIONS.length} operations, ${text.length} bytes`);
}

const [source] = process.argv.slice(2);
if (source === undefined) {
  console.error('usage: node scripts/openapi-subset.mjs api.github.com.json (see the head of this file)');
  process.exitCode = 2;
} else {
  cut(source);
}
