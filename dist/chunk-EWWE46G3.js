import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  completeImages,
  readConfigFile,
  withPlatforms
} from "./chunk-6HAQ2BAZ.js";
import {
  MAX_CONFIG,
  MAX_FILE
} from "./chunk-XCEVELY4.js";
import {
  BakeMissing,
  makesImage,
  origin,
  readBake,
  readWritten
} from "./chunk-YZ7DKGYK.js";
import {
  openRemote
} from "./chunk-DHLA25L2.js";
import {
  NAME_RULE,
  defaultBranchRef,
  isDirty,
  isImageName,
  isRemoteContext,
  isTargetName,
  mergeBase,
  parentsOf,
  parseBakeReference,
  parseGates,
  parseImages,
  resolveCommit,
  topLevel
} from "./chunk-KVAMYFKP.js";
import {
  groupBy
} from "./chunk-QX4VVKC4.js";
import {
  regularFileAt
} from "./chunk-FPYIA4FT.js";
import {
  cutMiddle
} from "./chunk-XSAKZETS.js";
import {
  suggestion
} from "./chunk-SM6COODY.js";
import {
  UserError,
  orUndefined,
  printable
} from "./chunk-LL3EZWTN.js";
import {
  __callDispose,
  __commonJS,
  __toESM,
  __using
} from "./chunk-UOFCCHBS.js";

// node_modules/semver/internal/constants.js
var require_constants = __commonJS({
  "node_modules/semver/internal/constants.js"(exports, module) {
    "use strict";
    var SEMVER_SPEC_VERSION = "2.0.0";
    var MAX_LENGTH = 256;
    var MAX_SAFE_INTEGER = Number.MAX_SAFE_INTEGER || /* istanbul ignore next */
    9007199254740991;
    var MAX_SAFE_COMPONENT_LENGTH = 16;
    var MAX_SAFE_BUILD_LENGTH = MAX_LENGTH - 6;
    var WHITESPACE_CHARACTERS = [
      "	",
      "\n",
      "\v",
      "\f",
      "\r",
      " ",
      "\xA0",
      "\u1680",
      "\u2000",
      "\u2001",
      "\u2002",
      "\u2003",
      "\u2004",
      "\u2005",
      "\u2006",
      "\u2007",
      "\u2008",
      "\u2009",
      "\u200A",
      "\u2028",
      "\u2029",
      "\u202F",
      "\u205F",
      "\u3000",
      "\uFEFF"
    ];
    var RELEASE_TYPES = [
      "major",
      "premajor",
      "minor",
      "preminor",
      "patch",
      "prepatch",
      "prerelease"
    ];
    module.exports = {
      MAX_LENGTH,
      MAX_SAFE_COMPONENT_LENGTH,
      MAX_SAFE_BUILD_LENGTH,
      MAX_SAFE_INTEGER,
      WHITESPACE_CHARACTERS,
      RELEASE_TYPES,
      SEMVER_SPEC_VERSION,
      FLAG_INCLUDE_PRERELEASE: 1,
      FLAG_LOOSE: 2
    };
  }
});

// node_modules/semver/internal/debug.js
var require_debug = __commonJS({
  "node_modules/semver/internal/debug.js"(exports, module) {
    "use strict";
    var debug = typeof process === "object" && process.env && process.env.NODE_DEBUG && /\bsemver\b/i.test(process.env.NODE_DEBUG) ? (...args) => console.error("SEMVER", ...args) : () => {
    };
    module.exports = debug;
  }
});

// node_modules/semver/internal/re.js
var require_re = __commonJS({
  "node_modules/semver/internal/re.js"(exports, module) {
    "use strict";
    var {
      MAX_SAFE_COMPONENT_LENGTH,
      MAX_SAFE_BUILD_LENGTH,
      MAX_LENGTH
    } = require_constants();
    var debug = require_debug();
    exports = module.exports = {};
    var re = exports.re = [];
    var safeRe = exports.safeRe = [];
    var src = exports.src = [];
    var safeSrc = exports.safeSrc = [];
    var t = exports.t = {};
    var R = 0;
    var LETTERDASHNUMBER = "[a-zA-Z0-9-]";
    var safeRegexReplacements = [
      ["\\s", 1],
      ["\\d", MAX_LENGTH],
      [LETTERDASHNUMBER, MAX_SAFE_BUILD_LENGTH]
    ];
    var makeSafeRegex = (value) => {
      for (const [token, max] of safeRegexReplacements) {
        value = value.split(`${token}*`).join(`${token}{0,${max}}`).split(`${token}+`).join(`${token}{1,${max}}`);
      }
      return value;
    };
    var createToken = (name, value, isGlobal) => {
      const safe = makeSafeRegex(value);
      const index = R++;
      debug(name, index, value);
      t[name] = index;
      src[index] = value;
      safeSrc[index] = safe;
      re[index] = new RegExp(value, isGlobal ? "g" : void 0);
      safeRe[index] = new RegExp(safe, isGlobal ? "g" : void 0);
    };
    createToken("NUMERICIDENTIFIER", "0|[1-9]\\d*");
    createToken("NUMERICIDENTIFIERLOOSE", "\\d+");
    createToken("NONNUMERICIDENTIFIER", `\\d*[a-zA-Z-]${LETTERDASHNUMBER}*`);
    createToken("MAINVERSION", `(${src[t.NUMERICIDENTIFIER]})\\.(${src[t.NUMERICIDENTIFIER]})\\.(${src[t.NUMERICIDENTIFIER]})`);
    createToken("MAINVERSIONLOOSE", `(${src[t.NUMERICIDENTIFIERLOOSE]})\\.(${src[t.NUMERICIDENTIFIERLOOSE]})\\.(${src[t.NUMERICIDENTIFIERLOOSE]})`);
    createToken("PRERELEASEIDENTIFIER", `(?:${src[t.NONNUMERICIDENTIFIER]}|${src[t.NUMERICIDENTIFIER]})`);
    createToken("PRERELEASEIDENTIFIERLOOSE", `(?:${src[t.NONNUMERICIDENTIFIER]}|${src[t.NUMERICIDENTIFIERLOOSE]})`);
    createToken("PRERELEASE", `(?:-(${src[t.PRERELEASEIDENTIFIER]}(?:\\.${src[t.PRERELEASEIDENTIFIER]})*))`);
    createToken("PRERELEASELOOSE", `(?:-?(${src[t.PRERELEASEIDENTIFIERLOOSE]}(?:\\.${src[t.PRERELEASEIDENTIFIERLOOSE]})*))`);
    createToken("BUILDIDENTIFIER", `${LETTERDASHNUMBER}+`);
    createToken("BUILD", `(?:\\+(${src[t.BUILDIDENTIFIER]}(?:\\.${src[t.BUILDIDENTIFIER]})*))`);
    createToken("FULLPLAIN", `v?${src[t.MAINVERSION]}${src[t.PRERELEASE]}?${src[t.BUILD]}?`);
    createToken("FULL", `^${src[t.FULLPLAIN]}$`);
    createToken("LOOSEPLAIN", `[v=\\s]*${src[t.MAINVERSIONLOOSE]}${src[t.PRERELEASELOOSE]}?${src[t.BUILD]}?`);
    createToken("LOOSE", `^${src[t.LOOSEPLAIN]}$`);
    createToken("GTLT", "((?:<|>)?=?)");
    createToken("XRANGEIDENTIFIERLOOSE", `${src[t.NUMERICIDENTIFIERLOOSE]}|x|X|\\*`);
    createToken("XRANGEIDENTIFIER", `${src[t.NUMERICIDENTIFIER]}|x|X|\\*`);
    createToken("XRANGEPLAIN", `[v=\\s]*(${src[t.XRANGEIDENTIFIER]})(?:\\.(${src[t.XRANGEIDENTIFIER]})(?:\\.(${src[t.XRANGEIDENTIFIER]})(?:${src[t.PRERELEASE]})?${src[t.BUILD]}?)?)?`);
    createToken("XRANGEPLAINLOOSE", `[v=\\s]*(${src[t.XRANGEIDENTIFIERLOOSE]})(?:\\.(${src[t.XRANGEIDENTIFIERLOOSE]})(?:\\.(${src[t.XRANGEIDENTIFIERLOOSE]})(?:${src[t.PRERELEASELOOSE]})?${src[t.BUILD]}?)?)?`);
    createToken("XRANGE", `^${src[t.GTLT]}\\s*${src[t.XRANGEPLAIN]}$`);
    createToken("XRANGELOOSE", `^${src[t.GTLT]}\\s*${src[t.XRANGEPLAINLOOSE]}$`);
    createToken("COERCEPLAIN", `${"(^|[^\\d])(\\d{1,"}${MAX_SAFE_COMPONENT_LENGTH}})(?:\\.(\\d{1,${MAX_SAFE_COMPONENT_LENGTH}}))?(?:\\.(\\d{1,${MAX_SAFE_COMPONENT_LENGTH}}))?`);
    createToken("COERCE", `${src[t.COERCEPLAIN]}(?:$|[^\\d])`);
    createToken("COERCEFULL", src[t.COERCEPLAIN] + `(?:${src[t.PRERELEASE]})?(?:${src[t.BUILD]})?(?:$|[^\\d])`);
    createToken("COERCERTL", src[t.COERCE], true);
    createToken("COERCERTLFULL", src[t.COERCEFULL], true);
    createToken("LONETILDE", "(?:~>?)");
    createToken("TILDETRIM", `(\\s*)${src[t.LONETILDE]}\\s+`, true);
    exports.tildeTrimReplace = "$1~";
    createToken("TILDE", `^${src[t.LONETILDE]}${src[t.XRANGEPLAIN]}$`);
    createToken("TILDELOOSE", `^${src[t.LONETILDE]}${src[t.XRANGEPLAINLOOSE]}$`);
    createToken("LONECARET", "(?:\\^)");
    createToken("CARETTRIM", `(\\s*)${src[t.LONECARET]}\\s+`, true);
    exports.caretTrimReplace = "$1^";
    createToken("CARET", `^${src[t.LONECARET]}${src[t.XRANGEPLAIN]}$`);
    createToken("CARETLOOSE", `^${src[t.LONECARET]}${src[t.XRANGEPLAINLOOSE]}$`);
    createToken("COMPARATORLOOSE", `^${src[t.GTLT]}\\s*(${src[t.LOOSEPLAIN]})$|^$`);
    createToken("COMPARATOR", `^${src[t.GTLT]}\\s*(${src[t.FULLPLAIN]})$|^$`);
    createToken("COMPARATORTRIM", `(\\s*)${src[t.GTLT]}\\s*(${src[t.LOOSEPLAIN]}|${src[t.XRANGEPLAIN]})`, true);
    exports.comparatorTrimReplace = "$1$2$3";
    createToken("HYPHENRANGE", `^\\s*(${src[t.XRANGEPLAIN]})\\s+-\\s+(${src[t.XRANGEPLAIN]})\\s*$`);
    createToken("HYPHENRANGELOOSE", `^\\s*(${src[t.XRANGEPLAINLOOSE]})\\s+-\\s+(${src[t.XRANGEPLAINLOOSE]})\\s*$`);
    createToken("STAR", "(<|>)?=?\\s*\\*");
    createToken("GTE0", "^\\s*>=\\s*0\\.0\\.0\\s*$");
    createToken("GTE0PRE", "^\\s*>=\\s*0\\.0\\.0-0\\s*$");
  }
});

// node_modules/semver/internal/parse-options.js
var require_parse_options = __commonJS({
  "node_modules/semver/internal/parse-options.js"(exports, module) {
    "use strict";
    var looseOption = Object.freeze({ loose: true });
    var emptyOpts = Object.freeze({});
    var parseOptions = (options) => {
      if (!options) {
        return emptyOpts;
      }
      if (typeof options !== "object") {
        return looseOption;
      }
      return options;
    };
    module.exports = parseOptions;
  }
});

// node_modules/semver/internal/identifiers.js
var require_identifiers = __commonJS({
  "node_modules/semver/internal/identifiers.js"(exports, module) {
    "use strict";
    var numeric = /^[0-9]+$/;
    var compareIdentifiers2 = (a, b) => {
      if (typeof a === "number" && typeof b === "number") {
        return a === b ? 0 : a < b ? -1 : 1;
      }
      const anum = numeric.test(a);
      const bnum = numeric.test(b);
      if (anum && bnum) {
        a = +a;
        b = +b;
      }
      return a === b ? 0 : anum && !bnum ? -1 : bnum && !anum ? 1 : a < b ? -1 : 1;
    };
    var rcompareIdentifiers = (a, b) => compareIdentifiers2(b, a);
    module.exports = {
      compareIdentifiers: compareIdentifiers2,
      rcompareIdentifiers
    };
  }
});

