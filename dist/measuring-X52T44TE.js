import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  FORMS
} from "./chunk-DYYOOCHD.js";
import "./chunk-QV7P6PVG.js";
import {
  configuredImages
} from "./chunk-QI5ZZ3B7.js";
import {
  ERASE_LINE
} from "./chunk-C233XQ4P.js";
import {
  compareSources,
  measureSources,
  openReportFiles,
  printReport
} from "./chunk-34WWGMA5.js";
import {
  DOCUMENT,
  PAGE,
  checkOwnFile,
  renderDocument,
  writeOwnFile
} from "./chunk-XGHFDFQY.js";
import {
  repositoryTop
} from "./chunk-EKFQZSHH.js";
import {
  HISTORY_FORMATS
} from "./chunk-URTPWPZR.js";
import {
  HISTORY_MESSAGE,
  adviseEdits,
  dayOf,
  defaultStateFolder,
  editedText,
  expectBuilt,
  guarded,
  historyChange,
  leftAtMost,
  openPast,
  pageOf,
  pastCommit,
  positionsOfSizes,
  readBounded,
  realChanges,
  renderHistoryMarkdown,
  renderHistoryTerminal,
  renderTimelinePage,
  renderTimelineSvg,
  replace,
  runCheck,
  searchHistory,
  shortId,
  shown,
  walkImage
} from "./chunk-UIP7ENZ5.js";
import "./chunk-34RBWWRC.js";
import "./chunk-LBZ5ASNS.js";
import {
  compareBuilds,
  compareVersions,
  findLocalBase,
  historyOf,
  measuredUnchanged,
  parseVersion
} from "./chunk-EWWE46G3.js";
import "./chunk-6HAQ2BAZ.js";
import "./chunk-XCEVELY4.js";
import {
  createRemote,
  dockerCredentials,
  explainComparisons,
  inspectPackages,
  openMeasurer,
  stackLayers,
  sumDirectories
} from "./chunk-AYUKRKWN.js";
import {
  measureImage,
  openRecords
} from "./chunk-M6ZP2A4P.js";
import "./chunk-PSTXDVGH.js";
import {
  EVERYTHING,
  bytes,
  causesOf,
  chooseLines,
  column,
  compareImage,
  digest,
  exitCode,
  explanationLines,
  joinDirectories,
  lineOf,
  netWeight,
  packageParts,
  parsePackageUrl,
  platform,
  renderCauses,
  renderMarkdownTable,
  renderTerminalTable,
  sizeWords,
  sparkline,
  time
} from "./chunk-IGX2ADU3.js";
import "./chunk-3SRQSNUV.js";
import {
  absoluteCache
} from "./chunk-YZ7DKGYK.js";
import {
  plainLog
} from "./chunk-DHLA25L2.js";
import {
  cutToWidth,
  growthBetween,
  instructionOf,
  paint,
  samePlatform
} from "./chunk-TGCFGZ2R.js";
import {
  commitTime,
  isBuilt,
  originRepository
} from "./chunk-KVAMYFKP.js";
import {
  external_exports,
  groupBy,
  parseJson,
  parseReference
} from "./chunk-QX4VVKC4.js";
import "./chunk-UWS2MVFE.js";
import "./chunk-FPYIA4FT.js";
import {
  VERSION
} from "./chunk-GWQ6EPUK.js";
import "./chunk-X7IVBP2V.js";
import {
  codeCell,
  codeSpan,
  cutMiddle,
  escapeHtml,
  escapeText,
  visibleLine
} from "./chunk-XSAKZETS.js";
import {
  formatBytes,
  formatCount,
  formatExactBytes,
  formatSignedBytes
} from "./chunk-C5KJ4NRV.js";
import "./chunk-OVSR4W42.js";
import "./chunk-SM6COODY.js";
import "./chunk-NPLJAB6U.js";
import "./chunk-DHE32DWY.js";
import {
  UserError,
  printable
} from "./chunk-LL3EZWTN.js";
import "./chunk-ADX3VBXC.js";
import {
  ImageError
} from "./chunk-7JZOHCHM.js";
import {
  __callDispose,
  __using
} from "./chunk-UOFCCHBS.js";

// src/command/check.ts
import { resolve as resolve2 } from "node:path";

// src/explain/saving.ts
var SMALL = 5e-3;
var PARTS = 3;
var NOTABLE = 0.05;
function explainSaving(reference, variant) {
  const [before, after] = [reference.measurement, variant.measurement];
  const total = after.unpacked - before.unpacked;
  const root = joinDirectories(reference.directories, variant.directories);
  const lines = chooseLines(root, { weight: netWeight, total: Math.abs(total), small: SMALL });
  return {
    reference: before.image,
    variant: after.image,
    platform: after.platform,
    total,
    lines: lines.map((piece) => ({ ...lineOf(piece), parts: piece.files ? [] : partsOf(piece.directory) })),
    wasted: after.wasted - before.wasted,
    rest: change(root.all) - lines.reduce((sum, { bytes: bytes2 }) => sum + change(bytes2), 0)
  };
}
function partsOf({ all, children }) {
  if (all.before === 0 || all.after === 0) return [];
  return [...children.values()].filter((child) => netWeight(child.all) >= netWeight(all) * NOTABLE && netWeight(child.all) > 0).sort((a, b) => netWeight(b.all) - netWeight(a.all)).slice(0, PARTS).map((child) => ({ name: child.name, change: change(child.all) }));
}
function change({ before, after }) {
  return after - before;
}