// node_modules/semver/classes/semver.js
var require_semver = __commonJS({
  "node_modules/semver/classes/semver.js"(exports, module) {
    "use strict";
    var debug = require_debug();
    var { MAX_LENGTH, MAX_SAFE_INTEGER } = require_constants();
    var { safeRe: re, t } = require_re();
    var parseOptions = require_parse_options();
    var { compareIdentifiers: compareIdentifiers2 } = require_identifiers();
    var isPrereleaseIdentifier = (prerelease, identifier2) => {
      const identifiers = identifier2.split(".");
      if (identifiers.length > prerelease.length) {
        return false;
      }
      for (let i = 0; i < identifiers.length; i++) {
        if (compareIdentifiers2(prerelease[i], identifiers[i]) !== 0) {
          return false;
        }
      }
      return true;
    };
    var SemVer = class _SemVer {
      constructor(version, options) {
        options = parseOptions(options);
        if (version instanceof _SemVer) {
          if (version.loose === !!options.loose && version.includePrerelease === !!options.includePrerelease) {
            return version;
          } else {
            version = version.version;
          }
        } else if (typeof version !== "string") {
          throw new TypeError(`Invalid version. Must be a string. Got type "${typeof version}".`);
        }
        if (version.length > MAX_LENGTH) {
          throw new TypeError(
            `version is longer than ${MAX_LENGTH} characters`
          );
        }
        debug("SemVer", version, options);
        this.options = options;
        this.loose = !!options.loose;
        this.includePrerelease = !!options.includePrerelease;
        const m = version.trim().match(options.loose ? re[t.LOOSE] : re[t.FULL]);
        if (!m) {
          throw new TypeError(`Invalid Version: ${version}`);
        }
        this.raw = version;
        this.major = +m[1];
        this.minor = +m[2];
        this.patch = +m[3];
        if (this.major > MAX_SAFE_INTEGER || this.major < 0) {
          throw new TypeError("Invalid major version");
        }
        if (this.minor > MAX_SAFE_INTEGER || this.minor < 0) {
          throw new TypeError("Invalid minor version");
        }
        if (this.patch > MAX_SAFE_INTEGER || this.patch < 0) {
          throw new TypeError("Invalid patch version");
        }
        if (!m[4]) {
          this.prerelease = [];
        } else {
          this.prerelease = m[4].split(".").map((id) => {
            if (/^[0-9]+$/.test(id)) {
              const num = +id;
              if (num >= 0 && num < MAX_SAFE_INTEGER) {
                return num;
              }
            }
            return id;
          });
        }
        this.build = m[5] ? m[5].split(".") : [];
        this.format();
      }
      format() {
        this.version = `${this.major}.${this.minor}.${this.patch}`;
        if (this.prerelease.length) {
          this.version += `-${this.prerelease.join(".")}`;
        }
        return this.version;
      }
      toString() {
        return this.version;
      }
      compare(other) {
        debug("SemVer.compare", this.version, this.options, other);
        if (!(other instanceof _SemVer)) {
          if (typeof other === "string" && other === this.version) {
            return 0;
          }
          other = new _SemVer(other, this.options);
        }
        if (other.version === this.version) {
          return 0;
        }
        return this.compareMain(other) || this.comparePre(other);
      }
      compareMain(other) {
        if (!(other instanceof _SemVer)) {
          other = new _SemVer(other, this.options);
        }
        if (this.major < other.major) {
          return -1;
        }
        if (this.major > other.major) {
          return 1;
        }
        if (this.minor < other.minor) {
          return -1;
        }
        if (this.minor > other.minor) {
          return 1;
        }
        if (this.patch < other.patch) {
          return -1;
        }
        if (this.patch > other.patch) {
          return 1;
        }
        return 0;
      }
      comparePre(other) {
        if (!(other instanceof _SemVer)) {
          other = new _SemVer(other, this.options);
        }
        if (this.prerelease.length && !other.prerelease.length) {
          return -1;
        } else if (!this.prerelease.length && other.prerelease.length) {
          return 1;
        } else if (!this.prerelease.length && !other.prerelease.length) {
          return 0;
        }
        let i = 0;
        do {
          const a = this.prerelease[i];
          const b = other.prerelease[i];
          debug("prerelease compare", i, a, b);
          if (a === void 0 && b === void 0) {
            return 0;
          } else if (b === void 0) {
            return 1;
          } else if (a === void 0) {
            return -1;
          } else if (a === b) {
            continue;
          } else {
            return compareIdentifiers2(a, b);
          }
        } while (++i);
      }
      compareBuild(other) {
        if (!(other instanceof _SemVer)) {
          other = new _SemVer(other, this.options);
        }
        let i = 0;
        do {
          const a = this.build[i];
          const b = other.build[i];
          debug("build compare", i, a, b);
          if (a === void 0 && b === void 0) {
            return 0;
          } else if (b === void 0) {
            return 1;
          } else if (a === void 0) {
            return -1;
          } else if (a === b) {
            continue;
          } else {
            return compareIdentifiers2(a, b);
          }
        } while (++i);
      }
      // preminor will bump the version up to the next minor release, and immediately
      // down to pre-release. premajor and prepatch work the same way.
      inc(release, identifier2, identifierBase) {
        if (release.startsWith("pre")) {
          if (!identifier2 && identifierBase === false) {
            throw new Error("invalid increment argument: identifier is empty");
          }
          if (identifier2) {
            const match = `-${identifier2}`.match(this.options.loose ? re[t.PRERELEASELOOSE] : re[t.PRERELEASE]);
            if (!match || match[1] !== identifier2) {
              throw new Error(`invalid identifier: ${identifier2}`);
            }
          }
        }
        switch (release) {
          case "premajor":
            this.prerelease.length = 0;
            this.patch = 0;
            this.minor = 0;
            this.major++;
            this.inc("pre", identifier2, identifierBase);
            break;
          case "preminor":
            this.prerelease.length = 0;
            this.patch = 0;
            this.minor++;
            this.inc("pre", identifier2, identifierBase);
            break;
          case "prepatch":
            this.prerelease.length = 0;
            this.inc("patch", identifier2, identifierBase);
            this.inc("pre", identifier2, identifierBase);
            break;
          // If the input is a non-prerelease version, this acts the same as
          // prepatch.
          case "prerelease":
            if (this.prerelease.length === 0) {
              this.inc("patch", identifier2, identifierBase);
            }
            this.inc("pre", identifier2, identifierBase);
            break;
          case "release":
            if (this.prerelease.length === 0) {
              throw new Error(`version ${this.raw} is not a prerelease`);
            }
            this.prerelease.length = 0;
            break;
          case "major":
            if (this.minor !== 0 || this.patch !== 0 || this.prerelease.length === 0) {
              this.major++;
            }
            this.minor = 0;
            this.patch = 0;
            this.prerelease = [];
            break;
          case "minor":
            if (this.patch !== 0 || this.prerelease.length === 0) {
              this.minor++;
            }
            this.patch = 0;
            this.prerelease = [];
            break;
          case "patch":
            if (this.prerelease.length === 0) {
              this.patch++;
            }
            this.prerelease = [];
            break;
          // This probably shouldn't be used publicly.
          // 1.0.0 'pre' would become 1.0.0-0 which is the wrong direction.
          case "pre": {
            const base = Number(identifierBase) ? 1 : 0;
            if (this.prerelease.length === 0) {
              this.prerelease = [base];
            } else {
              let i = this.prerelease.length;
              while (--i >= 0) {
                if (typeof this.prerelease[i] === "number") {
                  this.prerelease[i]++;
                  i = -2;
                }
              }
              if (i === -1) {
                if (identifier2 === this.prerelease.join(".") && identifierBase === false) {
                  throw new Error("invalid increment argument: identifier already exists");
                }
                this.prerelease.push(base);
              }
            }
            if (identifier2) {
              let prerelease = [identifier2, base];
              if (identifierBase === false) {
                prerelease = [identifier2];
              }
              if (isPrereleaseIdentifier(this.prerelease, identifier2)) {
                const prereleaseBase = this.prerelease[identifier2.split(".").length];
                if (isNaN(prereleaseBase)) {
                  this.prerelease = prerelease;
                }
              } else {
                this.prerelease = prerelease;
              }
            }
            break;
          }
          default:
            throw new Error(`invalid increment argument: ${release}`);
        }
        this.raw = this.format();
        if (this.build.length) {
          this.raw += `+${this.build.join(".")}`;
        }
        return this;
      }
    };
    module.exports = SemVer;
  }
});

// node_modules/semver/functions/parse.js
var require_parse = __commonJS({
  "node_modules/semver/functions/parse.js"(exports, module) {
    "use strict";
    var SemVer = require_semver();
    var parse = (version, options, throwErrors = false) => {
      if (version instanceof SemVer) {
        return version;
      }
      try {
        return new SemVer(version, options);
      } catch (er) {
        if (!throwErrors) {
          return null;
        }
        throw er;
      }
    };
    module.exports = parse;
  }
});

// node_modules/semver/functions/valid.js
var require_valid = __commonJS({
  "node_modules/semver/functions/valid.js"(exports, module) {
    "use strict";
    var parse = require_parse();
    var valid = (version, options) => {
      const v = parse(version, options);
      return v ? v.version : null;
    };
    module.exports = valid;
  }
});

// node_modules/semver/functions/clean.js
var require_clean = __commonJS({
  "node_modules/semver/functions/clean.js"(exports, module) {
    "use strict";
    var parse = require_parse();
    var clean = (version, options) => {
      const s = parse(version.trim().replace(/^[=v]+/, ""), options);
      return s ? s.version : null;
    };
    module.exports = clean;
  }
});

// node_modules/semver/functions/inc.js
var require_inc = __commonJS({
  "node_modules/semver/functions/inc.js"(exports, module) {
    "use strict";
    var SemVer = require_semver();
    var inc = (version, release, options, identifier2, identifierBase) => {
      if (typeof options === "string") {
        identifierBase = identifier2;
        identifier2 = options;
        options = void 0;
      }
      try {
        return new SemVer(
          version instanceof SemVer ? version.version : version,
          options
        ).inc(release, identifier2, identifierBase).version;
      } catch (er) {
        return null;
      }
    };
    module.exports = inc;
  }
});

// node_modules/semver/functions/diff.js
var require_diff = __commonJS({
  "node_modules/semver/functions/diff.js"(exports, module) {
    "use strict";
    var parse = require_parse();
    var diff = (version1, version2) => {
      const v1 = parse(version1, null, true);
      const v2 = parse(version2, null, true);
      const comparison = v1.compare(v2);
      if (comparison === 0) {
        return null;
      }
      const v1Higher = comparison > 0;
      const highVersion = v1Higher ? v1 : v2;
      const lowVersion = v1Higher ? v2 : v1;
      const highHasPre = !!highVersion.prerelease.length;
      const lowHasPre = !!lowVersion.prerelease.length;
      if (lowHasPre && !highHasPre) {
        if (!lowVersion.patch && !lowVersion.minor) {
          return "major";
        }
        if (lowVersion.compareMain(highVersion) === 0) {
          if (lowVersion.minor && !lowVersion.patch) {
            return "minor";
          }
          return "patch";
        }
      }
      const prefix = highHasPre ? "pre" : "";
      if (v1.major !== v2.major) {
        return prefix + "major";
      }
      if (v1.minor !== v2.minor) {
        return prefix + "minor";
      }
      if (v1.patch !== v2.patch) {
        return prefix + "patch";
      }
      return "prerelease";
    };
    module.exports = diff;
  }
});

// node_modules/semver/functions/major.js
var require_major = __commonJS({
  "node_modules/semver/functions/major.js"(exports, module) {
    "use strict";
    var SemVer = require_semver();
    var major = (a, loose) => new SemVer(a, loose).major;
    module.exports = major;
  }
});

// node_modules/semver/functions/minor.js
var require_minor = __commonJS({
  "node_modules/semver/functions/minor.js"(exports, module) {
    "use strict";
    var SemVer = require_semver();
    var minor = (a, loose) => new SemVer(a, loose).minor;
    module.exports = minor;
  }
});

// node_modules/semver/functions/patch.js
var require_patch = __commonJS({
  "node_modules/semver/functions/patch.js"(exports, module) {
    "use strict";
    var SemVer = require_semver();
    var patch = (a, loose) => new SemVer(a, loose).patch;
    module.exports = patch;
  }
});

// node_modules/semver/functions/prerelease.js
var require_prerelease = __commonJS({
  "node_modules/semver/functions/prerelease.js"(exports, module) {
    "use strict";
    var parse = require_parse();
    var prerelease = (version, options) => {
      const parsed = parse(version, options);
      return parsed && parsed.prerelease.length ? parsed.prerelease : null;
    };
    module.exports = prerelease;
  }
});

// node_modules/semver/functions/compare.js
var require_compare = __commonJS({
  "node_modules/semver/functions/compare.js"(exports, module) {
    "use strict";
    var SemVer = require_semver();
    var compare = (a, b, loose) => new SemVer(a, loose).compare(new SemVer(b, loose));
    module.exports = compare;
  }
});

// node_modules/semver/functions/rcompare.js
var require_rcompare = __commonJS({
  "node_modules/semver/functions/rcompare.js"(exports, module) {
    "use strict";
    var compare = require_compare();
    var rcompare = (a, b, loose) => compare(b, a, loose);
    module.exports = rcompare;
  }
});

// node_modules/semver/functions/compare-loose.js
var require_compare_loose = __commonJS({
  "node_modules/semver/functions/compare-loose.js"(exports, module) {
    "use strict";
    var compare = require_compare();
    var compareLoose = (a, b) => compare(a, b, true);
    module.exports = compareLoose;
  }
});

// node_modules/semver/functions/compare-build.js
var require_compare_build = __commonJS({
  "node_modules/semver/functions/compare-build.js"(exports, module) {
    "use strict";
    var SemVer = require_semver();
    var compareBuild = (a, b, loose) => {
      const versionA = new SemVer(a, loose);
      const versionB = new SemVer(b, loose);
      return versionA.compare(versionB) || versionA.compareBuild(versionB);
    };
    module.exports = compareBuild;
  }
});

// node_modules/semver/functions/sort.js
var require_sort = __commonJS({
  "node_modules/semver/functions/sort.js"(exports, module) {
    "use strict";
    var compareBuild = require_compare_build();
    var sort = (list, loose) => list.sort((a, b) => compareBuild(a, b, loose));
    module.exports = sort;
  }
});

// node_modules/semver/functions/rsort.js
var require_rsort = __commonJS({
  "node_modules/semver/functions/rsort.js"(exports, module) {
    "use strict";
    var compareBuild = require_compare_build();
    var rsort = (list, loose) => list.sort((a, b) => compareBuild(b, a, loose));
    module.exports = rsort;
  }
});

// node_modules/semver/functions/gt.js
var require_gt = __commonJS({
  "node_modules/semver/functions/gt.js"(exports, module) {
    "use strict";
    var compare = require_compare();
    var gt = (a, b, loose) => compare(a, b, loose) > 0;
    module.exports = gt;
  }
});

// node_modules/semver/functions/lt.js
var require_lt = __commonJS({
  "node_modules/semver/functions/lt.js"(exports, module) {
    "use strict";
    var compare = require_compare();
    var lt = (a, b, loose) => compare(a, b, loose) < 0;
    module.exports = lt;
  }
});

// node_modules/semver/functions/eq.js
var require_eq = __commonJS({
  "node_modules/semver/functions/eq.js"(exports, module) {
    "use strict";
    var compare = require_compare();
    var eq = (a, b, loose) => compare(a, b, loose) === 0;
    module.exports = eq;
  }
});

// node_modules/semver/functions/neq.js
var require_neq = __commonJS({
  "node_modules/semver/functions/neq.js"(exports, module) {
    "use strict";
    var compare = require_compare();
    var neq = (a, b, loose) => compare(a, b, loose) !== 0;
    module.exports = neq;
  }
});

// node_modules/semver/functions/gte.js
var require_gte = __commonJS({
  "node_modules/semver/functions/gte.js"(exports, module) {
    "use strict";
    var compare = require_compare();
    var gte = (a, b, loose) => compare(a, b, loose) >= 0;
    module.exports = gte;
  }
});

// node_modules/semver/functions/lte.js
var require_lte = __commonJS({
  "node_modules/semver/functions/lte.js"(exports, module) {
    "use strict";
    var compare = require_compare();
    var lte = (a, b, loose) => compare(a, b, loose) <= 0;
    module.exports = lte;
  }
});

// node_modules/semver/functions/cmp.js
var require_cmp = __commonJS({
  "node_modules/semver/functions/cmp.js"(exports, module) {
    "use strict";
    var eq = require_eq();
    var neq = require_neq();
    var gt = require_gt();
    var gte = require_gte();
    var lt = require_lt();
    var lte = require_lte();
    var cmp = (a, op, b, loose) => {
      switch (op) {
        case "===":
          if (typeof a === "object") {
            a = a.version;
          }
          if (typeof b === "object") {
            b = b.version;
          }
          return a === b;
        case "!==":
          if (typeof a === "object") {
            a = a.version;
          }
          if (typeof b === "object") {
            b = b.version;
          }
          return a !== b;
        case "":
        case "=":
        case "==":
          return eq(a, b, loose);
        case "!=":
          return neq(a, b, loose);
        case ">":
          return gt(a, b, loose);
        case ">=":
          return gte(a, b, loose);
        case "<":
          return lt(a, b, loose);
        case "<=":
          return lte(a, b, loose);
        default:
          throw new TypeError(`Invalid operator: ${op}`);
      }
    };
    module.exports = cmp;
  }
});

// node_modules/semver/functions/coerce.js
var require_coerce = __commonJS({
  "node_modules/semver/functions/coerce.js"(exports, module) {
    "use strict";
    var SemVer = require_semver();
    var parse = require_parse();
    var { safeRe: re, t } = require_re();
    var coerce = (version, options) => {
      if (version instanceof SemVer) {
        return version;
      }
      if (typeof version === "number") {
        version = String(version);
      }
      if (typeof version !== "string") {
        return null;
      }
      options = options || {};
      let match = null;
      if (!options.rtl) {
        match = version.match(options.includePrerelease ? re[t.COERCEFULL] : re[t.COERCE]);
      } else {
        const coerceRtlRegex = options.includePrerelease ? re[t.COERCERTLFULL] : re[t.COERCERTL];
        let next;
        while ((next = coerceRtlRegex.exec(version)) && (!match || match.index + match[0].length !== version.length)) {
          if (!match || next.index + next[0].length !== match.index + match[0].length) {
            match = next;
          }
          coerceRtlRegex.lastIndex = next.index + next[1].length + next[2].length;
        }
        coerceRtlRegex.lastIndex = -1;
      }
      if (match === null) {
        return null;
      }
      const major = match[2];
      const minor = match[3] || "0";
      const patch = match[4] || "0";
      const prerelease = options.includePrerelease && match[5] ? `-${match[5]}` : "";
      const build = options.includePrerelease && match[6] ? `+${match[6]}` : "";
      return parse(`${major}.${minor}.${patch}${prerelease}${build}`, options);
    };
    module.exports = coerce;
  }
});

// node_modules/semver/functions/truncate.js
var require_truncate = __commonJS({
  "node_modules/semver/functions/truncate.js"(exports, module) {
    "use strict";
    var parse = require_parse();
    var constants = require_constants();
    var SemVer = require_semver();
    var truncate = (version, truncation, options) => {
      if (!constants.RELEASE_TYPES.includes(truncation)) {
        return null;
      }
      const clonedVersion = cloneInputVersion(version, options);
      return clonedVersion && doTruncation(clonedVersion, truncation);
    };
    var cloneInputVersion = (version, options) => {
      const versionStringToParse = version instanceof SemVer ? version.version : version;
      return parse(versionStringToParse, options);
    };
    var doTruncation = (version, truncation) => {
      if (isPrerelease(truncation)) {
        return version.version;
      }
      version.prerelease = [];
      switch (truncation) {
        case "major":
          version.minor = 0;
          version.patch = 0;
          break;
        case "minor":
          version.patch = 0;
          break;
      }
      return version.format();
    };
    var isPrerelease = (type) => {
      return type.startsWith("pre");
    };
    module.exports = truncate;
  }
});

// node_modules/semver/internal/lrucache.js
var require_lrucache = __commonJS({
  "node_modules/semver/internal/lrucache.js"(exports, module) {
    "use strict";
    var LRUCache = class {
      constructor() {
        this.max = 1e3;
        this.map = /* @__PURE__ */ new Map();
      }
      get(key) {
        const value = this.map.get(key);
        if (value === void 0) {
          return void 0;
        } else {
          this.map.delete(key);
          this.map.set(key, value);
          return value;
        }
      }
      delete(key) {
        return this.map.delete(key);
      }
      set(key, value) {
        const deleted = this.delete(key);
        if (!deleted && value !== void 0) {
          if (this.map.size >= this.max) {
            const firstKey = this.map.keys().next().value;
            this.delete(firstKey);
          }
          this.map.set(key, value);
        }
        return this;
      }
    };
    module.exports = LRUCache;
  }
});

// node_modules/semver/internal/trim-comparator-whitespace.js
var require_trim_comparator_whitespace = __commonJS({
  "node_modules/semver/internal/trim-comparator-whitespace.js"(exports, module) {
    "use strict";
    var {
      MAX_LENGTH,
      MAX_SAFE_BUILD_LENGTH,
      WHITESPACE_CHARACTERS
    } = require_constants();
    var whitespace = new Uint8Array(65536);
    for (const char of WHITESPACE_CHARACTERS) {
      whitespace[char.charCodeAt(0)] = 1;
    }
    var isWhitespace = (char) => char !== void 0 && whitespace[char.charCodeAt(0)] === 1;
    var isVersionPrefix = (char) => char === "v" || char === "=" || isWhitespace(char);
    var isDigit = (char) => char !== void 0 && char >= "0" && char <= "9";
    var isLetter = (char) => char !== void 0 && (char >= "a" && char <= "z" || char >= "A" && char <= "Z");
    var isIdentifierCharacter = (char) => isDigit(char) || isLetter(char) || char === "-";
    var isVersionStart = (char) => isDigit(char) || char === "x" || char === "X" || char === "*";
    var findDigitsEndIndex = (range, start, limit, digitRuns) => {
      if (!isDigit(range[start])) {
        return start;
      }
      if (start >= digitRuns.start && start < digitRuns.end) {
        return Math.min(start + limit, digitRuns.end);
      }
      if (start >= digitRuns.previousStart && start < digitRuns.previousEnd) {
        return Math.min(start + limit, digitRuns.previousEnd);
      }
      let end = start + 1;
      while (isDigit(range[end])) {
        end++;
      }
      digitRuns.previousStart = digitRuns.start;
      digitRuns.previousEnd = digitRuns.end;
      digitRuns.start = start;
      digitRuns.end = end;
      return Math.min(start + limit, end);
    };
    var findVersionNumberEndIndex = (range, start, loose, digitRuns) => {
      if (!loose && range[start] === "0") {
        return start + 1;
      }
      return findDigitsEndIndex(range, start, loose ? MAX_LENGTH : MAX_LENGTH + 1, digitRuns);
    };
    var findPrereleaseIdentifierEndIndex = (range, start, loose, digitRuns) => {
      const digitsEnd = findDigitsEndIndex(range, start, MAX_LENGTH, digitRuns);
      if (isLetter(range[digitsEnd]) || range[digitsEnd] === "-") {
        let end = digitsEnd + 1;
        const limit = end + MAX_SAFE_BUILD_LENGTH;
        while (end < limit && isIdentifierCharacter(range[end])) {
          end++;
        }
        return end;
      }
      return findVersionNumberEndIndex(range, start, loose, digitRuns);
    };
    var findPrereleaseEndIndex = (range, start, loose, digitRuns) => {
      const hyphen = range[start] === "-";
      if (!loose && !hyphen) {
        return start;
      }
      const identifierStart = start + (hyphen ? 1 : 0);
      let end = findPrereleaseIdentifierEndIndex(range, identifierStart, loose, digitRuns);
      if (end === identifierStart) {
        if (!loose || !hyphen) {
          return start;
        }
        end = findPrereleaseIdentifierEndIndex(range, start, loose, digitRuns);
      }
      while (range[end] === ".") {
        const next = findPrereleaseIdentifierEndIndex(range, end + 1, loose, digitRuns);
        if (next === end + 1) {
          break;
        }
        end = next;
      }
      return end;
    };
    var findBuildIdentifierEndIndex = (range, start) => {
      let end = start;
      while (end - start < MAX_SAFE_BUILD_LENGTH && isIdentifierCharacter(range[end])) {
        end++;
      }
      return end;
    };
    var findBuildEndIndex = (range, start) => {
      if (range[start] !== "+") {
        return start;
      }
      let end = findBuildIdentifierEndIndex(range, start + 1);
      if (end === start + 1) {
        return start;
      }
      while (range[end] === ".") {
        const next = findBuildIdentifierEndIndex(range, end + 1);
        if (next === end + 1) {
          break;
        }
        end = next;
      }
      return end;
    };
    var findLooseFullVersionEndIndex = (range, start, digitRuns) => {
      let end = start;
      for (let component = 0; component < 3; component++) {
        const next = findVersionNumberEndIndex(range, end, true, digitRuns);
        if (next === end) {
          return start;
        }
        end = next;
        if (component < 2) {
          if (range[end] !== ".") {
            return start;
          }
          end++;
        }
      }
      const prereleaseEnd = findPrereleaseEndIndex(range, end, true, digitRuns);
      return findBuildEndIndex(range, prereleaseEnd);
    };
    var findPartialVersionComponentEndIndex = (range, start, digitRuns) => {
      if (isDigit(range[start])) {
        return findVersionNumberEndIndex(range, start, false, digitRuns);
      }
      return isVersionStart(range[start]) ? start + 1 : start;
    };
    var findPartialVersionEndIndex = (range, start, digitRuns) => {
      let end = findPartialVersionComponentEndIndex(range, start, digitRuns);
      for (let component = 0; component < 2; component++) {
        if (range[end] !== ".") {
          return end;
        }
        const next = findPartialVersionComponentEndIndex(range, end + 1, digitRuns);
        if (next === end + 1) {
          return end;
        }
        end = next;
      }
      const prereleaseEnd = findPrereleaseEndIndex(range, end, false, digitRuns);
      return findBuildEndIndex(range, prereleaseEnd);
    };
    var findVersionEndIndex = (range, start, digitRuns) => {
      const fullVersionEnd = findLooseFullVersionEndIndex(range, start, digitRuns);
      return fullVersionEnd !== start ? fullVersionEnd : findPartialVersionEndIndex(range, start, digitRuns);
    };
    var findRemovableWhitespaceIndex = (range, matchStart) => {
      let position = matchStart;
      if (isWhitespace(range[position])) {
        position++;
      }
      if (range[position] === "<" || range[position] === ">") {
        position++;
      }
      if (range[position] === "=") {
        position++;
      }
      return isWhitespace(range[position]) ? position : -1;
    };
    var trimComparatorWhitespace = (range) => {
      let result = "";
      let copyFrom = 0;
      let cursor = 0;
      const digitRuns = { start: -1, end: -1, previousStart: -1, previousEnd: -1 };
      while (cursor < range.length) {
        const matchStart = cursor;
        if (range[cursor] === "<" || range[cursor] === ">") {
          cursor++;
        } else if (!isVersionPrefix(range[cursor]) && !isVersionStart(range[cursor])) {
          cursor++;
          continue;
        }
        while (cursor < range.length && isVersionPrefix(range[cursor])) {
          cursor++;
        }
        if (!isVersionStart(range[cursor])) {
          continue;
        }
        const whitespacePosition = findRemovableWhitespaceIndex(range, matchStart);
        if (whitespacePosition !== -1) {
          result += range.slice(copyFrom, whitespacePosition);
          copyFrom = whitespacePosition + 1;
        }
        cursor = findVersionEndIndex(range, cursor, digitRuns);
      }
      return result + range.slice(copyFrom);
    };
    module.exports = trimComparatorWhitespace;
  }
});