// src/command/document.ts
function explainSavings({ variants = [] }, measurer) {
  return variants.flatMap((group) => explainGroup(group, measurer));
}
function documentContext(report, images, measurer, run) {
  return {
    images,
    savings: explainSavings(report, measurer),
    date: run.now.toISOString().slice(0, 10),
    command: commandOf(run.args)
  };
}
function commandOf(args) {
  const options = [
    ["config", args.config],
    ["variants", args.variants],
    ["no-cache", args.noCache],
    ["platform", args.platforms],
    ["document", args.document],
    ["baseline", args.baseline],
    ["data-branch", args.dataBranch],
    ["rebuilt-records", args.rebuiltRecords],
    ["context", args.context],
    ["target", args.target],
    ["build-arg", args.buildArgs.map((arg) => arg.replace(/=.*/s, ""))],
    ["builder", args.builder],
    ["fail-if", args.failIf],
    ["warn-if", args.warnIf]
  ];
  const words = options.flatMap(([name, value]) => {
    if (typeof value === "boolean") return value ? [`--${name}`] : [];
    const values = typeof value === "string" ? [value].filter((each) => each !== "") : value;
    return values.flatMap((each) => [`--${name}`, quote(each)]);
  });
  return ["image-size-gate check", ...args.operands.map(quote), ...words].join(" ");
}
function explainGroup({ rows: [reference, ...variants] }, measurer) {
  const layerIndex = (digest2) => measurer.layerIndex(digest2);
  const before = reference.measurement;
  const directories = before === null ? void 0 : sumDirectories(before, layerIndex);
  if (before === null || directories === void 0) return [];
  return variants.flatMap(({ measurement }) => {
    const after = measurement === null ? void 0 : sumDirectories(measurement, layerIndex);
    if (measurement === null || after === void 0) return [];
    return explainSaving({ measurement: before, directories }, { measurement, directories: after });
  });
}
function quote(word) {
  return /^[\w./:=@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

// src/command/files/patch-file.ts
import { resolve } from "node:path";

// node_modules/diff/libesm/diff/base.js
var Diff = class {
  diff(oldStr, newStr, options = {}) {
    let callback;
    if (typeof options === "function") {
      callback = options;
      options = {};
    } else if ("callback" in options) {
      callback = options.callback;
    }
    const oldString = this.castInput(oldStr, options);
    const newString = this.castInput(newStr, options);
    const oldTokens = this.removeEmpty(this.tokenize(oldString, options));
    const newTokens = this.removeEmpty(this.tokenize(newString, options));
    return this.diffWithOptionsObj(oldTokens, newTokens, options, callback);
  }
  diffWithOptionsObj(oldTokens, newTokens, options, callback) {
    var _a;
    const done = (value) => {
      value = this.postProcess(value, options);
      if (callback) {
        setTimeout(function() {
          callback(value);
        }, 0);
        return void 0;
      } else {
        return value;
      }
    };
    const newLen = newTokens.length, oldLen = oldTokens.length;
    let editLength = 1;
    let maxEditLength = newLen + oldLen;
    if (options.maxEditLength != null) {
      maxEditLength = Math.min(maxEditLength, options.maxEditLength);
    }
    const maxExecutionTime = (_a = options.timeout) !== null && _a !== void 0 ? _a : Infinity;
    const abortAfterTimestamp = Date.now() + maxExecutionTime;
    const bestPath = [{ oldPos: -1, lastComponent: void 0 }];
    let newPos = this.extractCommon(bestPath[0], newTokens, oldTokens, 0, options);
    if (bestPath[0].oldPos + 1 >= oldLen && newPos + 1 >= newLen) {
      return done(this.buildValues(bestPath[0].lastComponent, newTokens, oldTokens));
    }
    let minDiagonalToConsider = -Infinity, maxDiagonalToConsider = Infinity;
    const execEditLength = () => {
      for (let diagonalPath = Math.max(minDiagonalToConsider, -editLength); diagonalPath <= Math.min(maxDiagonalToConsider, editLength); diagonalPath += 2) {
        let basePath;
        const removePath = bestPath[diagonalPath - 1], addPath = bestPath[diagonalPath + 1];
        if (removePath) {
          bestPath[diagonalPath - 1] = void 0;
        }
        let canAdd = false;
        if (addPath) {
          const addPathNewPos = addPath.oldPos - diagonalPath;
          canAdd = addPath && 0 <= addPathNewPos && addPathNewPos < newLen;
        }
        const canRemove = removePath && removePath.oldPos + 1 < oldLen;
        if (!canAdd && !canRemove) {
          bestPath[diagonalPath] = void 0;
          continue;
        }
        if (!canRemove || canAdd && removePath.oldPos < addPath.oldPos) {
          basePath = this.addToPath(addPath, true, false, 0, options);
        } else {
          basePath = this.addToPath(removePath, false, true, 1, options);
        }
        newPos = this.extractCommon(basePath, newTokens, oldTokens, diagonalPath, options);
        if (basePath.oldPos + 1 >= oldLen && newPos + 1 >= newLen) {
          return done(this.buildValues(basePath.lastComponent, newTokens, oldTokens)) || true;
        } else {
          bestPath[diagonalPath] = basePath;
          if (basePath.oldPos + 1 >= oldLen) {
            maxDiagonalToConsider = Math.min(maxDiagonalToConsider, diagonalPath - 1);
          }
          if (newPos + 1 >= newLen) {
            minDiagonalToConsider = Math.max(minDiagonalToConsider, diagonalPath + 1);
          }
        }
      }
      editLength++;
    };
    if (callback) {
      (function exec() {
        setTimeout(function() {
          if (editLength > maxEditLength || Date.now() > abortAfterTimestamp) {
            return callback(void 0);
          }
          if (!execEditLength()) {
            exec();
          }
        }, 0);
      })();
    } else {
      while (editLength <= maxEditLength && Date.now() <= abortAfterTimestamp) {
        const ret = execEditLength();
        if (ret) {
          return ret;
        }
      }
    }
  }
  addToPath(path, added, removed, oldPosInc, options) {
    const last = path.lastComponent;
    if (last && !options.oneChangePerToken && last.added === added && last.removed === removed) {
      return {
        oldPos: path.oldPos + oldPosInc,
        lastComponent: { count: last.count + 1, added, removed, previousComponent: last.previousComponent }
      };
    } else {
      return {
        oldPos: path.oldPos + oldPosInc,
        lastComponent: { count: 1, added, removed, previousComponent: last }
      };
    }
  }
  extractCommon(basePath, newTokens, oldTokens, diagonalPath, options) {
    const newLen = newTokens.length, oldLen = oldTokens.length;
    let oldPos = basePath.oldPos, newPos = oldPos - diagonalPath, commonCount = 0;
    while (newPos + 1 < newLen && oldPos + 1 < oldLen && this.equals(oldTokens[oldPos + 1], newTokens[newPos + 1], options)) {
      newPos++;
      oldPos++;
      commonCount++;
      if (options.oneChangePerToken) {
        basePath.lastComponent = { count: 1, previousComponent: basePath.lastComponent, added: false, removed: false };
      }
    }
    if (commonCount && !options.oneChangePerToken) {
      basePath.lastComponent = { count: commonCount, previousComponent: basePath.lastComponent, added: false, removed: false };
    }
    basePath.oldPos = oldPos;
    return newPos;
  }
  equals(left, right, options) {
    if (options.comparator) {
      return options.comparator(left, right);
    } else {
      return left === right || !!options.ignoreCase && left.toLowerCase() === right.toLowerCase();
    }
  }
  removeEmpty(array) {
    const ret = [];
    for (let i = 0; i < array.length; i++) {
      if (array[i]) {
        ret.push(array[i]);
      }
    }
    return ret;
  }
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  castInput(value, options) {
    return value;
  }
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  tokenize(value, options) {
    return Array.from(value);
  }
  join(chars) {
    return chars.join("");
  }
  postProcess(changeObjects, options) {
    return changeObjects;
  }
  get useLongestToken() {
    return false;
  }
  buildValues(lastComponent, newTokens, oldTokens) {
    const components = [];
    let nextComponent;
    while (lastComponent) {
      components.push(lastComponent);
      nextComponent = lastComponent.previousComponent;
      delete lastComponent.previousComponent;
      lastComponent = nextComponent;
    }
    components.reverse();
    const componentLen = components.length;
    let componentPos = 0, newPos = 0, oldPos = 0;
    for (; componentPos < componentLen; componentPos++) {
      const component = components[componentPos];
      if (!component.removed) {
        if (!component.added && this.useLongestToken) {
          let value = newTokens.slice(newPos, newPos + component.count);
          value = value.map(function(value2, i) {
            const oldValue = oldTokens[oldPos + i];
            return oldValue.length > value2.length ? oldValue : value2;
          });
          component.value = this.join(value);
        } else {
          component.value = this.join(newTokens.slice(newPos, newPos + component.count));
        }
        newPos += component.count;
        if (!component.added) {
          oldPos += component.count;
        }
      } else {
        component.value = this.join(oldTokens.slice(oldPos, oldPos + component.count));
        oldPos += component.count;
      }
    }
    return components;
  }
};

// node_modules/diff/libesm/diff/line.js
var LineDiff = class extends Diff {
  constructor() {
    super(...arguments);
    this.tokenize = tokenize;
  }
  equals(left, right, options) {
    if (options.ignoreWhitespace) {
      if (!options.newlineIsToken || !left.includes("\n")) {
        left = left.trim();
      }
      if (!options.newlineIsToken || !right.includes("\n")) {
        right = right.trim();
      }
    } else if (options.ignoreNewlineAtEof && !options.newlineIsToken) {
      if (left.endsWith("\n")) {
        left = left.slice(0, -1);
      }
      if (right.endsWith("\n")) {
        right = right.slice(0, -1);
      }
    }
    return super.equals(left, right, options);
  }
};
var lineDiff = new LineDiff();
function diffLines(oldStr, newStr, options) {
  return lineDiff.diff(oldStr, newStr, options);
}
function tokenize(value, options) {
  if (options.stripTrailingCr) {
    value = value.replace(/\r\n/g, "\n");
  }
  const retLines = [], linesAndNewlines = value.split(/(\n|\r\n)/);
  if (!linesAndNewlines[linesAndNewlines.length - 1]) {
    linesAndNewlines.pop();
  }
  for (let i = 0; i < linesAndNewlines.length; i++) {
    const line = linesAndNewlines[i];
    if (i % 2 && !options.newlineIsToken) {
      retLines[retLines.length - 1] += line;
    } else {
      retLines.push(line);
    }
  }
  return retLines;
}

// node_modules/diff/libesm/patch/create.js
function structuredPatch(oldFileName, newFileName, oldStr, newStr, oldHeader, newHeader, options) {
  let optionsObj;
  if (!options) {
    optionsObj = {};
  } else if (typeof options === "function") {
    optionsObj = { callback: options };
  } else {
    optionsObj = options;
  }
  if (typeof optionsObj.context === "undefined") {
    optionsObj.context = 4;
  }
  const context = optionsObj.context;
  if (optionsObj.newlineIsToken) {
    throw new Error("newlineIsToken may not be used with patch-generation functions, only with diffing functions");
  }
  if (!optionsObj.callback) {
    return diffLinesResultToPatch(diffLines(oldStr, newStr, optionsObj));
  } else {
    const { callback } = optionsObj;
    diffLines(oldStr, newStr, Object.assign(Object.assign({}, optionsObj), { callback: (diff) => {
      const patch = diffLinesResultToPatch(diff);
      callback(patch);
    } }));
  }
  function diffLinesResultToPatch(diff) {
    if (!diff) {
      return;
    }
    diff.push({ value: "", lines: [] });
    function contextLines(lines) {
      return lines.map(function(entry) {
        return " " + entry;
      });
    }
    const hunks = [];
    let oldRangeStart = 0, newRangeStart = 0, curRange = [], oldLine = 1, newLine = 1;
    for (let i = 0; i < diff.length; i++) {
      const current = diff[i], lines = current.lines || splitLines(current.value);
      current.lines = lines;
      if (current.added || current.removed) {
        if (!oldRangeStart) {
          const prev = diff[i - 1];
          oldRangeStart = oldLine;
          newRangeStart = newLine;
          if (prev) {
            curRange = context > 0 ? contextLines(prev.lines.slice(-context)) : [];
            oldRangeStart -= curRange.length;
            newRangeStart -= curRange.length;
          }
        }
        for (const line of lines) {
          curRange.push((current.added ? "+" : "-") + line);
        }
        if (current.added) {
          newLine += lines.length;
        } else {
          oldLine += lines.length;
        }
      } else {
        if (oldRangeStart) {
          if (lines.length <= context * 2 && i < diff.length - 2) {
            for (const line of contextLines(lines)) {
              curRange.push(line);
            }
          } else {
            const contextSize = Math.min(lines.length, context);
            for (const line of contextLines(lines.slice(0, contextSize))) {
              curRange.push(line);
            }
            const hunk = {
              oldStart: oldRangeStart,
              oldLines: oldLine - oldRangeStart + contextSize,
              newStart: newRangeStart,
              newLines: newLine - newRangeStart + contextSize,
              lines: curRange
            };
            hunks.push(hunk);
            oldRangeStart = 0;
            newRangeStart = 0;
            curRange = [];
          }
        }
        oldLine += lines.length;
        newLine += lines.length;
      }
    }
    for (const hunk of hunks) {
      for (let i = 0; i < hunk.lines.length; i++) {
        if (hunk.lines[i].endsWith("\n")) {
          hunk.lines[i] = hunk.lines[i].slice(0, -1);
        } else {
          hunk.lines.splice(i + 1, 0, "\\ No newline at end of file");
          i++;
        }
      }
    }
    return {
      oldFileName,
      newFileName,
      oldHeader,
      newHeader,
      hunks
    };
  }
}
function splitLines(text) {
  const hasTrailingNl = text.endsWith("\n");
  const result = text.split("\n").map((line) => line + "\n");
  if (hasTrailingNl) {
    result.pop();
  } else {
    result.push(result.pop().slice(0, -1));
  }
  return result;
}

// src/report/formats/patch.ts
var PATCH_MARKER = "Changes that image-size-gate advises, for git apply\n";
function renderPatch(files) {
  return PATCH_MARKER + (files.map(renderFile).join("") || "None of them is certain.\n");
}
function renderFile({ path, before, after }) {
  const { hunks } = structuredPatch(path, path, before ?? "", after, "", "", { context: 3 });
  const [old, changed] = [quoted(`a/${path}`), quoted(`b/${path}`)];
  const mode = before === null ? "new file mode 100644\n" : "";
  const bodies = hunks.map(
    ({ oldStart, oldLines, newStart, newLines, lines }) => `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@
${lines.map((line) => `${line}
`).join("")}`
  );
  const from = before === null ? "/dev/null" : named(old);
  return `diff --git ${old} ${changed}
${mode}--- ${from}
+++ ${named(changed)}
${bodies.join("")}`;
}
function named(path) {
  return path.includes(" ") && !path.startsWith('"') ? `${path}	` : path;
}
function quoted(path) {
  const text = path.replace(/[\p{Cc}"\\]/gu, (char) => char === '"' || char === "\\" ? `\\${char}` : octal(char));
  return text === path ? path : `"${text}"`;
}
function octal(char) {
  return Array.from(new TextEncoder().encode(char), (byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}

// src/command/files/patch-file.ts
var PATCH = { option: "--patch", what: "patch", marker: PATCH_MARKER };
async function checkPatch({ args, cwd }) {
  if (args.patch !== "") await checkOwnFile(PATCH, resolve(cwd, args.patch));
}
async function writePatch({ args, cwd, signal, terminal }, report, images, root) {
  if (args.patch === "") return;
  const top = await repositoryTop({ cwd, signal }) ?? root;
  const { edits, texts, advised, taken } = await adviseEdits(report, images, { root, top });
  const files = Array.from(
    groupBy(edits, ({ file }) => file),
    ([path, own]) => {
      const before = texts.get(path) ?? null;
      return { path, before, after: editedText(before ?? "", own) };
    }
  );
  await writeOwnFile(PATCH, resolve(cwd, args.patch), renderPatch(files));
  if (args.quiet) return;
  const others = taken === advised ? "" : ", the others are no certain change of lines";
  terminal.err(`Wrote ${args.patch}: ${taken} of ${advised} pieces of advice${others}
`);
}

// src/command/check.ts
var MAX_BEHIND = 20;
async function checkImages(session) {
  const { args, cwd, measurer, signal } = session;
  const { root, ...configuration } = await configuredImages({ ...session, log: session.progress.log });
  if (args.document !== "") await checkOwnFile(DOCUMENT, resolve2(cwd, args.document));
  await checkPatch(session);
  const files = await openReportFiles(session);
  const checkout = { cwd: root, signal };
  const { dataBranch: branch, rebuiltRecords: rebuilt } = args;
  const report = await runCheck({
    configuration,
    checkout,
    measurer,
    log: session.progress.log,
    baseline: args.baseline,
    baselineDirectory: cwd,
    history: historyOf(checkout),
    findBaseCommit: findLocalBase,
    measured: {
      release: (history) => measuredUnchanged(void 0, history, { tracked: true }),
      ref: (history) => measuredUnchanged(void 0, history, { tracked: false })
    },
    openRecords: async () => branch === "" ? void 0 : openRecords({ repository: checkout, branch, maxBehind: MAX_BEHIND, rebuilt }),
    buildsAll: args.noCache,
    untracked: "ignored",
    docker: { builder: args.builder },
    contents: files.contents,
    publish: async (report2) => {
      printReport(session, report2);
      await writeDocument(session, report2, configuration.images);
      await files.write(report2);
      await writePatch(session, report2, configuration.images, root);
      return report2;
    }
  });
  return exitCode(report.verdict);
}
async function writeDocument({ args, cwd, measurer, terminal }, report, images) {
  if (args.document === "") return;
  const context = documentContext(report, images, measurer, { args, now: /* @__PURE__ */ new Date() });
  await writeOwnFile(DOCUMENT, resolve2(cwd, args.document), renderDocument(report, context));
  if (!args.quiet) terminal.err(`Wrote ${args.document}
`);
}

// src/past/wanted.ts
function parseWanted(text) {
  if (/^pkg:/.test(text)) {
    const { name: name2, version: version2 } = parsePackageUrl(text);
    return { kind: "package", name: name2, version: version2 };
  }
  const path = text.replace(/^(?:\.?\/)+/, "").replace(/\/+$/, "");
  if (path === "") throw new UserError("blame: name a file, a directory or a package, and not the root");
  if (text.includes("/") && !/^@[^/]+\/[^/]+$/.test(text)) return { kind: "path", path };
  const [, name = text, version = ""] = /^(@?[^@]+)@(.+)$/.exec(text) ?? [];
  return { kind: "package", name, version };
}
async function holdingOf(measurement, wanted, state) {
  const indexes = [];
  for (const layer of measurement.layers) {
    const index = await state.layer(layer);
    if (index === void 0)
      throw new UserError("the files of a layer were not kept: name an empty folder with --state");
    indexes.push(index);
  }
  const held = stackLayers(indexes).tree.filter((file) => isWanted(file, wanted));
  const largest = held.reduce(
    (best, file) => file.size > (best?.size ?? -1) ? file : best,
    void 0
  );
  if (largest === void 0) return void 0;
  return { bytes: held.reduce((sum, { size }) => sum + size, 0), layer: largest.layer };
}
function isWanted({ path, owner }, wanted) {
  if (wanted.kind === "path") return path === wanted.path || path.startsWith(`${wanted.path}/`);
  if (owner === void 0) return false;
  const { name, version } = parsePackageUrl(owner);
  const parts = packageParts(name);
  const short = parts === void 0 ? name : [...parts.namespace, parts.name].join("/");
  const isNamed = [name, parts?.name, short].includes(wanted.name);
  return isNamed && (wanted.version === "" || wanted.version === version);
}

// src/past/blame.ts
var PRESENCE = { metric: "unpacked", noise: 0, every: Number.MAX_SAFE_INTEGER, all: false };
async function blame(request) {
  var _stack = [];
  try {
    const { image, wanted, text } = request;
    expectBuilt(image);
    const opened = await openPast(request);
    const weigher = __using(_stack, opened.weigher, true);
    const held = /* @__PURE__ */ new Map();
    const look = (state) => async (weighed2) => {
      if (weighed2.kind !== "measured")
        return { kind: "gap", reason: weighed2.kind === "gap" ? weighed2.reason : "only its size is known" };
      const found = await holdings(weighed2.measurements, wanted, state);
      held.set(weighed2, found);
      const sizes = weighed2.measurements.map(({ platform: platform2 }) => [platform2, found.has(platform2) ? 1 : 0]);
      return { kind: "sizes", sizes: new Map(sizes) };
    };
    const searched = await walkImage({ ...request, search: PRESENCE }, { ...opened, weigher }, image, look);
    const { search, weighed } = searched.walked;
    return {
      schemaVersion: 1,
      kind: "blame",
      image: image.name,
      wanted: printable(text).slice(0, 1e3),
      weighed: weighed.size,
      affected: search.count,
      left: leftAtMost(search),
      found: platformsOf(searched).map((platform2) => blamedOn(searched, held, platform2)),
      notes: [...opened.notes, ...searched.found.notes]
    };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function holdings(measurements, wanted, state) {
  const found = /* @__PURE__ */ new Map();
  for (const measurement of measurements) {
    const holding = await holdingOf(measurement, wanted, state);
    if (holding !== void 0) found.set(measurement.platform, holding);
  }
  return found;
}
function platformsOf({ walked }) {
  const all = [...walked.weighed.values()].flatMap((each) => each.kind === "measured" ? each.measurements : []);
  return [...new Set(all.map(({ platform: platform2 }) => platform2))];
}
function at(searched, held, platform2, position) {
  const weighed = searched.walked.weighed.get(position);
  const holding = weighed === void 0 ? void 0 : held.get(weighed)?.get(platform2);
  const measurement = weighed?.kind === "measured" ? weighed.measurements.find((each) => each.platform === platform2) : void 0;
  return { holding, layer: holding === void 0 ? void 0 : measurement?.layers[holding.layer] };
}
function blamedOn(searched, held, platform2) {
  const positions = positionsOfSizes(searched.walked.search);
  const [oldest = 0, newest = 0] = [positions[0], positions.at(-1)];
  const has = (position) => at(searched, held, platform2, position).holding !== void 0;
  const change2 = positions.findLastIndex(
    (position, index) => index > 0 && has(position) !== has(positions[index - 1] ?? 0)
  );
  const isThere = has(newest);
  const to = change2 < 0 ? oldest : positions[change2] ?? oldest;
  const from = change2 < 0 ? void 0 : positions[change2 - 1];
  const outcome = change2 < 0 ? isThere ? "before" : "never" : isThere ? "brought" : "gone";
  const last = at(searched, held, platform2, isThere ? newest : from ?? oldest);
  const commit = searched.commitAt(to);
  const before = from === void 0 ? void 0 : searched.commitAt(from);
  return {
    platform: platform2,
    outcome,
    at: commit === void 0 || outcome === "never" ? null : pastCommit(commit),
    before: before?.commit ?? null,
    commits: from === void 0 ? 1 : to - from,
    bytes: last.holding?.bytes ?? null,
    source: sourceWords(isThere ? at(searched, held, platform2, to).layer : last.layer)
  };
}
function sourceWords(layer) {
  if (layer === void 0) return "";
  const place = layer.source === void 0 ? "" : `${printable(layer.source.file)}:${layer.source.lines.start} `;
  return `${place}${printable(instructionOf(layer.createdBy))}`.slice(0, 300);
}

// src/report/timeline/blame.ts
function renderBlame(blame2) {
  const { weighed, affected, left, notes } = blame2;
  const count = `${formatCount(weighed)} of ${formatCount(affected)} commits that may have changed the image were weighed.`;
  const rest = left === 0 ? "" : ` At most ${formatCount(left)} are left: run the same command again to go on.`;
  const lines = [...blame2.found.flatMap((found) => linesOf(blame2, found)), ...notes.map(safe), `${count}${rest}`];
  return `${lines.join("\n")}
`;
}
function linesOf({ image, wanted }, found) {
  const { platform: platform2, outcome, at: at2, commits, bytes: bytes2, source } = found;
  const what = `${safe(wanted)} in ${safe(image)} (${platform2})`;
  if (at2 === null) return [`${what}: no weighed commit has it`];
  const size = bytes2 === null ? "" : `, ${formatBytes(bytes2)}`;
  const which = commits === 1 ? "" : ` or one of the ${commits - 1} before it`;
  const commit = `${shortId(at2.commit)}${which} (${dayOf(at2.time)}, ${safe(at2.author)}): ${safe(at2.subject)}`;
  const words = {
    brought: `${what}${size}: brought by ${commit}`,
    before: `${what}${size}: there since before ${commit}`,
    gone: `${what}${size}: removed by ${commit}`,
    never: `${what}: no weighed commit has it`
  };
  return [words[outcome], ...source === "" ? [] : [`  by ${safe(source)}`]];
}
function safe(text) {
  return cutMiddle(visibleLine(text), 160);
}

// src/command/history/history.ts
import { resolve as resolve5 } from "node:path";

// src/command/history/output.ts
import { resolve as resolve3 } from "node:path";

// src/report/timeline/csv.ts
var HEAD = ["image", "platform", "commit", "time", "author", "subject", "download", "unpacked", "base", "step"];
function renderHistoryCsv({ timelines }) {
  return csvText([HEAD, ...timelines.flatMap(linesOf2)]);
}
function csvText(rows) {
  return rows.map((row) => `${row.map(fieldOf).join(",")}\r
`).join("");
}
function linesOf2({ image, platform: platform2, metric, points, steps }) {
  const changes = new Map(steps.map((step) => [step.at.commit, step[metric]]));
  return points.map(({ commit, time: time2, author, subject, download, unpacked, base }) => {
    const step = changes.get(commit) ?? null;
    return [image, platform2, commit, time2, author, subject, download, unpacked, base, step];
  });
}
function fieldOf(value) {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// src/command/history/output.ts
async function checkHistoryPage({ args, cwd }) {
  if (args.html !== "") await checkOwnFile(PAGE, resolve3(cwd, args.html));
}
async function printHistory(session, history) {
  const { args, terminal } = session;
  await printAs(session, {
    terminal: () => renderHistoryTerminal(history, terminal),
    markdown: () => renderHistoryMarkdown(history),
    json: () => `${JSON.stringify(history, null, 2)}
`,
    csv: () => renderHistoryCsv(history),
    svg: () => renderTimelineSvg(pictured(history, args.image)),
    html: () => renderTimelinePage(history)
  });
}
async function printAs({ args, cwd, terminal, progress }, render) {
  progress.end();
  const format = HISTORY_FORMATS.find((each) => each === args.format) ?? "terminal";
  terminal.out(render[format](), FORMS[format]);
  if (args.html === "") return;
  await writeOwnFile(PAGE, resolve3(cwd, args.html), render.html());
  terminal.err(`Wrote ${args.html}
`);
}
function pictured({ timelines }, image) {
  const found = timelines.find((each) => image === "" || each.image === image);
  if (found !== void 0) return found;
  const names = [...new Set(timelines.map((each) => each.image))].join(", ") || "none";
  throw new UserError(`--image: no size of "${printable(image)}" was measured; images: ${printable(names)}`);
}

// src/command/history/record.ts
import { setTimeout as setTimeout2 } from "node:timers/promises";
var BRANCH = "image-size";
var TRIES = 8;
var PAUSE = 2e3;
async function recordHistory(session, root, images) {
  var _stack = [];
  try {
    const { args, signal, terminal } = session;
    const branch = args.dataBranch === "" ? BRANCH : args.dataBranch;
    const checkout = { cwd: root, signal };
    const records = __using(_stack, await openRecords({ repository: checkout, branch, maxBehind: 0 }), true);
    const repository = await originRepository(checkout) ?? "owner/repository";
    const change2 = historyChange({ images, repository, branch, now: /* @__PURE__ */ new Date() });
    terminal.err(`${await write(records, change2, signal)}
`);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function write(records, change2, signal) {
  const { branch, reader, refs } = records;
  if (refs === void 0) throw new UserError(`${branch} cannot be written: origin takes no push from here`);
  for (let tries = 1; ; tries += 1) {
    const snapshot = await reader.snapshot();
    const changes = await realChanges(snapshot, await change2(snapshot));
    if (changes.size === 0) return `The sizes are on ${branch} already`;
    const pushed = await refs.push(branch, { parent: snapshot.commit, changes, message: HISTORY_MESSAGE });
    if ("commit" in pushed) return `Recorded on ${branch} as ${pushed.commit.slice(0, 7)}`;
    if (tries >= TRIES) throw new UserError(`${branch} was not written, since others write to it: ${pushed.moved}`);
    await setTimeout2(PAUSE * Math.random(), void 0, { signal });
  }
}

// src/command/history/tags.ts
import { resolve as resolve4 } from "node:path";

// src/report/timeline/tags.ts
var COLUMNS = [
  column("tag"),
  column("platform"),
  column("download", "right"),
  column("growth", "right"),
  column("new bytes", "right"),
  column("shared", "right"),
  column("created")
];
var HEAD2 = ["tag", "digest", "created", "platform", "download", "growth", "new bytes", "layers", "shared"];
var MOST_LOST = 10;
var DETAIL = { ...EVERYTHING, exactBytes: false, layers: 5, packages: 6, files: 3 };
function renderTagsTerminal(history, options) {
  const jumps = history.jumps.map(
    ({ before, after, comparison }) => [`${safe2(before)} \u2192 ${safe2(after)} (${comparison.platform})`, ...explanationLines(comparison, options)].join("\n")
  );
  const parts = [
    summaryWords(history, safe2),
    ...sparks(history).map(({ platform: platform2, line }) => `${platform2}: ${line}`),
    renderTerminalTable(tableOf(history, safe2), options),
    ...jumps,
    [...lostLines(history, safe2), ...history.notes, trafficWords(history)].join("\n")
  ];
  return `${parts.join("\n\n")}
`;
}
function renderTagsMarkdown(history) {
  const code = (text) => codeSpan(text, 120);
  const jumps = history.jumps.map(
    ({ before, after, comparison }) => [`### ${code(before)} \u2192 ${code(after)} (${comparison.platform})`, renderCauses(comparison, DETAIL)].join("\n\n")
  );
  const parts = [
    "## Sizes of the tags",
    summaryWords(history, code),
    ...sparks(history).map(({ platform: platform2, line }) => `${platform2}: \`${line}\``),
    renderMarkdownTable(tableOf(history, (text) => codeCell(text, 80))),
    ...jumps,
    [...lostLines(history, (text) => escapeText(text, 200)), ...history.notes, trafficWords(history)].map((line) => `- ${line}`).join("\n")
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}
`;
}
function renderTagsCsv({ tags }) {
  const rows = tags.flatMap(
    ({ tag, created, images }) => images.map(({ platform: platform2, digest: digest2, download, growth, newBytes, layers, shared }) => [
      tag,
      digest2,
      created,
      platform2,
      download,
      growth,
      newBytes,
      layers,
      shared
    ])
  );
  return csvText([HEAD2, ...rows]);
}
function renderTagsSvg(history, platform2) {
  const chosen = platform2 ?? history.tags[0]?.images[0]?.platform ?? "";
  const points = history.tags.flatMap(({ tag, created, images }) => {
    const image = images.find((each) => each.platform === chosen);
    if (image === void 0 || created === null) return [];
    const { download } = image;
    return { commit: "", time: created, author: "", subject: tag, download, unpacked: download, base: null };
  });
  if (points.length === 0) return void 0;
  const sorted = points.toSorted((a, b) => a.time < b.time ? -1 : 1);
  const timeline = { ...NOTHING, image: history.repository, platform: chosen, points: sorted };
  return renderTimelineSvg(timeline);
}
var NOTHING = {
  metric: "download",
  noise: 0,
  every: 1,
  affected: 0,
  weighed: 0,
  left: 0,
  gaps: [],
  steps: [],
  forecasts: [],
  notes: []
};
function sparks({ tags }) {
  const platforms = [...new Set(tags.flatMap(({ images }) => images.map(({ platform: platform2 }) => platform2)))];
  return platforms.flatMap((platform2) => {
    const sizes = tags.flatMap(({ images }) => images.filter((each) => each.platform === platform2));
    const [first, last] = [sizes[0]?.download ?? 0, sizes.at(-1)?.download ?? 0];
    if (sizes.length < 2) return [];
    const words = `${formatBytes(first)} \u2192 ${formatBytes(last)} (${first === last ? "unchanged" : formatSignedBytes(last - first)})`;
    return [{ platform: platform2, line: `${sparkline(sizes.map(({ download }) => download))} ${words}` }];
  });
}
function summaryWords({ repository, tags, listed, order }, name) {
  const by = order === "version" ? "version" : "time of their configs";
  return `${name(repository)}: ${formatCount(tags.length)} of ${formatCount(listed)} tags, by ${by}`;
}
function trafficWords({ requests, bytes: bytes2 }) {
  return `${formatCount(requests)} requests, ${formatBytes(bytes2)} read.`;
}
function tableOf({ tags }, name) {
  return { columns: COLUMNS, rows: tags.flatMap((tag) => rowsOf(tag, name)) };
}
function rowsOf({ tag, created, images }, name) {
  return images.map(({ platform: platform2, download, growth, newBytes, layers, shared }) => [
    name(tag),
    platform2,
    formatBytes(download),
    growth === null ? "-" : growth === 0 ? "0 B" : formatSignedBytes(growth),
    newBytes === null ? "-" : formatBytes(newBytes),
    shared === null ? `${layers} layers` : `${shared} of ${layers}`,
    created === null ? "-" : dayOf(created)
  ]);
}
function lostLines({ lost }, safeText) {
  const lines = lost.slice(0, MOST_LOST).map(({ tag, reason }) => `Not read: ${safeText(tag)}: ${safeText(reason)}`);
  return lost.length > MOST_LOST ? [...lines, `\u2026 and ${lost.length - MOST_LOST} more`] : lines;
}
function safe2(text) {
  return cutMiddle(visibleLine(text), 120);
}

// src/page/tags-page.ts
var LIMITS = { layers: 8, packages: 12, files: 6 };
function renderTagsPage(history) {
  const platforms = [...new Set(history.tags.flatMap(({ images }) => images.map(({ platform: platform2 }) => platform2)))];
  const body = [
    `<h1>${escapeHtml(summaryWords(history, shown))}</h1>`,
    ...sparks(history).map(({ platform: platform2, line }) => `<p>${escapeHtml(platform2)}: ${escapeHtml(line)}</p>`),
    ...platforms.slice(0, 8).map((platform2) => renderTagsSvg(history, platform2) ?? ""),
    renderTable(history),
    ...history.jumps.map(renderJump),
    ...history.lost.map(
      ({ tag, reason }) => `<p>Not read: ${escapeHtml(shown(tag))}: ${escapeHtml(shown(reason))}</p>`
    ),
    `<p class="soft">${escapeHtml([...history.notes, trafficWords(history)].join(" "))}</p>`
  ];
  return pageOf("Image size: tags", body);
}
function renderTable(history) {
  const { columns, rows } = tableOf(history, shown);
  const side = (at2) => columns[at2]?.align === "right" ? ' class="n"' : "";
  const head = columns.map(({ head: text }, at2) => `<th${side(at2)}>${escapeHtml(text)}</th>`).join("");
  const lines = rows.map((row) => {
    const cells = row.map(
      (cell, at2) => `<td${side(at2)}>${escapeHtml(typeof cell === "string" ? cell : cell.text)}</td>`
    );
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<table><tr>${head}</tr>${lines.join("")}</table>`;
}
function renderJump({ before, after, comparison }) {
  const rows = causesOf(comparison, LIMITS).shown.flatMap((cause) => [
    `<tr><td class="n">${formatSignedBytes(cause.growth)}</td><td><code>${escapeHtml(shown(cause.instruction))}</code></td></tr>`,
    ...cause.rows.map(
      ({ change: change2, about, name, became }) => `<tr><td class="n">${formatSignedBytes(change2)}</td><td>${escapeHtml(shown(["\xB7", about, name, became].filter((part) => part !== "").join(" ")))}</td></tr>`
    )
  ]);
  const title = `${shown(before)} \u2192 ${shown(after)} (${comparison.platform})`;
  return `<section class="step"><h3>${escapeHtml(title)}</h3><table><tr><th class="n">unpacked</th><th>layer, and what is in it</th></tr>${rows.join("")}</table></section>`;
}

// src/past/jumps.ts
async function compareJump({ remote, place, version }, jump) {
  var _stack = [];
  try {
    const [before, after] = [jump.before.digest, jump.after.digest];
    const open = (digest2) => remote.open({ ...place, target: { kind: "digest", digest: digest2 } });
    const was = __using(_stack, await open(before), true);
    const is = __using(_stack, await open(after), true);
    const [first, second] = [was.images[0], is.images[0]];
    if (first === void 0 || second === void 0) return void 0;
    const options = {
      image: place.repository.slice(0, 256),
      method: "docker",
      versions: { "image-size-gate": version }
    };
    const indexes = /* @__PURE__ */ new Map();
    const base = await measured(without(first, second), options, indexes);
    const head = await measured(without(second, first), options, indexes);
    const origin = { step: "source", description: `tag ${jump.tags[0]}` };
    const baseline = { kind: "measured", origin, measurement: base };
    const comparison = compareImage({ image: options.image, baseline, head, conditions: [] });
    return explainComparisons([comparison], (digest2) => indexes.get(digest2))[0];
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function measured(stored, options, indexes) {
  for (const layer of stored.layers) indexes.set(layer.digest, (await layer.read()).index);
  return measureImage(stored, options);
}
function without(image, other) {
  const shared = new Set(other.layers.map(({ digest: digest2 }) => digest2));
  const kept = image.layers.map(({ digest: digest2 }) => !shared.has(digest2));
  const own = (list) => list.filter((_, at2) => kept[at2]);
  const { diffIds, createdBy, ...config } = image.config;
  return {
    ...image,
    config: { ...config, diffIds: own(diffIds), createdBy: own(createdBy) },
    layers: own(image.layers)
  };
}

// src/past/tag-state.ts
import { createHash } from "node:crypto";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
var blob = external_exports.object({ digest, size: bytes });
var listedSchema = external_exports.object({
  digest,
  created: time.optional(),
  images: external_exports.array(external_exports.object({ platform, digest, config: blob, layers: external_exports.array(blob).max(1e4) })).min(1).max(1e3)
});
var MOST_BYTES = 64 * 1024 * 1024;
async function openTagState(folder, name, platforms) {
  const key = createHash("sha256").update(JSON.stringify([name, platforms.toSorted()])).digest("hex").slice(0, 32);
  const own = join(folder, `tags-${key}`);
  await guarded(folder, async () => {
    await mkdir(own, { recursive: true, mode: 448 });
  });
  const fileOf = (of) => join(own, `${of.replace(":", "-")}.json`);
  return {
    isEmpty: (await readdir(own)).length === 0,
    read: (of) => readListed(fileOf(of), of),
    write: (listed) => guarded(folder, () => replace(fileOf(listed.digest), `${JSON.stringify(listed)}
`))
  };
}
async function readListed(path, of) {
  const json = await readBounded(path, MOST_BYTES);
  if (json === void 0) return void 0;
  try {
    const { data } = listedSchema.safeParse(parseJson(json, path));
    return data?.digest === of ? { ...data, created: data.created } : void 0;
  } catch (error) {
    if (error instanceof UserError) return void 0;
    throw error;
  }
}

// src/past/tags.ts
var MOST_BY_TIME = 500;
async function readTags(request) {
  const { name, reader, pattern, traffic } = request;
  const all = await reader.tags();
  const matched = all.filter(matcher(pattern));
  if (matched.length === 0) throw new UserError(nothing(request, all));
  const order = orderOf(request, matched);
  const { chosen, notes } = choose(request, matched, order);
  const { read, lost } = await readEach(request, chosen);
  if (read.length === 0)
    throw new UserError(`${name}: none of ${chosen.length} tags can be read: ${lost[0]?.reason ?? ""}`);
  const sorted = order === "version" ? read : byTime(read).slice(-request.last);
  const jumps = await explainJumps(request, sorted);
  return {
    schemaVersion: 1,
    kind: "tags",
    repository: name,
    order,
    listed: all.length,
    matched: matched.length,
    tags: tagsOf(sorted),
    lost,
    requests: traffic.requests,
    bytes: traffic.bytes,
    jumps,
    notes: [...notes, ...jumps.length === 0 ? [] : ["Of the jumps, only the layers that differ were read."]]
  };
}
function nothing({ name, pattern }, all) {
  if (all.length === 0) return `${name} has no tags`;
  const some = all.slice(0, 10).map((tag) => printable(tag));
  return `${name}: none of its ${all.length} tags matches ${printable(pattern)}; there are ${some.join(", ")}${all.length > 10 ? ", \u2026" : ""}`;
}
function matcher(pattern) {
  if (pattern === "") return () => true;
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const form = new RegExp(`^${parts.join(".*")}$`, "s");
  return (tag) => form.test(tag);
}
function isVersion(tag) {
  return (parseVersion(tag)?.numbers.length ?? 0) >= 2;
}
function orderOf({ order }, matched) {
  if (order !== "") return order;
  return matched.filter(isVersion).length * 2 >= matched.length ? "version" : "created";
}
function choose({ last }, matched, order) {
  if (order === "created") {
    const notes2 = matched.length > MOST_BY_TIME ? [`Only ${MOST_BY_TIME} of the tags were read; choose some with --tags.`] : [];
    return { chosen: matched.slice(-MOST_BY_TIME), notes: notes2 };
  }
  const versions = matched.flatMap((tag) => {
    const version = isVersion(tag) ? parseVersion(tag) : void 0;
    return version === void 0 ? [] : [{ tag, version }];
  });
  const sorted = versions.toSorted(
    (a, b) => compareVersions(a.version, b.version) || compareBuilds(a.version, b.version) || (a.tag < b.tag ? -1 : 1)
  );
  const others = matched.length - versions.length;
  const notes = others === 0 ? [] : [`Tags that are no version were left out: ${others}.`];
  return { chosen: sorted.slice(-last).map(({ tag }) => tag), notes };
}
async function readEach({ reader, platforms, state, onProgress }, tags) {
  const wants = platforms.length === 0 ? void 0 : (own) => platforms.some((each) => samePlatform(each, own));
  const read = [];
  const lost = [];
  for (const [at2, tag] of tags.entries()) {
    onProgress(at2, tags.length, tag);
    try {
      const digest2 = state.isEmpty ? void 0 : await reader.digest(tag);
      const known = digest2 === void 0 ? void 0 : await state.read(digest2);
      const listed = known ?? await reader.read(tag, wants);
      if (known === void 0) await state.write(listed);
      read.push({ tag, listed });
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      lost.push({ tag, reason: error.message });
    }
  }
  return { read, lost };
}
function byTime(read) {
  const timeOf = ({ listed }) => listed.created ?? "";
  return read.toSorted((a, b) => timeOf(a) === timeOf(b) ? 0 : timeOf(a) < timeOf(b) ? -1 : 1);
}
function tagsOf(read) {
  const last = /* @__PURE__ */ new Map();
  return read.map(({ tag, listed }) => {
    const images = listed.images.map((image) => {
      const found = tagImage(image, last.get(image.platform));
      last.set(image.platform, image);
      return found;
    });
    return { tag, digest: listed.digest, created: listed.created ?? null, images };
  });
}
function tagImage(image, before) {
  const { platform: platform2, digest: digest2, layers } = image;
  const download = downloadOf(image);
  if (before === void 0)
    return { platform: platform2, digest: digest2, download, layers: layers.length, newBytes: null, shared: null, growth: null };
  const held = blobsOf(before);
  const fresh = [...blobsOf(image)].filter(([blob2]) => !held.has(blob2));
  const newBytes = fresh.reduce((sum, [, size]) => sum + size, 0);
  const shared = layers.filter((layer) => held.has(layer.digest)).length;
  return { platform: platform2, digest: digest2, download, layers: layers.length, newBytes, shared, growth: download - downloadOf(before) };
}
function downloadOf(image) {
  return [...blobsOf(image).values()].reduce((sum, size) => sum + size, 0);
}
function blobsOf({ config, layers }) {
  return new Map([config, ...layers].map(({ digest: digest2, size }) => [digest2, size]));
}
async function explainJumps({ explain, explainJump }, read) {
  const jumps = [];
  for (const jump of jumpsOf(read).slice(0, explain)) {
    const comparison = await explainJump(jump);
    const [before, after] = jump.tags;
    if (comparison !== void 0) jumps.push({ before, after, comparison });
  }
  return jumps;
}
function jumpsOf(read) {
  const last = /* @__PURE__ */ new Map();
  const jumps = [];
  for (const { tag, listed } of read)
    for (const image of listed.images) {
      const before = last.get(image.platform);
      if (before !== void 0) jumps.push({ before: before.image, after: image, tags: [before.tag, tag] });
      last.set(image.platform, { tag, image });
    }
  const weight = ({ before, after }) => Math.abs(downloadOf(after) - downloadOf(before));
  return jumps.filter((jump) => weight(jump) > 0).toSorted((a, b) => weight(b) - weight(a));
}

// src/command/history/tags.ts
async function showTags(session) {
  const { args, cwd, terminal, signal, progress } = session;
  const place = placeOf(args.operands);
  await checkHistoryPage(session);
  const traffic = { requests: 0, bytes: 0 };
  const credentialsFor = dockerCredentials({ signal });
  const remote = createRemote({ credentialsFor, signal, traffic, inspect: inspectPackages });
  const name = `${place.host}/${place.repository}`;
  const folder = args.state === "" ? defaultStateFolder() : resolve4(cwd, args.state);
  const history = await readTags({
    name,
    reader: remote.repository(place),
    pattern: args.tags,
    last: args.last,
    order: args.order,
    platforms: args.platforms,
    state: await openTagState(folder, name, args.platforms),
    traffic,
    onProgress: (at2, of, tag) => progress.log.info(`${name}: ${at2} of ${of} tags read; next ${tag}`),
    explain: args.explain,
    explainJump: (jump) => compareJump({ remote, place, version: VERSION }, jump)
  });
  await printAs(session, {
    terminal: () => renderTagsTerminal(history, terminal),
    markdown: () => renderTagsMarkdown(history),
    json: () => `${JSON.stringify(history, null, 2)}
`,
    csv: () => renderTagsCsv(history),
    svg: () => renderTagsSvg(history) ?? noPicture(name),
    html: () => renderTagsPage(history)
  });
  return history.lost.length === 0 ? 0 : 2;
}
function placeOf(operands) {
  const [operand = "", ...others] = operands;
  if (others.length > 0) throw new UserError("history takes one docker:// repository, and no image beside it");
  const text = operand.slice("docker://".length);
  const { host, repository, target } = parseReference(text);
  const isNamed = target.kind === "digest" || /:[^/]+$/.test(text);
  if (isNamed)
    throw new UserError(`${operand} names one image; name its repository without a tag, and choose tags with --tags`);
  return { host, repository };
}
function noPicture(name) {
  throw new UserError(`${name}: no config says when its image was made, so there is no picture over time`);
}

// src/command/history/history.ts
async function showHistory(session) {
  const { args } = session;
  if (args.operands.some((operand) => operand.startsWith("docker://"))) return showTags(session);
  await checkHistoryPage(session);
  const configured = await configuredImages({ ...session, log: session.progress.log });
  const options = pastOptions(session, configured.root);
  let begun = false;
  try {
    const onProgress = (image, found) => {
      begun = true;
      options.onProgress(image, found);
    };
    const { history, images } = await searchHistory({ ...configured, ...options, onProgress });
    await printHistory(session, history);
    if (args.record) await recordHistory(session, configured.root, images);
    const measured2 = new Set(history.timelines.map(({ image }) => image));
    return configured.images.every(({ name }) => measured2.has(name)) ? 0 : 2;
  } catch (error) {
    session.progress.end();
    const { folder } = options.state;
    if (begun) session.terminal.err(`What was weighed is kept in ${folder}: the same command goes on from there.
`);
    throw error;
  }
}
function pastOptions(session, root) {
  const { args, signal, open, progress } = session;
  const begun = performance.now();
  const { since, until, metric, noise, every, all, within } = args;
  return {
    checkout: { cwd: root, signal },
    range: { since, until },
    search: { metric, noise, every, all },
    retryGaps: args.retryGaps,
    snapshot: { epoch: args.snapshot, arguments: args.datedArguments },
    state: stateOptions(session),
    openMeasurer: (env) => open(Object.keys(env).length === 0 ? {} : { env }),
    onProgress: (image, found) => progress.log.info(progressWords(image, found, begun)),
    isOver: () => within !== void 0 && performance.now() - begun > within * 1e3,
    now: /* @__PURE__ */ new Date()
  };
}
function stateOptions({ args, cwd }) {
  const { DOCKER_HOST = "", DOCKER_CONTEXT = "", BUILDX_BUILDER = "" } = process.env;
  const builder = [args.builder, DOCKER_HOST, DOCKER_CONTEXT, BUILDX_BUILDER];
  return {
    folder: args.state === "" ? defaultStateFolder() : resolve5(cwd, args.state),
    key: [VERSION, builder, args.noCache]
  };
}
function progressWords(image, { weighed, leftAbout, leftAtMost: leftAtMost2, commit }, begun) {
  const seconds = Math.round((performance.now() - begun) / 1e3);
  const left = `about ${leftAbout} left, at most ${leftAtMost2}`;
  const subject = printable(commit.subject).slice(0, 60);
  return `${image}: ${weighed} weighed, ${left}, ${seconds} s; next ${commit.commit.slice(0, 7)} ${subject}`;
}

// src/command/history/blame.ts
async function blamePath(session) {
  const { args, terminal, progress } = session;
  const [operand = "", text = ""] = args.operands;
  const wanted = parseWanted(text);
  const { root, images, ...configured } = await configuredImages({
    ...session,
    log: progress.log,
    args: { ...args, operands: [operand] }
  });
  const [image, ...others] = images;
  if (image === void 0 || others.length > 0)
    throw new UserError(`blame takes one image; ${operand} names ${images.length}`);
  const found = await blame({ ...configured, ...pastOptions(session, root), images, image, wanted, text });
  progress.end();
  if (args.json) terminal.out(`${JSON.stringify(found, null, 2)}
`, "json");
  else terminal.out(renderBlame(found));
  return found.found.some(({ outcome }) => outcome !== "never") ? 0 : 2;
}

// src/command/progress.ts
var REDRAW_AFTER = 100;
function quietProgress({ err }) {
  const { warning } = plainLog(err, { verbose: false });
  const section = { line: () => void 0, end: () => void 0 };
  return {
    log: { openSection: () => section, info: () => void 0, warning },
    onBytes: () => void 0,
    end: () => void 0
  };
}
function openProgress(terminal, { quiet = false, verbose }) {
  if (quiet) return quietProgress(terminal);
  const plain = plainLog((text) => line.above(text), { verbose });
  const line = statusLine(terminal);
  const activities = /* @__PURE__ */ new Map();
  const read = /* @__PURE__ */ new Map();
  const show = () => line.show([...activities].map(([title, what]) => `${title}: ${what}`).join(" | "));
  return {
    log: {
      ...plain,
      openSection: (title) => {
        const section = plain.openSection(title);
        if (terminal.statusWidth === void 0) plain.info(`${title}\u2026`);
        activities.set(title, "starting");
        show();
        return {
          line: (text) => {
            section.line(text);
            activities.set(title, text);
            show();
          },
          end: () => {
            section.end();
            activities.delete(title);
            show();
          }
        };
      }
    },
    onBytes: (image, bytes2) => {
      const total = (read.get(image) ?? 0) + bytes2;
      read.set(image, total);
      activities.set(`Read ${image}`, formatBytes(total));
      show();
    },
    end: () => {
      activities.clear();
      if (terminal.statusWidth === void 0)
        for (const [image, bytes2] of read) plain.info(`Read ${image}: ${formatBytes(bytes2)}`);
      read.clear();
      line.end();
    }
  };
}
function statusLine({ err, statusWidth }) {
  let drawn = "";
  let drawnAt = 0;
  const erase = () => {
    if (drawn !== "") err(ERASE_LINE);
    drawn = "";
  };
  return {
    show(text) {
      if (statusWidth === void 0 || performance.now() - drawnAt < REDRAW_AFTER) return;
      erase();
      drawn = statusWidth < 2 ? "" : cutToWidth(printable(text), statusWidth - 1);
      drawnAt = performance.now();
      err(drawn);
    },
    above(text) {
      erase();
      err(text);
    },
    end: erase
  };
}

// src/command/repeat.ts
import { setTimeout as setTimeout3 } from "node:timers/promises";

// src/compare/variation.ts
var MOST_PATHS = 5;
var MARGIN = 1.5;
var LEAST_NOISE = 1e3;
function measureVariation(builds, filesOf) {
  const [first] = builds;
  if (first === void 0) throw new RangeError("no build to measure the variation of");
  const growth = largestGrowth(builds);
  const layers = varyingLayers(builds, filesOf);
  return {
    image: first.image,
    platform: first.platform,
    builds: builds.length,
    estimated: builds.some(({ estimated }) => estimated),
    download: spreadOf(builds.map(({ download }) => download)),
    unpacked: spreadOf(builds.map(({ unpacked }) => unpacked)),
    config: spreadOf(builds.map(({ configSize }) => configSize)),
    growth,
    layerCount: first.layers.length,
    layers,
    noise: layers.length === 0 ? null : proposeNoise(Math.max(growth.download, growth.unpacked))
  };
}
function proposeNoise(spread) {
  if (spread <= 0) return null;
  const least = Math.max(LEAST_NOISE, Math.ceil(spread * MARGIN));
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5].map((step) => step * power).find((round) => round >= least) ?? 10 * power;
}
function evaluateEpoch(without2, withEpoch, value) {
  const still = new Set(withEpoch.layers.map(({ position }) => position));
  const settled = without2.layers.filter(({ position, differs }) => differs !== "compression" && !still.has(position));
  const saved = settled.reduce((sum, { unpacked }) => sum + unpacked.spread, 0);
  const { builds, growth } = withEpoch;
  const isHalved = growth.newBytes * 2 <= without2.growth.newBytes || saved > 0 && saved * 2 >= without2.growth.unpacked;
  const helps = settled.length > 0 && (still.size === 0 || isHalved);
  return { value, builds, growth, settled: settled.length, remaining: still.size, helps };
}
function spreadOf(values) {
  const [min, max] = [Math.min(...values), Math.max(...values)];
  return { min, max, spread: max - min };
}
function largestGrowth(builds) {
  const pairs = builds.flatMap((a, at2) => builds.slice(at2 + 1).map((b) => growthBetween(a, b)));
  const largest = (bytes2) => Math.max(0, ...bytes2.map((each) => Math.abs(each ?? 0)));
  return {
    download: largest(pairs.map(({ download }) => download)),
    unpacked: largest(pairs.map(({ unpacked }) => unpacked)),
    newBytes: largest(pairs.map(({ newBytes }) => newBytes))
  };
}
function varyingLayers(builds, filesOf) {
  const count = Math.max(...builds.map(({ layers }) => layers.length));
  return Array.from({ length: count }, (_, at2) => builds.map(({ layers }) => layers[at2])).flatMap((copies, at2) => {
    const differs = differenceOf(copies);
    return differs === null ? [] : [layerVariation(at2 + 1, copies, differs, filesOf)];
  });
}
function differenceOf(copies) {
  const several = (key) => new Set(copies.map(key)).size > 1;
  if (several((layer) => layer?.contents)) return "content";
  if (several((layer) => layer?.diffId)) return "metadata";
  return several((layer) => layer?.download) ? "compression" : null;
}
function layerVariation(position, copies, differs, filesOf) {
  const paths = differs === "content" ? varyingPaths(copies, filesOf) : [];
  return {
    position,
    createdBy: copies.find((layer) => layer !== void 0)?.createdBy ?? "",
    differs,
    download: spreadOf(copies.map((layer) => layer?.download ?? 0)),
    unpacked: spreadOf(copies.map((layer) => layer?.unpacked ?? 0)),
    paths: paths.slice(0, MOST_PATHS),
    morePaths: Math.max(0, paths.length - MOST_PATHS)
  };
}
function varyingPaths(copies, filesOf) {
  const layers = copies.map((layer) => filesIn(layer, filesOf));
  if (layers.includes(void 0)) return [];
  const known = layers.filter((files) => files !== void 0);
  return [...new Set(known.flatMap((files) => [...files.keys()]))].map((path) => ({ path, versions: known.map((files) => files.get(path)) })).filter(({ versions }) => new Set(versions.map((file) => file && `${file.size} ${file.crc32}`)).size > 1).map(({ path, versions }) => ({ path, ...spreadOf(versions.map((file) => file?.size ?? 0)) })).sort((a, b) => b.spread - a.spread || b.max - a.max || (a.path < b.path ? -1 : 1));
}
function filesIn(layer, filesOf) {
  if (layer === void 0) return /* @__PURE__ */ new Map();
  const files = filesOf(layer.digest)?.filter(({ type }) => type === "file");
  return files && new Map(files.map((file) => [file.path, file]));
}

// src/report/terminal/repeat.ts
var SIZES = [
  column(""),
  column("least", "right"),
  column("most", "right"),
  column("spread", "right"),
  column("as growth", "right")
];
var LAYERS = [
  column("layer", "right"),
  column("unpacked", "right"),
  column("download", "right"),
  column("differs in"),
  column("by")
];
var DIFFERS = {
  content: "content",
  metadata: "times or modes only",
  compression: "compression only"
};
var NAME_COLUMNS = 100;
var PATH_COLUMNS = 160;
function renderVariations(variations, options) {
  return variations.map((variation) => `${renderVariation(variation, options)}
`).join("\n");
}
function renderVariationsJson(variations, failures) {
  return `${JSON.stringify({ schemaVersion: 1, variations, failures }, null, 2)}
`;
}
function renderVariation(variation, options) {
  const { image, platform: platform2, builds } = variation;
  const name = paint(cutMiddle(visibleLine(image), NAME_COLUMNS), 1, options.colour);
  const parts = [
    `${name} ${visibleLine(platform2)}: ${builds} builds without cache`,
    renderSizes(variation, options),
    renderLayers(variation, options),
    newBytesWords(variation),
    noiseWords(variation),
    epochWords(variation)
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}
function renderSizes({ download, unpacked, growth, estimated }, options) {
  const row = (name, { min, max, spread }, change2, about) => [
    name,
    sizeWords(min, about),
    sizeWords(max, about),
    formatExactBytes(spread),
    formatExactBytes(change2)
  ];
  const rows = [
    row("unpacked", unpacked, growth.unpacked, false),
    row("download", download, growth.download, estimated)
  ];
  return renderTerminalTable({ columns: SIZES, rows }, options);
}
function renderLayers({ layers, layerCount, config }, options) {
  if (layers.length === 0) {
    const own = config.spread === 0 ? "" : ` Only timestamps in the config differ, by ${formatExactBytes(config.spread)}.`;
    return `Every layer is the same in each build.${own}`;
  }
  const rows = layers.map(({ position, createdBy, differs, download, unpacked }) => [
    `${position}/${layerCount}`,
    formatExactBytes(unpacked.spread),
    formatExactBytes(download.spread),
    DIFFERS[differs],
    instructionOf(createdBy) || "-"
  ]);
  const paths = layers.flatMap(renderPaths);
  const table = renderTerminalTable({ columns: LAYERS, rows }, options);
  return paths.length === 0 ? table : `${table}

Files that differ:
${paths.join("\n")}`;
}
function renderPaths({ position, paths, morePaths }) {
  const lines = paths.map(({ path, min, max, spread }) => {
    const sizes = spread === 0 ? `${formatBytes(max)} each time` : `${formatBytes(min)} to ${formatBytes(max)}`;
    return `  layer ${position}  ${cutMiddle(visibleLine(path), PATH_COLUMNS)}  ${sizes}`;
  });
  return morePaths === 0 ? lines : [...lines, `  layer ${position}  \u2026 ${formatCount(morePaths)} more`];
}
function newBytesWords({ growth }) {
  if (growth.newBytes === 0) return "";
  return `A host with one build pulls ${formatBytes(growth.newBytes)} for the next one, although nothing changed.`;
}
function noiseWords({ noise, image }) {
  if (noise === null) return "No tolerance is needed.";
  const name = cutMiddle(visibleLine(image), NAME_COLUMNS);
  return `To tolerate it, add this to the entry of ${name} in .github/image-size.yml:

    noise: ${roundBytes(noise)}`;
}
function roundBytes(bytes2) {
  return formatBytes(bytes2).replace(/\.0+(?= )/, "");
}
function epochWords({ epoch, growth, layers }) {
  if (epoch === void 0) return "";
  const { value, builds, remaining, helps } = epoch;
  if (!helps) return `SOURCE_DATE_EPOCH does not help: ${builds} builds with it still differ.`;
  const differ = remaining === 0 ? "are the same in every layer" : `differ in ${remaining} of these ${layers.length} layers`;
  const of = (found) => `${formatExactBytes(found.unpacked)} unpacked and ${formatBytes(found.newBytes)} to pull again`;
  return [
    `With SOURCE_DATE_EPOCH set, ${builds} builds ${differ}: ${of(epoch.growth)}; without it ${of(growth)}.`,
    "Set it in the step of the workflow. Any time works, as long as it stays the same:\n",
    `    env:
      SOURCE_DATE_EPOCH: ${value}`
  ].join("\n");
}

// src/command/repeat.ts
var APART = 1e3;
var EPOCH_BUILDS = 2;
async function repeatBuilds(session) {
  const { args, terminal, progress } = session;
  const { images, root } = await configuredImages({ ...session, log: session.progress.log });
  for (const image of images) expectBuilt2(image);
  const variations = [];
  const failures = [];
  for (const image of images) {
    const repeated = await repeatImage({ ...session, cwd: root }, image);
    variations.push(...repeated.variations);
    failures.push(...repeated.failures);
  }
  progress.end();
  if (args.json) terminal.out(renderVariationsJson(variations, failures), "json");
  else terminal.out(renderVariations(variations, terminal));
  for (const { image, reason } of failures) terminal.err(`${image}: ${reason}
`);
  return failures.length === 0 ? 0 : 2;
}
function expectBuilt2({ name, source }) {
  if (isBuilt(source)) return;
  throw new UserError(`--repeat builds images anew; ${name} is read from ${source.kind}, so it is the same each time`);
}
async function repeatImage(session, image) {
  const { args, measurer } = session;
  const repeated = await measureBuilds(session, measurer, image, args.repeat);
  if (!repeated.variations.some(mayBeTimes)) return repeated;
  const trials = await tryEpoch(session, image, repeated.variations);
  return { ...repeated, variations: trials };
}
function mayBeTimes({ layers }) {
  return layers.some(({ differs }) => differs !== "compression");
}
async function measureBuilds(session, measurer, image, times) {
  const measurements = [];
  for (let build = 0; build < times; build += 1) {
    if (build > 0) await setTimeout3(APART, void 0, { signal: session.signal });
    const measured2 = await measurer.measure(onlyBuilt(image), { root: session.cwd, side: "head" });
    const failures = failuresOf(image, measured2);
    if (failures.length > 0 || measured2.kind !== "measured") return { variations: [], failures };
    measurements.push(...measured2.measurements);
  }
  const platforms = groupBy(measurements, ({ platform: platform2 }) => platform2);
  const filesOf = (digest2) => measurer.layerIndex(digest2)?.entries;
  return { variations: [...platforms.values()].map((builds) => measureVariation(builds, filesOf)), failures: [] };
}
function onlyBuilt({ name, source }) {
  return { name, source };
}
function failuresOf({ name }, measured2) {
  if (measured2.kind !== "measured") return [{ image: name, reason: measured2.reason }];
  return (measured2.failures ?? []).map(({ platform: platform2, reason }) => ({ image: `${name} (${platform2})`, reason }));
}
async function tryEpoch(session, image, variations) {
  var _stack = [];
  try {
    const value = await commitTime({ cwd: session.cwd, signal: session.signal });
    if (value === void 0 || process.env.SOURCE_DATE_EPOCH) return variations;
    const measurer = __using(_stack, await session.open({ env: { SOURCE_DATE_EPOCH: String(value) } }), true);
    const tried = await measureBuilds(session, measurer, image, EPOCH_BUILDS);
    for (const { reason } of tried.failures)
      session.progress.log.warning(`${image.name} was not built with SOURCE_DATE_EPOCH: ${reason}`);
    return variations.map((variation) => {
      const trial = tried.variations.find(({ platform: platform2 }) => platform2 === variation.platform);
      return trial === void 0 ? variation : { ...variation, epoch: evaluateEpoch(variation, trial, value) };
    });
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

// src/command/measuring.ts
var MEASURING = {
  check: checkImages,
  repeat: repeatBuilds,
  measure: measureSources,
  compare: compareSources,
  history: showHistory,
  blame: blamePath
};
async function runMeasuring(run) {
  const { args, terminal } = run;
  const progress = openProgress(terminal, args);
  try {
    var _stack = [];
    try {
      const open = measurerOpener(run, progress);
      const measurer = __using(_stack, await open(), true);
      const command = args.repeat > 0 ? "repeat" : args.command;
      return await MEASURING[command]({ ...run, progress, measurer, open });
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } finally {
    progress.end();
  }
}
function measurerOpener({ args, cwd, signal }, progress) {
  return (more = {}) => openMeasurer({
    builder: args.builder || void 0,
    cacheFrom: args.cacheFrom.map((entry) => absoluteCache(entry, cwd)),
    cacheTo: args.cacheTo.map((entry) => absoluteCache(entry, cwd)),
    noCache: args.noCache,
    timeLimit: args.timeLimit,
    log: progress.log,
    onBytes: progress.onBytes,
    version: VERSION,
    inspect: inspectPackages,
    signal,
    ...more
  });
}
export {
  runMeasuring
};