// node_modules/semver/classes/range.js
var require_range = __commonJS({
  "node_modules/semver/classes/range.js"(exports, module) {
    "use strict";
    var SPACE_CHARACTERS = /\s+/g;
    var Range = class _Range {
      constructor(range, options) {
        options = parseOptions(options);
        if (range instanceof _Range) {
          if (range.loose === !!options.loose && range.includePrerelease === !!options.includePrerelease) {
            return range;
          } else {
            return new _Range(range.raw, options);
          }
        }
        if (range instanceof Comparator) {
          this.raw = range.value;
          this.set = [[range]];
          this.formatted = void 0;
          return this;
        }
        this.options = options;
        this.loose = !!options.loose;
        this.includePrerelease = !!options.includePrerelease;
        this.raw = range.trim().replace(SPACE_CHARACTERS, " ");
        this.set = this.raw.split("||").map((r) => this.parseRange(r.trim())).filter((c) => c.length);
        if (!this.set.length) {
          throw new TypeError(`Invalid SemVer Range: ${this.raw}`);
        }
        if (this.set.length > 1) {
          const first = this.set[0];
          this.set = this.set.filter((c) => !isNullSet(c[0]));
          if (this.set.length === 0) {
            this.set = [first];
          } else if (this.set.length > 1) {
            for (const c of this.set) {
              if (c.length === 1 && isAny(c[0])) {
                this.set = [c];
                break;
              }
            }
          }
        }
        this.formatted = void 0;
      }
      get range() {
        if (this.formatted === void 0) {
          this.formatted = "";
          for (let i = 0; i < this.set.length; i++) {
            if (i > 0) {
              this.formatted += "||";
            }
            const comps = this.set[i];
            for (let k = 0; k < comps.length; k++) {
              if (k > 0) {
                this.formatted += " ";
              }
              this.formatted += comps[k].toString().trim();
            }
          }
        }
        return this.formatted;
      }
      format() {
        return this.range;
      }
      toString() {
        return this.range;
      }
      parseRange(range) {
        range = range.replace(BUILDSTRIPRE, "");
        const memoOpts = (this.options.includePrerelease && FLAG_INCLUDE_PRERELEASE) | (this.options.loose && FLAG_LOOSE);
        const memoKey = memoOpts + ":" + range;
        const cached = cache.get(memoKey);
        if (cached) {
          return cached;
        }
        const loose = this.options.loose;
        const hr = loose ? re[t.HYPHENRANGELOOSE] : re[t.HYPHENRANGE];
        range = range.replace(hr, hyphenReplace(this.options.includePrerelease));
        debug("hyphen replace", range);
        range = trimComparatorWhitespace(range);
        debug("comparator trim", range);
        range = range.replace(re[t.TILDETRIM], tildeTrimReplace);
        debug("tilde trim", range);
        range = range.replace(re[t.CARETTRIM], caretTrimReplace);
        debug("caret trim", range);
        let rangeList = range.split(" ").map((comp) => parseComparator(comp, this.options)).join(" ").split(/\s+/).map((comp) => replaceGTE0(comp, this.options));
        if (loose) {
          rangeList = rangeList.filter((comp) => {
            debug("loose invalid filter", comp, this.options);
            return !!comp.match(re[t.COMPARATORLOOSE]);
          });
        }
        debug("range list", rangeList);
        const rangeMap = /* @__PURE__ */ new Map();
        const comparators = rangeList.map((comp) => new Comparator(comp, this.options));
        for (const comp of comparators) {
          if (isNullSet(comp)) {
            return [comp];
          }
          rangeMap.set(comp.value, comp);
        }
        if (rangeMap.size > 1 && rangeMap.has("")) {
          rangeMap.delete("");
        }
        const result = [...rangeMap.values()];
        cache.set(memoKey, result);
        return result;
      }
      intersects(range, options) {
        if (!(range instanceof _Range)) {
          throw new TypeError("a Range is required");
        }
        return this.set.some((thisComparators) => {
          return isSatisfiable(thisComparators, options) && range.set.some((rangeComparators) => {
            return isSatisfiable(rangeComparators, options) && thisComparators.every((thisComparator) => {
              return rangeComparators.every((rangeComparator) => {
                return thisComparator.intersects(rangeComparator, options);
              });
            });
          });
        });
      }
      // if ANY of the sets match ALL of its comparators, then pass
      test(version) {
        if (!version) {
          return false;
        }
        if (typeof version === "string") {
          try {
            version = new SemVer(version, this.options);
          } catch (er) {
            return false;
          }
        }
        for (let i = 0; i < this.set.length; i++) {
          if (testSet(this.set[i], version, this.options)) {
            return true;
          }
        }
        return false;
      }
    };
    module.exports = Range;
    var LRU = require_lrucache();
    var cache = new LRU();
    var parseOptions = require_parse_options();
    var Comparator = require_comparator();
    var debug = require_debug();
    var SemVer = require_semver();
    var trimComparatorWhitespace = require_trim_comparator_whitespace();
    var {
      safeRe: re,
      src,
      t,
      tildeTrimReplace,
      caretTrimReplace
    } = require_re();
    var { FLAG_INCLUDE_PRERELEASE, FLAG_LOOSE } = require_constants();
    var BUILDSTRIPRE = new RegExp(src[t.BUILD], "g");
    var isNullSet = (c) => c.value === "<0.0.0-0";
    var isAny = (c) => c.value === "";
    var isSatisfiable = (comparators, options) => {
      let result = true;
      const remainingComparators = comparators.slice();
      let testComparator = remainingComparators.pop();
      while (result && remainingComparators.length) {
        result = remainingComparators.every((otherComparator) => {
          return testComparator.intersects(otherComparator, options);
        });
        testComparator = remainingComparators.pop();
      }
      return result;
    };
    var parseComparator = (comp, options) => {
      comp = comp.replace(re[t.BUILD], "");
      debug("comp", comp, options);
      comp = replaceCarets(comp, options);
      debug("caret", comp);
      comp = replaceTildes(comp, options);
      debug("tildes", comp);
      comp = replaceXRanges(comp, options);
      debug("xrange", comp);
      comp = replaceStars(comp, options);
      debug("stars", comp);
      return comp;
    };
    var isX = (id) => !id || id.toLowerCase() === "x" || id === "*";
    var invalidXRangeOrder = (M, m, p) => isX(M) && !isX(m) || isX(m) && p && !isX(p);
    var replaceTildes = (comp, options) => {
      return comp.trim().split(/\s+/).map((c) => replaceTilde(c, options)).join(" ");
    };
    var replaceTilde = (comp, options) => {
      const r = options.loose ? re[t.TILDELOOSE] : re[t.TILDE];
      const z = options.includePrerelease ? "-0" : "";
      return comp.replace(r, (_, M, m, p, pr) => {
        debug("tilde", comp, _, M, m, p, pr);
        let ret;
        if (isX(M)) {
          ret = "";
        } else if (isX(m)) {
          ret = `>=${M}.0.0${z} <${+M + 1}.0.0-0`;
        } else if (isX(p)) {
          ret = `>=${M}.${m}.0${z} <${M}.${+m + 1}.0-0`;
        } else if (pr) {
          debug("replaceTilde pr", pr);
          ret = `>=${M}.${m}.${p}-${pr} <${M}.${+m + 1}.0-0`;
        } else {
          ret = `>=${M}.${m}.${p} <${M}.${+m + 1}.0-0`;
        }
        debug("tilde return", ret);
        return ret;
      });
    };
    var replaceCarets = (comp, options) => {
      return comp.trim().split(/\s+/).map((c) => replaceCaret(c, options)).join(" ");
    };
    var replaceCaret = (comp, options) => {
      debug("caret", comp, options);
      const r = options.loose ? re[t.CARETLOOSE] : re[t.CARET];
      const z = options.includePrerelease ? "-0" : "";
      return comp.replace(r, (_, M, m, p, pr) => {
        debug("caret", comp, _, M, m, p, pr);
        let ret;
        if (isX(M)) {
          ret = "";
        } else if (isX(m)) {
          ret = `>=${M}.0.0${z} <${+M + 1}.0.0-0`;
        } else if (isX(p)) {
          if (M === "0") {
            ret = `>=${M}.${m}.0${z} <${M}.${+m + 1}.0-0`;
          } else {
            ret = `>=${M}.${m}.0${z} <${+M + 1}.0.0-0`;
          }
        } else if (pr) {
          debug("replaceCaret pr", pr);
          if (M === "0") {
            if (m === "0") {
              ret = `>=${M}.${m}.${p}-${pr} <${M}.${m}.${+p + 1}-0`;
            } else {
              ret = `>=${M}.${m}.${p}-${pr} <${M}.${+m + 1}.0-0`;
            }
          } else {
            ret = `>=${M}.${m}.${p}-${pr} <${+M + 1}.0.0-0`;
          }
        } else {
          debug("no pr");
          if (M === "0") {
            if (m === "0") {
              ret = `>=${M}.${m}.${p} <${M}.${m}.${+p + 1}-0`;
            } else {
              ret = `>=${M}.${m}.${p} <${M}.${+m + 1}.0-0`;
            }
          } else {
            ret = `>=${M}.${m}.${p} <${+M + 1}.0.0-0`;
          }
        }
        debug("caret return", ret);
        return ret;
      });
    };
    var replaceXRanges = (comp, options) => {
      debug("replaceXRanges", comp, options);
      return comp.split(/\s+/).map((c) => replaceXRange(c, options)).join(" ");
    };
    var replaceXRange = (comp, options) => {
      comp = comp.trim();
      const r = options.loose ? re[t.XRANGELOOSE] : re[t.XRANGE];
      return comp.replace(r, (ret, gtlt, M, m, p, pr) => {
        debug("xRange", comp, ret, gtlt, M, m, p, pr);
        if (invalidXRangeOrder(M, m, p)) {
          return comp;
        }
        const xM = isX(M);
        const xm = xM || isX(m);
        const xp = xm || isX(p);
        const anyX = xp;
        if (gtlt === "=" && anyX) {
          gtlt = "";
        }
        pr = options.includePrerelease ? "-0" : "";
        if (xM) {
          if (gtlt === ">" || gtlt === "<") {
            ret = "<0.0.0-0";
          } else {
            ret = "*";
          }
        } else if (gtlt && anyX) {
          if (xm) {
            m = 0;
          }
          p = 0;
          if (gtlt === ">") {
            gtlt = ">=";
            if (xm) {
              M = +M + 1;
              m = 0;
              p = 0;
            } else {
              m = +m + 1;
              p = 0;
            }
          } else if (gtlt === "<=") {
            gtlt = "<";
            if (xm) {
              M = +M + 1;
            } else {
              m = +m + 1;
            }
          }
          if (gtlt === "<") {
            pr = "-0";
          }
          ret = `${gtlt + M}.${m}.${p}${pr}`;
        } else if (xm) {
          ret = `>=${M}.0.0${pr} <${+M + 1}.0.0-0`;
        } else if (xp) {
          ret = `>=${M}.${m}.0${pr} <${M}.${+m + 1}.0-0`;
        }
        debug("xRange return", ret);
        return ret;
      });
    };
    var replaceStars = (comp, options) => {
      debug("replaceStars", comp, options);
      return comp.trim().replace(re[t.STAR], "");
    };
    var replaceGTE0 = (comp, options) => {
      debug("replaceGTE0", comp, options);
      return comp.trim().replace(re[options.includePrerelease ? t.GTE0PRE : t.GTE0], "");
    };
    var hyphenReplace = (incPr) => ($0, from, fM, fm, fp, fpr, fb, to, tM, tm, tp, tpr) => {
      if (isX(fM)) {
        from = "";
      } else if (isX(fm)) {
        from = `>=${fM}.0.0${incPr ? "-0" : ""}`;
      } else if (isX(fp)) {
        from = `>=${fM}.${fm}.0${incPr ? "-0" : ""}`;
      } else if (fpr) {
        from = `>=${from}`;
      } else {
        from = `>=${from}${incPr ? "-0" : ""}`;
      }
      if (isX(tM)) {
        to = "";
      } else if (isX(tm)) {
        to = `<${+tM + 1}.0.0-0`;
      } else if (isX(tp)) {
        to = `<${tM}.${+tm + 1}.0-0`;
      } else if (tpr) {
        to = `<=${tM}.${tm}.${tp}-${tpr}`;
      } else if (incPr) {
        to = `<${tM}.${tm}.${+tp + 1}-0`;
      } else {
        to = `<=${to}`;
      }
      return `${from} ${to}`.trim();
    };
    var testSet = (set, version, options) => {
      for (let i = 0; i < set.length; i++) {
        if (!set[i].test(version)) {
          return false;
        }
      }
      if (version.prerelease.length && !options.includePrerelease) {
        for (let i = 0; i < set.length; i++) {
          debug(set[i].semver);
          if (set[i].semver === Comparator.ANY) {
            continue;
          }
          if (set[i].semver.prerelease.length > 0) {
            const allowed = set[i].semver;
            if (allowed.major === version.major && allowed.minor === version.minor && allowed.patch === version.patch) {
              return true;
            }
          }
        }
        return false;
      }
      return true;
    };
  }
});

// node_modules/semver/classes/comparator.js
var require_comparator = __commonJS({
  "node_modules/semver/classes/comparator.js"(exports, module) {
    "use strict";
    var ANY = /* @__PURE__ */ Symbol("SemVer ANY");
    var Comparator = class _Comparator {
      static get ANY() {
        return ANY;
      }
      constructor(comp, options) {
        options = parseOptions(options);
        if (comp instanceof _Comparator) {
          if (comp.loose === !!options.loose) {
            return comp;
          } else {
            comp = comp.value;
          }
        }
        comp = comp.trim().split(/\s+/).join(" ");
        debug("comparator", comp, options);
        this.options = options;
        this.loose = !!options.loose;
        this.parse(comp);
        if (this.semver === ANY) {
          this.value = "";
        } else {
          this.value = this.operator + this.semver.version;
        }
        debug("comp", this);
      }
      parse(comp) {
        const r = this.options.loose ? re[t.COMPARATORLOOSE] : re[t.COMPARATOR];
        const m = comp.match(r);
        if (!m) {
          throw new TypeError(`Invalid comparator: ${comp}`);
        }
        this.operator = m[1] !== void 0 ? m[1] : "";
        if (this.operator === "=") {
          this.operator = "";
        }
        if (!m[2]) {
          this.semver = ANY;
        } else {
          this.semver = new SemVer(m[2], this.options.loose);
        }
      }
      toString() {
        return this.value;
      }
      test(version) {
        debug("Comparator.test", version, this.options.loose);
        if (this.semver === ANY || version === ANY) {
          return true;
        }
        if (typeof version === "string") {
          try {
            version = new SemVer(version, this.options);
          } catch (er) {
            return false;
          }
        }
        return cmp(version, this.operator, this.semver, this.options);
      }
      intersects(comp, options) {
        if (!(comp instanceof _Comparator)) {
          throw new TypeError("a Comparator is required");
        }
        if (this.operator === "") {
          if (this.value === "") {
            return true;
          }
          return new Range(comp.value, options).test(this.value);
        } else if (comp.operator === "") {
          if (comp.value === "") {
            return true;
          }
          return new Range(this.value, options).test(comp.semver);
        }
        options = parseOptions(options);
        if (options.includePrerelease && (this.value === "<0.0.0-0" || comp.value === "<0.0.0-0")) {
          return false;
        }
        if (!options.includePrerelease && (this.value.startsWith("<0.0.0") || comp.value.startsWith("<0.0.0"))) {
          return false;
        }
        if (this.operator.startsWith(">") && comp.operator.startsWith(">")) {
          return true;
        }
        if (this.operator.startsWith("<") && comp.operator.startsWith("<")) {
          return true;
        }
        if (this.semver.version === comp.semver.version && this.operator.includes("=") && comp.operator.includes("=")) {
          return true;
        }
        if (cmp(this.semver, "<", comp.semver, options) && this.operator.startsWith(">") && comp.operator.startsWith("<")) {
          return true;
        }
        if (cmp(this.semver, ">", comp.semver, options) && this.operator.startsWith("<") && comp.operator.startsWith(">")) {
          return true;
        }
        return false;
      }
    };
    module.exports = Comparator;
    var parseOptions = require_parse_options();
    var { safeRe: re, t } = require_re();
    var cmp = require_cmp();
    var debug = require_debug();
    var SemVer = require_semver();
    var Range = require_range();
  }
});

// node_modules/semver/functions/satisfies.js
var require_satisfies = __commonJS({
  "node_modules/semver/functions/satisfies.js"(exports, module) {
    "use strict";
    var Range = require_range();
    var satisfies = (version, range, options) => {
      try {
        range = new Range(range, options);
      } catch (er) {
        return false;
      }
      return range.test(version);
    };
    module.exports = satisfies;
  }
});

// node_modules/semver/ranges/to-comparators.js
var require_to_comparators = __commonJS({
  "node_modules/semver/ranges/to-comparators.js"(exports, module) {
    "use strict";
    var Range = require_range();
    var toComparators = (range, options) => new Range(range, options).set.map((comp) => comp.map((c) => c.value).join(" ").trim().split(" "));
    module.exports = toComparators;
  }
});

// node_modules/semver/ranges/max-satisfying.js
var require_max_satisfying = __commonJS({
  "node_modules/semver/ranges/max-satisfying.js"(exports, module) {
    "use strict";
    var SemVer = require_semver();
    var Range = require_range();
    var maxSatisfying = (versions, range, options) => {
      let max = null;
      let maxSV = null;
      let rangeObj = null;
      try {
        rangeObj = new Range(range, options);
      } catch (er) {
        return null;
      }
      versions.forEach((v) => {
        if (rangeObj.test(v)) {
          if (!max || maxSV.compare(v) === -1) {
            max = v;
            maxSV = new SemVer(max, options);
          }
        }
      });
      return max;
    };
    module.exports = maxSatisfying;
  }
});

// node_modules/semver/ranges/min-satisfying.js
var require_min_satisfying = __commonJS({
  "node_modules/semver/ranges/min-satisfying.js"(exports, module) {
    "use strict";
    var SemVer = require_semver();
    var Range = require_range();
    var minSatisfying = (versions, range, options) => {
      let min = null;
      let minSV = null;
      let rangeObj = null;
      try {
        rangeObj = new Range(range, options);
      } catch (er) {
        return null;
      }
      versions.forEach((v) => {
        if (rangeObj.test(v)) {
          if (!min || minSV.compare(v) === 1) {
            min = v;
            minSV = new SemVer(min, options);
          }
        }
      });
      return min;
    };
    module.exports = minSatisfying;
  }
});

// node_modules/semver/ranges/min-version.js
var require_min_version = __commonJS({
  "node_modules/semver/ranges/min-version.js"(exports, module) {
    "use strict";
    var SemVer = require_semver();
    var Range = require_range();
    var gt = require_gt();
    var minVersion = (range, loose) => {
      range = new Range(range, loose);
      let minver = new SemVer("0.0.0");
      if (range.test(minver)) {
        return minver;
      }
      minver = new SemVer("0.0.0-0");
      if (range.test(minver)) {
        return minver;
      }
      minver = null;
      for (let i = 0; i < range.set.length; ++i) {
        const comparators = range.set[i];
        let setMin = null;
        comparators.forEach((comparator) => {
          const compver = new SemVer(comparator.semver.version);
          switch (comparator.operator) {
            case ">":
              if (compver.prerelease.length === 0) {
                compver.patch++;
              } else {
                compver.prerelease.push(0);
              }
              compver.raw = compver.format();
            /* fallthrough */
            case "":
            case ">=":
              if (!setMin || gt(compver, setMin)) {
                setMin = compver;
              }
              break;
            case "<":
            case "<=":
              break;
            /* istanbul ignore next */
            default:
              throw new Error(`Unexpected operation: ${comparator.operator}`);
          }
        });
        if (setMin && (!minver || gt(minver, setMin))) {
          minver = setMin;
        }
      }
      if (minver && range.test(minver)) {
        return minver;
      }
      return null;
    };
    module.exports = minVersion;
  }
});

// node_modules/semver/ranges/valid.js
var require_valid2 = __commonJS({
  "node_modules/semver/ranges/valid.js"(exports, module) {
    "use strict";
    var Range = require_range();
    var validRange = (range, options) => {
      try {
        return new Range(range, options).range || "*";
      } catch (er) {
        return null;
      }
    };
    module.exports = validRange;
  }
});

// node_modules/semver/ranges/outside.js
var require_outside = __commonJS({
  "node_modules/semver/ranges/outside.js"(exports, module) {
    "use strict";
    var SemVer = require_semver();
    var Comparator = require_comparator();
    var { ANY } = Comparator;
    var Range = require_range();
    var satisfies = require_satisfies();
    var gt = require_gt();
    var lt = require_lt();
    var lte = require_lte();
    var gte = require_gte();
    var outside = (version, range, hilo, options) => {
      version = new SemVer(version, options);
      range = new Range(range, options);
      let gtfn, ltefn, ltfn, comp, ecomp;
      switch (hilo) {
        case ">":
          gtfn = gt;
          ltefn = lte;
          ltfn = lt;
          comp = ">";
          ecomp = ">=";
          break;
        case "<":
          gtfn = lt;
          ltefn = gte;
          ltfn = gt;
          comp = "<";
          ecomp = "<=";
          break;
        default:
          throw new TypeError('Must provide a hilo val of "<" or ">"');
      }
      if (satisfies(version, range, options)) {
        return false;
      }
      for (let i = 0; i < range.set.length; ++i) {
        const comparators = range.set[i];
        let high = null;
        let low = null;
        comparators.forEach((comparator) => {
          if (comparator.semver === ANY) {
            comparator = new Comparator(">=0.0.0");
          }
          high = high || comparator;
          low = low || comparator;
          if (gtfn(comparator.semver, high.semver, options)) {
            high = comparator;
          } else if (ltfn(comparator.semver, low.semver, options)) {
            low = comparator;
          }
        });
        if (high.operator === comp || high.operator === ecomp) {
          return false;
        }
        if ((!low.operator || low.operator === comp) && ltefn(version, low.semver)) {
          return false;
        } else if (low.operator === ecomp && ltfn(version, low.semver)) {
          return false;
        }
      }
      return true;
    };
    module.exports = outside;
  }
});

// node_modules/semver/ranges/gtr.js
var require_gtr = __commonJS({
  "node_modules/semver/ranges/gtr.js"(exports, module) {
    "use strict";
    var outside = require_outside();
    var gtr = (version, range, options) => outside(version, range, ">", options);
    module.exports = gtr;
  }
});

// node_modules/semver/ranges/ltr.js
var require_ltr = __commonJS({
  "node_modules/semver/ranges/ltr.js"(exports, module) {
    "use strict";
    var outside = require_outside();
    var ltr = (version, range, options) => outside(version, range, "<", options);
    module.exports = ltr;
  }
});

// node_modules/semver/ranges/intersects.js
var require_intersects = __commonJS({
  "node_modules/semver/ranges/intersects.js"(exports, module) {
    "use strict";
    var Range = require_range();
    var intersects = (r1, r2, options) => {
      r1 = new Range(r1, options);
      r2 = new Range(r2, options);
      return r1.intersects(r2, options);
    };
    module.exports = intersects;
  }
});

// node_modules/semver/ranges/simplify.js
var require_simplify = __commonJS({
  "node_modules/semver/ranges/simplify.js"(exports, module) {
    "use strict";
    var satisfies = require_satisfies();
    var compare = require_compare();
    module.exports = (versions, range, options) => {
      const set = [];
      let first = null;
      let prev = null;
      const v = versions.sort((a, b) => compare(a, b, options));
      for (const version of v) {
        const included = satisfies(version, range, options);
        if (included) {
          prev = version;
          if (!first) {
            first = version;
          }
        } else {
          if (prev) {
            set.push([first, prev]);
          }
          prev = null;
          first = null;
        }
      }
      if (first) {
        set.push([first, null]);
      }
      const ranges = [];
      for (const [min, max] of set) {
        if (min === max) {
          ranges.push(min);
        } else if (!max && min === v[0]) {
          ranges.push("*");
        } else if (!max) {
          ranges.push(`>=${min}`);
        } else if (min === v[0]) {
          ranges.push(`<=${max}`);
        } else {
          ranges.push(`${min} - ${max}`);
        }
      }
      const simplified = ranges.join(" || ");
      const original = typeof range.raw === "string" ? range.raw : String(range);
      return simplified.length < original.length ? simplified : range;
    };
  }
});

// node_modules/semver/ranges/subset.js
var require_subset = __commonJS({
  "node_modules/semver/ranges/subset.js"(exports, module) {
    "use strict";
    var Range = require_range();
    var Comparator = require_comparator();
    var { ANY } = Comparator;
    var satisfies = require_satisfies();
    var compare = require_compare();
    var subset = (sub, dom, options = {}) => {
      if (sub === dom) {
        return true;
      }
      sub = new Range(sub, options);
      dom = new Range(dom, options);
      let sawNonNull = false;
      OUTER: for (const simpleSub of sub.set) {
        for (const simpleDom of dom.set) {
          const isSub = simpleSubset(simpleSub, simpleDom, options);
          sawNonNull = sawNonNull || isSub !== null;
          if (isSub) {
            continue OUTER;
          }
        }
        if (sawNonNull) {
          return false;
        }
      }
      return true;
    };
    var minimumVersionWithPreRelease = [new Comparator(">=0.0.0-0")];
    var minimumVersion = [new Comparator(">=0.0.0")];
    var simpleSubset = (sub, dom, options) => {
      if (sub === dom) {
        return true;
      }
      if (sub.length === 1 && sub[0].semver === ANY) {
        if (dom.length === 1 && dom[0].semver === ANY) {
          return true;
        } else if (options.includePrerelease) {
          sub = minimumVersionWithPreRelease;
        } else {
          sub = minimumVersion;
        }
      }
      if (dom.length === 1 && dom[0].semver === ANY) {
        if (options.includePrerelease) {
          return true;
        } else {
          dom = minimumVersion;
        }
      }
      const eqSet = /* @__PURE__ */ new Set();
      let gt, lt;
      for (const c of sub) {
        if (c.operator === ">" || c.operator === ">=") {
          gt = higherGT(gt, c, options);
        } else if (c.operator === "<" || c.operator === "<=") {
          lt = lowerLT(lt, c, options);
        } else {
          eqSet.add(c.semver);
        }
      }
      if (eqSet.size > 1) {
        return null;
      }
      let gtltComp;
      if (gt && lt) {
        gtltComp = compare(gt.semver, lt.semver, options);
        if (gtltComp > 0) {
          return null;
        } else if (gtltComp === 0 && (gt.operator !== ">=" || lt.operator !== "<=")) {
          return null;
        }
      }
      for (const eq of eqSet) {
        if (gt && !satisfies(eq, String(gt), options)) {
          return null;
        }
        if (lt && !satisfies(eq, String(lt), options)) {
          return null;
        }
        for (const c of dom) {
          if (!satisfies(eq, String(c), options)) {
            return false;
          }
        }
        return true;
      }
      let higher, lower;
      let hasDomLT, hasDomGT;
      let needDomLTPre = lt && !options.includePrerelease && lt.semver.prerelease.length ? lt.semver : false;
      let needDomGTPre = gt && !options.includePrerelease && gt.semver.prerelease.length ? gt.semver : false;
      if (needDomLTPre && needDomLTPre.prerelease.length === 1 && lt.operator === "<" && needDomLTPre.prerelease[0] === 0) {
        needDomLTPre = false;
      }
      for (const c of dom) {
        hasDomGT = hasDomGT || c.operator === ">" || c.operator === ">=";
        hasDomLT = hasDomLT || c.operator === "<" || c.operator === "<=";
        if (gt) {
          if (needDomGTPre) {
            if (c.semver.prerelease && c.semver.prerelease.length && c.semver.major === needDomGTPre.major && c.semver.minor === needDomGTPre.minor && c.semver.patch === needDomGTPre.patch) {
              needDomGTPre = false;
            }
          }
          if (c.operator === ">" || c.operator === ">=") {
            higher = higherGT(gt, c, options);
            if (higher === c && higher !== gt) {
              return false;
            }
          } else if (gt.operator === ">=" && !c.test(gt.semver)) {
            return false;
          }
        }
        if (lt) {
          if (needDomLTPre) {
            if (c.semver.prerelease && c.semver.prerelease.length && c.semver.major === needDomLTPre.major && c.semver.minor === needDomLTPre.minor && c.semver.patch === needDomLTPre.patch) {
              needDomLTPre = false;
            }
          }
          if (c.operator === "<" || c.operator === "<=") {
            lower = lowerLT(lt, c, options);
            if (lower === c && lower !== lt) {
              return false;
            }
          } else if (lt.operator === "<=" && !c.test(lt.semver)) {
            return false;
          }
        }
        if (!c.operator && (lt || gt) && gtltComp !== 0) {
          return false;
        }
      }
      if (gt && hasDomLT && !lt && gtltComp !== 0) {
        return false;
      }
      if (lt && hasDomGT && !gt && gtltComp !== 0) {
        return false;
      }
      if (needDomGTPre || needDomLTPre) {
        return false;
      }
      return true;
    };
    var higherGT = (a, b, options) => {
      if (!a) {
        return b;
      }
      const comp = compare(a.semver, b.semver, options);
      return comp > 0 ? a : comp < 0 ? b : b.operator === ">" && a.operator === ">=" ? b : a;
    };
    var lowerLT = (a, b, options) => {
      if (!a) {
        return b;
      }
      const comp = compare(a.semver, b.semver, options);
      return comp < 0 ? a : comp > 0 ? b : b.operator === "<" && a.operator === "<=" ? b : a;
    };
    module.exports = subset;
  }
});

// node_modules/semver/index.js
var require_semver2 = __commonJS({
  "node_modules/semver/index.js"(exports, module) {
    "use strict";
    var internalRe = require_re();
    var constants = require_constants();
    var SemVer = require_semver();
    var identifiers = require_identifiers();
    var parse = require_parse();
    var valid = require_valid();
    var clean = require_clean();
    var inc = require_inc();
    var diff = require_diff();
    var major = require_major();
    var minor = require_minor();
    var patch = require_patch();
    var prerelease = require_prerelease();
    var compare = require_compare();
    var rcompare = require_rcompare();
    var compareLoose = require_compare_loose();
    var compareBuild = require_compare_build();
    var sort = require_sort();
    var rsort = require_rsort();
    var gt = require_gt();
    var lt = require_lt();
    var eq = require_eq();
    var neq = require_neq();
    var gte = require_gte();
    var lte = require_lte();
    var cmp = require_cmp();
    var coerce = require_coerce();
    var truncate = require_truncate();
    var Comparator = require_comparator();
    var Range = require_range();
    var satisfies = require_satisfies();
    var toComparators = require_to_comparators();
    var maxSatisfying = require_max_satisfying();
    var minSatisfying = require_min_satisfying();
    var minVersion = require_min_version();
    var validRange = require_valid2();
    var outside = require_outside();
    var gtr = require_gtr();
    var ltr = require_ltr();
    var intersects = require_intersects();
    var simplifyRange = require_simplify();
    var subset = require_subset();
    module.exports = {
      parse,
      valid,
      clean,
      inc,
      diff,
      major,
      minor,
      patch,
      prerelease,
      compare,
      rcompare,
      compareLoose,
      compareBuild,
      sort,
      rsort,
      gt,
      lt,
      eq,
      neq,
      gte,
      lte,
      cmp,
      coerce,
      truncate,
      Comparator,
      Range,
      satisfies,
      toComparators,
      maxSatisfying,
      minSatisfying,
      minVersion,
      validRange,
      outside,
      gtr,
      ltr,
      intersects,
      simplifyRange,
      subset,
      SemVer,
      re: internalRe.re,
      src: internalRe.src,
      tokens: internalRe.t,
      SEMVER_SPEC_VERSION: constants.SEMVER_SPEC_VERSION,
      RELEASE_TYPES: constants.RELEASE_TYPES,
      compareIdentifiers: identifiers.compareIdentifiers,
      rcompareIdentifiers: identifiers.rcompareIdentifiers
    };
  }
});

// src/baseline/base-commit.ts
var none = (reason2) => ({ kind: "none", reason: reason2 });
var found = (commit, description) => ({ kind: "commit", commit, description });
async function findBaseCommit(event, history) {
  const base = await chooseBaseCommit(event, history);
  if (base.kind !== "commit" || !(await measuredCommits(event, history)).includes(base.commit)) return base;
  const reason2 = `the checkout is of ${base.commit} (${base.description}), which would be compared with itself: check out the commit of the event, or name a baseline`;
  return { kind: "error", reason: reason2 };
}
async function measuredCommits(event, history) {
  const head = await history.exists() ? await history.resolve("HEAD") : void 0;
  const pulled = event?.kind === "pull_request" && event.headSha !== void 0 ? [event.headSha] : [];
  return head === void 0 ? [] : [head, ...pulled];
}
async function measuredUnchanged(event, history, options) {
  const commits = await measuredCommits(event, history);
  return commits.length === 0 || await history.isDirty(options) ? [] : commits;
}
async function chooseBaseCommit(event, history) {
  if (event.kind !== "other" && !await history.exists()) {
    const reason2 = "the workspace is not a git repository. Check out into it (actions/checkout), name the folder of the checkout with the input path, or name a baseline";
    return { kind: "error", reason: reason2 };
  }
  switch (event.kind) {
    case "pull_request":
      return pullRequestBase(event, history);
    case "merge_group":
      return event.baseSha === void 0 ? thinBase(history) : found(event.baseSha, "base of the merge group");
    case "push":
      return pushBase(event, history);
    case "release":
      return findReleaseBase(history, event.tag, await measuredCommits(event, history));
    case "other":
      return none(`a ${event.name} run has no change to compare; name a baseline with the baseline input`);
  }
}
var THIN = "since the payload of the event does not say more";
async function thinBase(history) {
  const [parent] = await history.parentsOf("HEAD");
  return parent === void 0 ? none("this is the first commit") : found(parent, `first parent of HEAD, ${THIN}`);
}
async function thinPullBase(event, history) {
  const head = event.headSha ?? await history.resolve("HEAD");
  const branch = await baseBranch(event, history);
  if (head === void 0 || branch === void 0) return thinBase(history);
  const mergeBase2 = await history.mergeBase(head, branch).catch(orUndefined);
  if (mergeBase2 === void 0 || mergeBase2 === head) return thinBase(history);
  return found(mergeBase2, `where the work left ${branch}, ${THIN}`);
}
async function baseBranch({ baseSha, baseRef }, history) {
  if (baseSha !== void 0) return baseSha;
  const named = baseRef === void 0 ? [] : [`refs/remotes/origin/${baseRef}`, `refs/heads/${baseRef}`];
  for (const ref of named) if (await history.resolve(ref) !== void 0) return ref;
  return history.defaultBranch();
}
async function pullRequestBase(event, history) {
  const { headSha } = event;
  const [first, second] = await history.parentsOf("HEAD");
  const head = await history.resolve("HEAD");
  const isMerge = headSha === void 0 ? head !== void 0 && head === event.mergeSha : second === headSha;
  if (first !== void 0 && second !== void 0 && isMerge) return found(first, "first parent of the merge commit");
  if (headSha !== void 0 && head !== headSha) {
    return {
      kind: "error",
      reason: `the checkout is not of this pull request: HEAD is ${head ?? "no commit"}. Expected is its merge commit (which actions/checkout takes on pull_request) or its head ${headSha}. Check one of these out, or name a baseline`
    };
  }
  return headSha === void 0 || event.baseSha === void 0 ? thinPullBase(event, history) : headBase({ ...event, headSha, baseSha: event.baseSha }, history);
}
async function headBase({
  headSha,
  baseSha,
  mergeBase: told
}, history) {
  try {
    const mergeBase2 = told ?? await history.mergeBase(headSha, baseSha);
    if (mergeBase2 !== void 0)
      return found(mergeBase2, "merge base of the pull request, since its merge commit is not checked out");
    return unknownBase("the merge base is not in this clone");
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return unknownBase(error.message);
  }
}
function unknownBase(reason2) {
  return {
    kind: "error",
    reason: `the commit that the pull request is built on is not known: ${reason2}; check out its merge commit (actions/checkout without ref), or with fetch-depth: 0`
  };
}
async function pushBase(event, history) {
  if (event.before !== void 0) return found(event.before, "tip of the branch before the push");
  if (event.isUnknown) return thinBase(history);
  const [parent] = await history.parentsOf("HEAD");
  return parent === void 0 ? none("this is the first commit") : found(parent, "first parent of the first push of a new branch");
}
async function findReleaseBase(history, current, measured = []) {
  try {
    const previous = await history.previousRelease(current, measured);
    if ("reason" in previous) return none(previous.reason);
    return found(previous.commit, describeRelease(previous, current ?? previous.before));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: "error", reason: `the previous release is not known: ${error.message}` };
  }
}
function describeRelease({ tag, passedOver: passedOver2, notAmong }, current) {
  const place = current === void 0 ? "the newest" : `the one before ${current}`;
  const doubt = notAmong === void 0 ? "" : `, not among GitHub's newest ${notAmong}, so perhaps a pre-release`;
  const passed = passedOver2 === void 0 ? "" : `; passed over: ${passedOver2}`;
  return `release ${tag}, ${place}${doubt}${passed}`;
}
async function findLocalBase(history) {
  if (!await history.exists()) return none("this is not a git repository");
  const head = await history.resolve("HEAD");
  if (head === void 0) return none("there is no commit yet");
  const branch = await history.defaultBranch();
  const mergeBase2 = branch === void 0 ? void 0 : await history.mergeBase(head, branch);
  if (mergeBase2 !== void 0 && mergeBase2 !== head) return found(mergeBase2, `where the work left ${branch}`);
  if (await history.isDirty()) return found(head, "the last commit, which the uncommitted work is built on");
  const [parent] = await history.parentsOf(head);
  return parent === void 0 ? none("this is the first commit") : found(parent, "parent of the last commit");
}

// src/baseline/versions.ts
var import_semver = __toESM(require_semver2(), 1);
var MAX_TAG = 256;
var BEGINNING = /(?<!\d\.?)v?\d/gi;
var PREFIX = new RegExp("^(?:.*[^\\p{L}\\d])?\\p{L}*$", "su");
var DOTTED = /^\d{1,15}(?:(?:\.\d{1,15})+|(?:_\d{1,15})+)?(?!\.?\d)/;
var DATE = /^((?:19|20|21)\d\d)-(0?[1-9]|1[0-2])(?:-(0?[1-9]|[12]\d|3[01]))?(?:T(\d\d)[-:]?(\d\d)[-:]?(\d\d)Z?)?(?!\d)/;
var WORD = /[-._~]?([a-z]+)(?:[-._]?(\d{1,15}))?/iy;
var FINAL = /^(?:ga|final|release|stable|lts)$/i;
var PRE = {
  a: "alpha",
  alpha: "alpha",
  b: "beta",
  beta: "beta",
  m: "m",
  milestone: "m",
  c: "rc",
  cr: "rc",
  rc: "rc",
  pre: "rc",
  preview: "rc",
  ea: "ea",
  snapshot: "snapshot",
  nightly: "nightly",
  canary: "canary",
  next: "next",
  test: "test"
};
var POST = /^(?:post|rev|r|sp|sr|p|pl|patch|u|update|hotfix|fix)$/;
function parseVersion(tag) {
  if (tag.length > MAX_TAG) return void 0;
  for (const { index } of tag.matchAll(BEGINNING)) {
    const prefix = tag.slice(0, index);
    const text = tag.slice(index);
    const version = parseSemantic(text) ?? (PREFIX.test(prefix) ? parseNumbers(text.replace(/^v/i, "")) : void 0);
    if (version !== void 0) return { prefix, ...version };
  }
  return void 0;
}
function isFinal({ pre }) {
  return pre.length === 0;
}
function compareVersions(a, b) {
  return compareNumbers(a.numbers, b.numbers) || compareWords(a, b);
}
function compareBuilds(a, b) {
  return compareIdentifiers(a.build, b.build) || a.numbers.length - b.numbers.length;
}
function compareNumbers(a, b) {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
function compareWords(a, b) {
  if (isFinal(a) !== isFinal(b)) return isFinal(a) ? 1 : -1;
  return compareIdentifiers(a.pre, b.pre) || compareIdentifiers(a.post, b.post);
}
function compareIdentifiers(a, b) {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const order = compareIdentifier(a[at] ?? 0, b[at] ?? 0);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
function compareIdentifier(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}
function parseSemantic(text) {
  const parsed = import_semver.default.parse(text.replace(/^V/, "v"));
  if (parsed === null) return void 0;
  const { major, minor, patch, prerelease, build } = parsed;
  const isFinalWord = prerelease.length === 1 && FINAL.test(String(prerelease[0]));
  return {
    numbers: [major, minor, patch],
    pre: isFinalWord ? [] : prerelease,
    post: [],
    build: build.map(identifier)
  };
}
function identifier(text) {
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}
function parseNumbers(text) {
  const [version = "", build = "", ...rest] = text.split("+");
  if (rest.length > 0) return void 0;
  const found2 = parseDate(version) ?? parseDotted(version);
  if (found2 === void 0) return void 0;
  const suffix = parseSuffix(version.slice(found2.length), found2.numbers);
  if (suffix === void 0) return void 0;
  const own = build === "" ? [] : build.split(/[-._]/).map(identifier);
  return { numbers: found2.numbers, ...suffix, build: [...suffix.build, ...own] };
}
function parseDate(text) {
  const match = DATE.exec(text);
  if (match === null) return void 0;
  const [{ length }, ...parts] = match;
  const counter = /^[-.](\d{1,3})(?!\d)/.exec(text.slice(length));
  const numbers = [...parts.filter((part) => part !== void 0), ...(counter ?? []).slice(1)].map(Number);
  return { numbers, length: length + (counter?.[0].length ?? 0) };
}
function parseDotted(text) {
  const match = DOTTED.exec(text);
  return match === null ? void 0 : { numbers: match[0].split(/[._]/).map(Number), length: match[0].length };
}
function parseSuffix(text, numbers) {
  const none2 = { pre: [], post: [], build: [] };
  if (text === "") return none2;
  if (/^(?:-\d+)?-g?[\da-f]{7,40}$/.test(text)) return { ...none2, build: [text.slice(1)] };
  if (/^[a-z]$/i.test(text) && (numbers.length > 1 || isYear(numbers))) return { ...none2, post: [text.toLowerCase()] };
  const revision = /^-(\d{1,15})$/.exec(text)?.[1];
  if (revision !== void 0) return numbers.length > 1 ? { ...none2, post: [Number(revision)] } : void 0;
  return parseWords(text, numbers);
}
var isYear = ([year = 0]) => year >= 1900 && year < 2200;
function parseWords(text, numbers) {
  let suffix = { pre: [], post: [], build: [] };
  WORD.lastIndex = 0;
  for (let end = 0; end < text.length; end = WORD.lastIndex) {
    const [, word, number] = WORD.exec(text) ?? [];
    if (word === void 0 || suffix === void 0) return void 0;
    if (numbers.length === 1 && word.length === 1 && word.toLowerCase() !== "u" && suffix.post.length === 0)
      return void 0;
    suffix = addWord(suffix, word.toLowerCase(), Number(number ?? 0));
  }
  return suffix;
}
function addWord({ pre, post, build }, word, number) {
  if (FINAL.test(word)) return { pre, post, build };
  if (word === "build" || word === "b" && post.length > 0) return { pre, post, build: [...build, number] };
  if (POST.test(word)) return { pre, post: [...post, number], build };
  if (post.length > 0) return void 0;
  if (word === "dev") return { pre: beforeOf(pre, number), post, build };
  const phase = Object.hasOwn(PRE, word) ? PRE[word] : void 0;
  return phase === void 0 || pre.length > 0 ? void 0 : { pre: [phase, number], post, build };
}
function beforeOf([phase, number], dev) {
  return phase === void 0 ? [0, dev] : [phase, Number(number) - 1, "dev", dev];
}

// src/baseline/moving-tags.ts
var MOST_NUMBERS = 2;
function movingTags(all) {
  const followed = new Set(all.filter(isFinal).flatMap(shorterKeys));
  const moving = all.filter((each) => isBare(each) && keysOf(each).some((key) => followed.has(key)));
  return new Set(moving.map(({ tag }) => tag));
}
function isBare({ numbers, pre, post, build }) {
  return numbers.length <= MOST_NUMBERS && pre.length + post.length + build.length === 0;
}
function shorterKeys(version) {
  const { prefix, numbers, commit } = version;
  const lengths = Array.from({ length: Math.min(MOST_NUMBERS, numbers.length - 1) }, (_, at) => at + 1);
  return lengths.flatMap((length) => {
    const isSame = numbers.slice(length).every((number) => number === 0);
    const first = numbers.slice(0, length);
    return [keyOf(prefix, first, commit), ...isSame ? [keyOf(prefix, first, "")] : []];
  });
}
function keysOf({ prefix, numbers, commit }) {
  return [keyOf(prefix, numbers, commit), keyOf(prefix, numbers, "")];
}
var keyOf = (...parts) => JSON.stringify(parts);

// src/baseline/passed-over.ts
var REASONS = {
  draft: ["a draft", "drafts"],
  "pre-release": ["a pre-release", "pre-releases"],
  same: ["the same version", "the same version"],
  moves: ["it moves along with releases", "they move along with releases"],
  measured: ["of the measured commit or a later one", "of the measured commit or later ones"],
  prefix: ["another prefix", "other prefixes"],
  "no version": ["no version", "no versions"]
};
var NAMED = 3;
var MAX_NAME = 40;
function tellPassedOver(all) {
  const groups = groupBy(all, ({ why }) => why);
  const parts = Object.entries(REASONS).flatMap(([why, [one, several]]) => {
    const tags = groups.get(why)?.map(({ tag }) => tag) ?? [];
    return tags.length === 0 ? [] : [`${listTags(tags)} (${tags.length === 1 ? one : several})`];
  });
  return parts.length === 0 ? void 0 : parts.join("; ");
}
function listTags(tags) {
  const names = tags.slice(0, NAMED).map((tag) => cutMiddle(tag, MAX_NAME));
  const more = tags.length - names.length;
  return more === 0 ? names.join(", ") : `${names.join(", ")} and ${more} more`;
}

// src/baseline/releases.ts
function previousRelease(request) {
  const { current, measured = [] } = request;
  const sorted = sortTags(request);
  const own = current === void 0 ? ownRelease(sorted.candidates, measured) : void 0;
  const tag = current ?? own;
  if (tag === void 0) return newest(sorted, measured);
  const found2 = before(tag, sorted);
  return "reason" in found2 || own === void 0 ? found2 : { ...found2, before: own };
}
function sortTags({ tags, releases, measured = [] }) {
  const drafts = onlyDrafts(releases);
  const flagged = new Set(releases.filter(({ prerelease }) => prerelease).map(({ tag }) => tag));
  const isFlagged = (tag) => flagged.has(tag);
  const read = tags.map((tag) => ({ ...tag, version: parseVersion(tag.name) }));
  const versions = read.flatMap(({ name: tag, commit, version }) => version ? [{ tag, commit, ...version }] : []);
  const moving = movingTags(versions);
  const flawOf = ({ tag, commit }) => {
    if (drafts.has(tag)) return "draft";
    if (moving.has(tag)) return "moves";
    return measured.includes(commit) ? "measured" : void 0;
  };
  return {
    candidates: versions.map((each) => {
      const flaw = flawOf(each);
      return { ...each, isStable: isFinal(each) && !isFlagged(each.tag), ...flaw === void 0 ? {} : { flaw } };
    }),
    others: read.flatMap(({ name: tag, version }) => version ? [] : [{ tag, why: "no version" }]),
    isFlagged
  };
}
function onlyDrafts(releases) {
  const published = new Set(releases.filter(({ draft }) => !draft).map(({ tag }) => tag));
  return new Set(releases.map(({ tag }) => tag).filter((tag) => !published.has(tag)));
}
function ownRelease(all, measured) {
  const standing = all.filter(({ flaw }) => flaw !== "moves");
  return highest(stableOf(preferred(standing)).filter(({ commit }) => measured.includes(commit)))?.tag;
}
function before(tag, { candidates, others, isFlagged }) {
  const current = parseVersion(tag);
  if (current === void 0)
    return { reason: `${tag} is not a version (such as v1.2.3, 24.04.1 or 2.9.1rc1), ${NOTHING_BEFORE}` };
  if (candidates.some((each) => each.tag === tag && each.flaw === "moves"))
    return { reason: `${tag} moves along with the releases that begin like it, ${NOTHING_BEFORE}` };
  const isStable = isFinal(current) && !isFlagged(tag);
  const line = candidates.filter((each) => each.prefix === current.prefix && each.tag !== tag);
  const upTo = line.filter((each) => compareVersions(each, current) <= 0);
  const lower = upTo.filter((each) => compareVersions(each, current) < 0);
  const found2 = highest(eligible(lower, isStable));
  const passed = [...passedOver(upTo, found2, current), ...others];
  if (found2 !== void 0) return resultOf(found2, passed);
  const foreign = candidates.filter(({ prefix }) => prefix !== current.prefix).toSorted(byHeight);
  const all = [...passed, ...foreign.map((each) => ({ tag: each.tag, why: "prefix" }))];
  if (all.length > 0) return { reason: `no release comes before ${tag}; passed over: ${tellPassedOver(all)}` };
  return { reason: `${tag} is the first release` };
}
var NOTHING_BEFORE = "so no release comes before it; name one with the baseline input";
function newest({ candidates, others }, measured) {
  const sound = preferred(candidates.filter(({ flaw }) => flaw === void 0));
  const found2 = highest(eligible(sound, true)) ?? highest(sound);
  const rivals = candidates.filter(({ prefix }) => found2 === void 0 || prefix === found2.prefix);
  const passed = [...passedOver(rivals, found2), ...others];
  if (found2 !== void 0) return resultOf(found2, passed);
  const reason2 = measured.length === 0 ? "there is no release yet" : "there is no release before this commit";
  return { reason: passed.length === 0 ? reason2 : `${reason2}; passed over: ${tellPassedOver(passed)}` };
}
function eligible(all, isStable) {
  const sound = all.filter(({ flaw }) => flaw === void 0);
  return isStable ? stableOf(sound) : sound;
}
function passedOver(all, found2, current) {
  const above = all.filter((each) => each !== found2 && (found2 === void 0 || compareVersions(each, found2) >= 0));
  return above.toSorted(byHeight).map((each) => ({ tag: each.tag, why: each.flaw ?? whyNot(each, found2, current) }));
}
function whyNot(each, ...others) {
  const isSame = others.some((other) => other !== void 0 && compareVersions(each, other) === 0);
  return isSame ? "same" : "pre-release";
}
function resultOf({ tag, commit }, passed) {
  const told = tellPassedOver(passed);
  return { tag, commit, ...told === void 0 ? {} : { passedOver: told } };
}
function preferred(all) {
  const full = new Set(all.filter(({ numbers }) => numbers.length > 1).map(({ prefix }) => prefix));
  const some = full.size > 0 ? all.filter(({ prefix }) => full.has(prefix)) : all;
  const plain = some.filter(({ prefix }) => prefix === "");
  return plain.length > 0 ? plain : some;
}
var stableOf = (all) => all.filter(({ isStable }) => isStable);
var byHeight = (a, b) => compareVersions(b, a) || compareBuilds(b, a) || (a.tag < b.tag ? -1 : 1);
function highest(all) {
  return all.toSorted(byHeight)[0];
}

// src/baseline/git-history.ts
function historyOf(repository, remoteMergeBase, releases = async () => ({ releases: [], isComplete: true })) {
  return {
    exists: async () => await topLevel(repository) !== void 0,
    parentsOf: (commit) => parentsOf(repository, commit),
    resolve: (ref) => resolveCommit(repository, ref),
    mergeBase: async (a, b) => await localMergeBase(repository, a, b) ?? remoteMergeBase?.(a, b),
    isDirty: (options) => isDirty(repository, options),
    defaultBranch: () => defaultBranchRef(repository),
    previousRelease: async (current, measured = []) => {
      const [tags, list] = [await originTags(repository), await releases()];
      const request = { tags, releases: list.releases };
      if (current !== void 0) return withDoubt(previousRelease({ ...request, current, measured }), list);
      return withDoubt(await releaseBefore(repository, request, measured), list);
    }
  };
}
function withDoubt(found2, { releases, isComplete }) {
  if ("reason" in found2 || isComplete || releases.some(({ tag }) => tag === found2.tag)) return found2;
  return { ...found2, notAmong: releases.length };
}
var MOST_RELEASES = 100;
async function releaseBefore(repository, request, measured) {
  const [head] = measured;
  const later = [...measured];
  for (let looked = 0; looked < MOST_RELEASES; looked++) {
    const found2 = previousRelease({ ...request, measured: later });
    if ("reason" in found2 || head === void 0) return found2;
    if (await localMergeBase(repository, head, found2.commit) !== head) return found2;
    later.push(found2.commit);
  }
  return { reason: `the newest ${MOST_RELEASES} releases all have this commit in their history` };
}
async function originTags(repository) {
  var _stack = [];
  try {
    const remote = __using(_stack, await openRemote(repository), true);
    return await remote.remoteTags();
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function localMergeBase(repository, a, b) {
  const resolved = await Promise.all([a, b].map((commit) => resolveCommit(repository, commit)));
  return resolved.includes(void 0) ? void 0 : mergeBase(repository, a, b);
}

// src/run/configuration.ts
import { readFile, stat as stat3 } from "node:fs/promises";
import { isAbsolute, normalize, resolve } from "node:path";

// src/config/pick.ts
function pickImages(images, names) {
  const matches = names.map((name) => matcherOf(name));
  return {
    images: images.filter((image) => matches.some((match) => match(image.name))),
    unknown: names.filter((_, at) => !images.some((image) => matches[at]?.(image.name)))
  };
}
function matcherOf(pattern) {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === void 0) return (name) => name === pattern;
  return (name) => {
    if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
    let from = first.length;
    for (const part of rest) {
      const found2 = name.indexOf(part, from);
      if (found2 < 0) return false;
      from = found2 + part.length;
    }
    return from <= name.length - last.length;
  };
}

// src/run/inline-images.ts
import { stat as stat2 } from "node:fs/promises";
import { join as join2 } from "node:path";

// src/docker/bake/targets.ts
import { stat } from "node:fs/promises";
import { join } from "node:path";

// src/docker/bake/every.ts
async function readEvery(request) {
  try {
    return await readBake({ ...request, targets: ["*"] });
  } catch (error) {
    if (!(error instanceof BakeMissing) || error.target !== "*") throw error;
    const written = await readWritten(request.files, request.root);
    const targets = written.flatMap((file) => file.targets.map(({ label }) => label)).filter(isTargetName);
    if (targets.length === 0) return { groups: /* @__PURE__ */ new Map(), targets: /* @__PURE__ */ new Map() };
    return readBake({ ...request, targets: [...new Set(targets)] });
  }
}

// src/docker/bake/no-image.ts
function isImage(target) {
  return (target?.call ?? "build") === "build" && makesImage(target?.outputs);
}
function explainMissing({ files }, written, error) {
  if (!(error instanceof BakeMissing) || error.target === void 0) throw error;
  const name = error.target;
  const services = withoutBuild(written);
  if (services.includes(name)) {
    throw new BakeMissing(
      `${origin(files)}: the service ${printable(name)} has no "build:", so it makes no image`,
      name
    );
  }
  const targets = targetsOf(written);
  throw targets.length === 0 ? error : new BakeMissing(`${error.message}; it has ${listed(targets)}`, name);
}
async function explainNoImage(request, written, { definition, names }) {
  const place = origin(request.files);
  const services = withoutBuild(written);
  if (targetsOf(written).length === 0) return new UserError(`${place} ${noTarget(written, services)}`);
  const others = await imagesOf(request);
  const cure = others.length === 0 ? "No other target makes one" : `Name a target that makes one: ${listed(others)}`;
  return new UserError(`${place} makes no image: ${whyNone(request, written, definition, names)}. ${cure}`);
}
function noTarget(written, services) {
  if (services.length > 0) {
    return `builds no image: none of its services has a "build:" (${listed(services)}). Name a Dockerfile instead`;
  }
  return written.every(({ form }) => form === "compose") ? 'has no service with a "build:"' : "has no target";
}
function whyNone({ targets: asked }, written, { targets }, names) {
  if (names.length > 0) return listed(names.map((name) => `${name} ${reason(targets.get(name))}`));
  const templates = targetsOf(written);
  if (asked === void 0 && templates.length > 0 && templates.every((name) => name.startsWith("_"))) {
    return `a name that begins with "_" is a template for others (${listed(templates)})`;
  }
  return `${asked === void 0 ? "the group default" : listed(asked)} has no target`;
}
function reason(target) {
  const call = target?.call ?? "build";
  if (call !== "build") return `is for "${printable(call)}", not for a build`;
  const types = [...new Set(target?.outputs?.map((output) => output.get("type") ?? ""))];
  return types.every((type) => type === "cacheonly") ? "only fills the cache (type=cacheonly)" : `only writes files (type=${types.join(", type=")})`;
}
async function imagesOf(request) {
  try {
    const { targets } = await readEvery(request);
    return [...targets.values()].filter((target) => isImage(target) && !target.name.startsWith("_")).map(({ name }) => name);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
function targetsOf(written) {
  return [...new Set(written.flatMap(({ targets }) => targets.map(({ label }) => label)))];
}
function withoutBuild(written) {
  const built = targetsOf(written);
  const services = written.filter(({ form }) => form === "compose").flatMap(({ mentions }) => mentions);
  return [...new Set(services)].filter((name) => !built.includes(name));
}
var MOST_NAMES = 12;
function listed(names) {
  const shown = names.slice(0, MOST_NAMES).map((name) => printable(name.slice(0, 200)));
  return names.length > MOST_NAMES ? `${shown.join(", ")} and ${names.length - MOST_NAMES} more` : shown.join(", ");
}

// src/docker/bake/targets.ts
var COMPOSE_FILES = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
var BAKE_FILES = ["docker-bake.json", "docker-bake.hcl", "docker-bake.override.json", "docker-bake.override.hcl"];
async function findBakeFile(root) {
  return { bake: await existing(root, BAKE_FILES), compose: await existing(root, COMPOSE_FILES) };
}
async function existing(root, names) {
  const found2 = await Promise.all(names.map((name) => stat(join(root, name)).catch(() => void 0)));
  return names.filter((_, at) => found2[at]?.isFile());
}
async function listBakeTargets(request) {
  const written = readWritten(request.files, request.root).catch(() => []);
  const { definition, names } = await readNamed(request).catch(
    async (error) => explainMissing(request, await written, error)
  );
  const position = positionIn(await written, definition);
  const asked = request.targets?.map(plainName) ?? [];
  const images = names.filter((name) => asked.includes(name) || isImage(definition.targets.get(name)));
  if (images.length === 0) throw await explainNoImage(request, await written, { definition, names });
  return images.toSorted((one, other) => position(one) - position(other)).map((name) => ({ name, source: { kind: "bake", files: request.files, target: name } }));
}
async function readNamed(request) {
  const asked = request.targets ?? ["default"];
  try {
    const definition = await readBake({ ...request, targets: asked.map(expectName) });
    const names = expandGroups(definition, asked.map(plainName));
    return { definition: request.targets === void 0 ? definition : withoutDefault(definition), names };
  } catch (error) {
    if (request.targets === void 0 && error instanceof BakeMissing && error.target === "default") {
      return readAll(request);
    }
    throw error;
  }
}
function withoutDefault({ groups, targets }) {
  return { groups: new Map([...groups].filter(([name]) => name !== "default")), targets };
}
async function readAll(request) {
  const definition = withoutDefault(await readEvery(request));
  return { definition, names: [...definition.targets.keys()].filter((name) => !name.startsWith("_")) };
}
function expectName(name) {
  if (isTargetName(plainName(name))) return plainName(name);
  throw new UserError(`${JSON.stringify(name.slice(0, 200))} is not a valid name of a bake target or group`);
}
function plainName(name) {
  return name.replaceAll(".", "_");
}
function expandGroups({ groups, targets }, names) {
  const reached = new Set(names);
  for (const name of reached) for (const member of groups.get(name) ?? []) reached.add(member);
  return [...reached].filter((name) => targets.has(name));
}
function holdersOf(name, { groups }) {
  return [...groups].flatMap(([group, members]) => members.includes(name) ? [group] : []);
}
function positionIn(files, definition) {
  const places = /* @__PURE__ */ new Map();
  for (const mention of files.flatMap(({ mentions }) => mentions)) {
    if (!places.has(mention)) places.set(mention, places.size);
  }
  const first = (name) => places.get(name) ?? Number.MAX_SAFE_INTEGER;
  return (name) => places.has(name) ? first(name) : Math.min(first(name), ...holdersOf(name, definition).map(first));
}

// src/run/inline-images.ts
function listTargets({ root, env, signal }, files, targets) {
  return listBakeTargets({ files, ...targets.length === 0 ? {} : { targets }, root, env, signal });
}
async function inlineImages(request) {
  const { inline } = request;
  const named = inline.images.length > 0 ? await imagesOf2(request, inline.images) : await foundImages(request);
  const names = named.map(({ name }) => name);
  const conditionsOf = parseGates(inline, names);
  return named.map((image) => ({ ...image, conditions: conditionsOf(image.name) }));
}
var BAKE_LINE = /^(?:([^=:]*)=)?bake:(.*)$/s;
async function imagesOf2(request, lines) {
  const { inline, repositoryName } = request;
  if (lines.every((line) => BAKE_LINE.test(line.trim()))) refuseBuildInputs(inline);
  const parse = (some) => parseImages(some, { ...inline, file: "" }, repositoryName);
  parse(lines.filter((line) => !BAKE_LINE.test(line.trim())));
  const images = [];
  for (const line of lines) {
    const [, name, reference] = BAKE_LINE.exec(line.trim()) ?? [];
    images.push(
      ...reference === void 0 ? parse([line]) : await bakeImages(request, name?.trim(), reference.trim(), line)
    );
  }
  return refuseSameNames(images);
}
function refuseBuildInputs({ given }) {
  const useless = given.filter((name) => name !== "images" && !GATES.includes(name.replace(/^--/, "")));
  if (useless.length === 0) return;
  throw new UserError(
    `${useless.join(", ")}: a bake or compose file sets how its targets are built; change it there, or list Dockerfiles as images`
  );
}
async function bakeImages(request, name, reference, line) {
  const { file, target } = parseBakeReference(reference);
  const images = await listTargets(request, [file], target === void 0 ? [] : [target]);
  if (name === void 0) return images;
  const [only, ...others] = images;
  if (only === void 0 || others.length > 0) {
    const targets = images.map((image) => image.name).join(", ");
    throw new UserError(
      `images, line "${printable(line)}": a name is for one image, and ${printable(reference)} builds ${images.length} (${targets}); name one target after "#", or leave the name out`
    );
  }
  return [{ ...only, name: checkName(name, line) }];
}
function checkName(name, line) {
  if (isImageName(name)) return name;
  throw new UserError(
    `images, line "${printable(line)}": "${printable(name)}" is not an image name; a name is ${NAME_RULE}`
  );
}
function refuseSameNames(images) {
  const names = images.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice === void 0) return images;
  throw new UserError(`images: two images are named "${printable(twice)}"; give each its own name, as in NAME=PATH`);
}
async function foundImages(request) {
  const { root, inline, log } = request;
  const asked = inline.given.some((name) => !GATES.includes(name.replace(/^--/, "")));
  const found2 = asked ? { bake: [], compose: [] } : await findBakeFile(root);
  const dockerfile = await stat2(join2(root, "Dockerfile")).catch(() => void 0);
  const files = found2.bake.length > 0 || dockerfile?.isFile() ? found2.bake : found2.compose;
  if (files.length > 0) {
    log.info(`The images are those of ${files.join(" and ")}`);
    return refuseSameNames(await listTargets(request, files, []));
  }
  const own = isRemoteContext(inline.context ?? "") ? "Dockerfile" : join2(inline.context || ".", "Dockerfile");
  return imagesOf2(request, [inline.file || own]);
}
var GATES = ["fail-if", "warn-if"];

// src/run/configuration.ts
var DEFAULT_CONFIG = ".github/image-size.yml";
var TWIN = ".github/image-size.yaml";
async function readConfiguration(request) {
  const { root, config, inline, env } = request;
  const text = config === "" ? void 0 : await readConfig(root, config);
  if (text === void 0) return { images: await inlineImages(request) };
  const others = inline.given.filter((name) => name !== "images");
  if (others.length > 0) throw new UserError(bothAreGiven(config, inline.given));
  const file = readConfigFile(text, config, env);
  return {
    file: config,
    images: pickNamed(completeImages(file, await targetsOf2(request, file)), request),
    ...leaves(config) ? {} : { configuredAt: (other) => readConfiguredSources({ ...request, root: other }) }
  };
}
function pickNamed(images, { config, inline }) {
  if (inline.images.length === 0) return images;
  const { images: picked, unknown } = pickImages(images, inline.images);
  if (unknown.length === 0) return picked;
  const names = images.map(({ name }) => name);
  throw new UserError(
    `images: ${config} lists the images and has none called ${unknown.map((name) => printable(name)).join(", ")}: name some of ${names.join(", ")}, or set config to none to leave the file out.${suggestion(unknown[0] ?? "", names)}`
  );
}
function bothAreGiven(config, given) {
  const names = given.join(", ");
  const cure = given.some((name) => name.startsWith("--")) ? "give --config none" : "set config to none";
  const one = given.length === 1;
  return `${config} sets the images and their limits, and so ${one ? "does" : "do"} ${names}: move ${names} into the file, or ${cure} to leave the file out`;
}
async function readConfig(root, path) {
  const found2 = await regularFileAt(resolve(root, path), `config: ${printable(path)}`);
  const isFolder = found2 === void 0 && await stat3(resolve(root, path)).catch(() => void 0) !== void 0;
  if (found2 === void 0 && !isFolder && path === DEFAULT_CONFIG) return refuseTwin(root);
  if (found2 === void 0) throw new UserError(`config: there is no file ${printable(path)} in ${root}`);
  if (found2.size > MAX_CONFIG)
    throw new UserError(`${printable(path)}: ${found2.size} bytes are too many for a config file (at most ${MAX_FILE})`);
  return readFile(resolve(root, path), "utf8");
}
async function refuseTwin(root) {
  if (!await stat3(resolve(root, TWIN)).catch(() => void 0)) return void 0;
  throw new UserError(`found ${TWIN}, expected ${DEFAULT_CONFIG}: rename it, or name it as the config`);
}
async function targetsOf2(request, { bake, bakePlaces }) {
  const groups = [];
  for (const [at, { files, targets }] of bake.entries()) {
    groups.push(await listTargets(request, files, targets).catch((error) => throwAt(bakePlaces[at] ?? "", error)));
  }
  return groups.flat();
}
function throwAt(place, cause) {
  if (!(cause instanceof UserError)) throw cause;
  throw new UserError(`${place}: bake: ${cause.message}`, { cause });
}
function leaves(config) {
  return isAbsolute(config) || normalize(config).startsWith("..");
}
async function readConfiguredSources(request) {
  const { root, config, env } = request;
  try {
    const text = await readConfig(root, config).catch(absent);
    return text === void 0 ? { sources: /* @__PURE__ */ new Map(), notes: [] } : await sourcesOf(request, readConfigFile(text, config, env));
  } catch (error) {
    return { sources: /* @__PURE__ */ new Map(), notes: [unreadable(error)] };
  }
}
async function sourcesOf(request, file) {
  const own = namedSources(file, []);
  try {
    return { sources: namedSources(file, await targetsOf2(request, file)), notes: [] };
  } catch (error) {
    return { sources: own, notes: [unreadable(error)] };
  }
}
function namedSources({ entries }, targets) {
  const sources = new Map(targets.map(({ name, source }) => [name, source]));
  for (const { name, source, platforms } of entries) {
    const target = targets.find((each) => each.name === name);
    const found2 = source ?? (target && withPlatforms(target.source, platforms));
    if (found2) sources.set(name, found2);
  }
  return sources;
}
function unreadable(error) {
  if (!(error instanceof UserError)) throw error;
  const [first = ""] = error.message.split("\n");
  return `The base was built as the configuration of this commit has it, since its own cannot be read: ${first}`;
}
function absent(error) {
  if (!(error instanceof UserError)) throw error;
}

export {
  findBaseCommit,
  measuredCommits,
  measuredUnchanged,
  findReleaseBase,
  findLocalBase,
  parseVersion,
  compareVersions,
  compareBuilds,
  historyOf,
  readEvery,
  pickImages,
  DEFAULT_CONFIG,
  TWIN,
  readConfiguration
};
